/**
 * YAML text → plain value, with the place of every key and value beside it. Keeps true: only what a plain mapping, list
 * or scalar can say gets through; repeated keys, keys that are no scalars, several documents, unknown tags, endless or
 * exploding aliases are problems. All problems are gathered; what can still be read is returned with them.
 */
import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  parseAllDocuments,
  type Scalar,
  visit,
} from 'yaml'
import type { ScenarioProblem } from './problem.ts'
import type { SourceText } from './source-text.ts'
import { syntaxProblems, TOO_DEEP } from './yaml-syntax.ts'

/** Integers are `bigint`, so that `1` and `1.0` stay apart; mappings have no prototype. */
export type PlainValue = null | boolean | number | bigint | string | readonly PlainValue[] | PlainMapping
export interface PlainMapping {
  readonly [key: string]: PlainValue
}

/** Where a value of the document stands; `key` is the scalar before it in a mapping. */
export interface Place {
  readonly value: Node
  readonly key: Scalar | undefined
}

export interface YamlTree {
  /** Undefined when the text is too broken to have one. */
  readonly root: PlainValue | undefined
  /** JSON pointer (RFC 6901) → place. */
  readonly places: ReadonlyMap<string, Place>
  readonly problems: readonly ScenarioProblem[]
}

/** Nodes that aliases may add by being read again: enough for honest sharing, far too little for a bomb. */
const ALIASED_NODES_MAX = 200

/** One more step of a JSON pointer. */
export function pointer(parent: string, key: string | number): string {
  return `${parent}/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`
}

/** `noun`: what the document is. */
export function readYaml(source: SourceText, noun = 'scenario'): YamlTree {
  const broken = (...problems: ScenarioProblem[]): YamlTree => ({ root: undefined, places: new Map(), problems })
  let documents: readonly Document.Parsed[]
  try {
    const parsed = parseAllDocuments(source.text, {
      uniqueKeys: false,
      intAsBigInt: true,
      prettyErrors: false,
      version: '1.2',
    })
    documents = 'empty' in parsed ? [] : parsed
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    return broken(source.problem(0, 1, TOO_DEEP))
  }
  const [first, second] = documents
  if (first === undefined || (first.contents === null && documents.length === 1 && first.errors.length === 0)) {
    const hint = noun === 'scenario' ? 'a scenario has at least a title and steps' : undefined
    return broken(source.problem(0, 1, 'the file is empty', hint))
  }
  if (second !== undefined && documents.every((document) => document.errors.length === 0)) {
    const start = second.range[0]
    return broken(source.problem(start, start + 3, 'a second document begins here', `one file holds one ${noun}`))
  }
  const errors = documents.flatMap((document) => [...document.errors, ...document.warnings])
  if (errors.length > 0) return broken(...syntaxProblems(source, errors))
  if (first.directives?.yaml.explicit === true && first.directives.yaml.version !== '1.2') {
    return broken(
      source.problem(0, source.text.search(/\n|$/), `a ${noun} is a YAML 1.2 document`, 'delete the %YAML line'),
    )
  }
  return new TreeReader(source, first).read()
}

class TreeReader {
  private readonly source: SourceText
  private readonly document: Document.Parsed
  private readonly places = new Map<string, Place>()
  private readonly problems: ScenarioProblem[] = []
  private anchors: ReadonlyMap<string, readonly Node[]> | undefined
  private aliasDepth = 0
  private aliasedNodes = 0

  constructor(source: SourceText, document: Document.Parsed) {
    this.source = source
    this.document = document
  }

  read(): YamlTree {
    const root = this.value(this.document.contents as Node | null, undefined, '')
    return { root, places: this.places, problems: this.problems }
  }

  private complain(node: Node, message: string, hint?: string): null {
    const [start, end] = extentOf(node)
    this.problems.push(this.source.problem(start, end, message, hint))
    return null
  }

  private value(node: Node | null, key: Scalar | undefined, at: string): PlainValue {
    // A key alone, as in `{a}`, has no node for its value: what is wrong with that stands at the key.
    const place = node ?? key
    if (place !== undefined) this.places.set(at, { value: place, key })
    if (node === null) return null
    if (this.aliasDepth > 0 && ++this.aliasedNodes > ALIASED_NODES_MAX) return null
    if (isAlias(node)) return this.aliased(node, key, at)
    if (isMap(node)) return this.mapping(node.items as { key: Node | null; value: Node | null }[], at)
    if (isSeq(node))
      return (node.items as (Node | null)[]).map((item, index) => this.value(item, undefined, pointer(at, index)))
    return isScalar(node) ? (node.value as PlainValue) : null
  }

  private aliased(alias: Alias, key: Scalar | undefined, at: string): PlainValue {
    if (this.aliasedNodes > ALIASED_NODES_MAX) return null
    const node = this.anchored(alias)
    if (node === undefined) return this.complain(alias, `no anchor is called ${JSON.stringify(alias.source)}`)
    const [start, end] = extentOf(node)
    const [own] = extentOf(alias)
    if (start <= own && own < end) return this.complain(alias, 'this alias contains itself')
    this.aliasDepth++
    const value = this.value(node, key, at)
    this.aliasDepth--
    if (this.aliasDepth === 0 && this.aliasedNodes > ALIASED_NODES_MAX) {
      return this.complain(alias, `aliases repeat more than ${ALIASED_NODES_MAX} values`, 'write the values out')
    }
    return value
  }

  /** The last node before the alias that carries its anchor. */
  private anchored(alias: Alias): Node | undefined {
    this.anchors ??= anchorsOf(this.document)
    const [own] = extentOf(alias)
    return this.anchors.get(alias.source)?.findLast((node) => extentOf(node)[0] < own)
  }

  private mapping(items: readonly { key: Node | null; value: Node | null }[], at: string): PlainValue {
    const result: Record<string, PlainValue> = Object.create(null) as Record<string, PlainValue>
    for (const { key, value } of items) {
      const scalar = isAlias(key) ? this.anchored(key) : key
      if (!isScalar(scalar)) {
        if (key !== null) this.complain(key, 'a key must be a text, not a list or a mapping', 'put it in quotes')
        continue
      }
      const name = typeof scalar.value === 'string' ? scalar.value : (scalar.source ?? '')
      if (name in result) this.complain(key as Node, `the key ${JSON.stringify(name)} stands here a second time`)
      result[name] = this.value(value, scalar, pointer(at, name))
    }
    return result
  }
}

function anchorsOf(document: Document.Parsed): ReadonlyMap<string, readonly Node[]> {
  const anchors = new Map<string, Node[]>()
  visit(document, {
    Value(_, node) {
      if (node.anchor !== undefined) anchors.set(node.anchor, [...(anchors.get(node.anchor) ?? []), node])
    },
  })
  return anchors
}

/** Where a node's own text begins and ends. */
export function extentOf(node: Node): readonly [number, number] {
  const range = node.range
  return range === null || range === undefined ? [0, 1] : [range[0], range[1]]
}
