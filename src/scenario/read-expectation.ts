/**
 * A plain `expect` mapping → {@link Expectation}. The schema check has its say beside this one, so that all problems of
 * a file are shown at once: what has the wrong type here is left out silently, because the schema check names it.
 */
import type { Scalar } from 'yaml'
import { BUILTIN_LABEL_TYPES, looksLikeLabel, parseLabel } from './label.ts'
import { nearest } from './nearest.ts'
import type { ScenarioProblem } from './problem.ts'
import { readExpression } from './read-python.ts'
import { readRange } from './read-range.ts'
import type {
  Check,
  Entry,
  Expectation,
  ExpectedGeneration,
  ExpectedImage,
  ExpectedMemory,
  ExpectedValue,
} from './scenario.ts'
import type { SourceText } from './source-text.ts'
import { extentOf, type PlainMapping, type PlainValue, pointer, type YamlTree } from './yaml-tree.ts'

export class ExpectationReader {
  readonly problems: ScenarioProblem[] = []
  private readonly source: SourceText
  private readonly tree: YamlTree
  /** Undefined where the program could not be parsed, so that its classes are not known. */
  private readonly classes: readonly string[] | undefined

  constructor(source: SourceText, tree: YamlTree, classes: readonly string[] | undefined) {
    this.source = source
    this.tree = tree
    this.classes = classes
  }

  /** What stands under `expect`: a mapping, a list of mappings, or nothing. */
  all(value: PlainValue | undefined, at: string): readonly Expectation[] {
    if (isList(value)) return value.flatMap((item, index) => this.all(isList(item) ? null : item, pointer(at, index)))
    return isMapping(value) ? [this.one(value, at)] : []
  }

  private one(mapping: PlainMapping, at: string): Expectation {
    const python = readRange(this.source, this.tree, mapping['python'], pointer(at, 'python'), this.problems)
    const checks: Check[] = []
    for (const [key, value] of Object.entries(mapping)) {
      const check = this.check(key, value, pointer(at, key))
      if (check !== undefined) checks.push(check)
    }
    return { python, checks }
  }

  private check(key: string, value: PlainValue, at: string): Check | undefined {
    switch (key) {
      case 'value':
        return { key, value: this.expected(value, at) }
      case 'values':
        return { key, entries: this.entries(value, at, (item, place) => this.expected(item, place)) }
      case 'raises':
        return typeof value === 'string' ? { key, type: value } : undefined
      case 'prints':
      case 'callbacks':
        return { key, ...listed(value, 'in_any_order', (items) => texts(items)) }
      case 'finalized':
        return { key, ...listed(value, 'in_any_order', (items, suffix) => this.labels(items, at + suffix)) }
      case 'dead': {
        const { ordered, items } = listed(value, 'in_order', (list, suffix) => this.labels(list, at + suffix))
        return { key, ordered: !ordered, items }
      }
      case 'alive':
      case 'garbage':
        return { key, items: this.labels(value, at) }
      case 'unraisable':
        return { key, items: texts(value) }
      case 'refcounts':
        return { key, entries: this.entries(value, at, (item) => Number(item)) }
      case 'generations':
        return { key, entries: this.entries(value, at, generation) }
      case 'collections':
        return { key, generations: isList(value) ? value.map(Number) : [] }
      case 'reuses':
        return { key, entries: this.entries(value, at, (item, place) => this.label(item, place)) }
      // Their form is the schema's affair.
      case 'memory':
        return { key, content: plainRecord(value) as ExpectedMemory }
      case 'image':
        return { key, content: plainRecord(value) as ExpectedImage }
      default:
        return undefined
    }
  }

  private entries<T>(value: PlainValue, at: string, read: (item: PlainValue, place: string) => T): readonly Entry<T>[] {
    if (!isMapping(value)) return []
    return Object.entries(value).flatMap(([text, item]) => {
      const place = pointer(at, text)
      const expected = read(item, place)
      const parsed = readExpression(this.source, { text, scalar: this.tree.places.get(place)?.key as Scalar })
      if (parsed.ok) return [{ expression: parsed.value, expected }]
      this.problems.push(...parsed.problems)
      return []
    })
  }

  private expected(value: PlainValue, at: string): ExpectedValue {
    if (value === null) return { kind: 'none' }
    if (isList(value))
      return { kind: 'list', items: value.map((item, index) => this.expected(item, pointer(at, index))) }
    switch (typeof value) {
      case 'boolean':
        return { kind: 'bool', value }
      case 'bigint':
        return { kind: 'int', value }
      case 'number':
        return { kind: 'float', value }
      case 'string':
        return looksLikeLabel(value) ? { kind: 'label', label: this.label(value, at) } : { kind: 'str', value }
      default:
        return { kind: 'none' }
    }
  }

  private labels(value: PlainValue, at: string): readonly string[] {
    return isList(value) ? value.map((item, index) => this.label(item, pointer(at, index))) : []
  }

  private label(value: PlainValue, at: string): string {
    if (typeof value !== 'string') return ''
    const label = parseLabel(value)
    if (label === undefined) {
      this.complain(
        at,
        `${JSON.stringify(value)} is no label`,
        'a label is a type and an ordinal from 1, such as Node#1 or list#2',
      )
    } else if (this.classes !== undefined && ![...this.classes, ...BUILTIN_LABEL_TYPES].includes(label.type)) {
      const near = nearest(label.type, [...this.classes, ...BUILTIN_LABEL_TYPES])
      const classes =
        this.classes.length === 0
          ? 'the program defines no class'
          : `classes of the program: ${this.classes.join(', ')}`
      this.complain(
        at,
        `unknown label ${value}: no type ${label.type}`,
        near === undefined ? classes : `did you mean ${near}#${label.ordinal}?`,
      )
    }
    return value
  }

  private complain(at: string, message: string, hint: string): void {
    const node = this.tree.places.get(at)?.value
    const [start, end] = node === undefined ? [0, 1] : extentOf(node)
    this.problems.push(this.source.problem(start, end, message, hint))
  }
}

export function isMapping(value: PlainValue | undefined): value is PlainMapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function isList(value: PlainValue | undefined): value is readonly PlainValue[] {
  return Array.isArray(value)
}

type Listed = { readonly ordered: boolean; readonly items: readonly string[] }

/** A list, or a mapping that holds the list under `marker`; `suffix` leads from the value to the list. */
function listed(
  value: PlainValue,
  marker: string,
  read: (items: PlainValue, suffix: string) => readonly string[],
): Listed {
  if (isMapping(value)) return { ordered: false, items: read(value[marker] ?? null, `/${marker}`) }
  return { ordered: true, items: read(value, '') }
}

function texts(value: PlainValue): readonly string[] {
  return isList(value) ? value.filter((item) => typeof item === 'string') : []
}

function generation(value: PlainValue): ExpectedGeneration {
  return value === 'permanent' || value === 'untracked' ? value : (Number(value) as 0 | 1 | 2)
}

/** Numbers as numbers: nothing in an allocator's state comes near 2^53. */
function plainRecord(value: PlainValue): Readonly<Record<string, unknown>> {
  const plain = (item: PlainValue): unknown => {
    if (typeof item === 'bigint') return Number(item)
    if (isList(item)) return item.map(plain)
    return isMapping(item) ? Object.fromEntries(Object.entries(item).map(([key, inner]) => [key, plain(inner)])) : item
  }
  return isMapping(value) ? (plain(value) as Record<string, unknown>) : {}
}
