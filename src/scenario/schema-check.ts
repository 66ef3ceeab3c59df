/**
 * Checks the plain value of a document against the published JSON Schema and retells each error as a problem at its
 * true place: an unknown key at the key, a wrong type at the value, a missing key at the mapping that lacks it.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js'
import type { Node, Scalar } from 'yaml'
import { packageRoot } from '../base/package-root.ts'
import { nearest } from './nearest.ts'
import type { ScenarioProblem } from './problem.ts'
import { complaint, description, kindOf, kinds, quoteHint } from './schema-words.ts'
import type { SourceText } from './source-text.ts'
import { extentOf, type PlainValue, pointer, type YamlTree } from './yaml-tree.ts'

/** A kind of YAML document with a published schema. */
export interface DocumentKind {
  /** What messages call the whole document. */
  readonly noun: string
  /** The schema's file, under `schema/`. */
  readonly schema: string
}

const SCENARIO: DocumentKind = { noun: 'scenario', schema: 'scenario.schema.json' }

type Validate = ReturnType<Ajv2020['compile']>
const compiled = new Map<string, Validate>()

function validator(schema: string): Validate {
  const known = compiled.get(schema)
  if (known !== undefined) return known
  const options = {
    allErrors: true,
    verbose: true,
    strict: true,
    allowUnionTypes: true,
    strictRequired: false,
    strictTypes: false,
  }
  const text = readFileSync(join(packageRoot, 'schema', schema), 'utf8')
  const validate = new Ajv2020(options).compile(JSON.parse(text) as object)
  compiled.set(schema, validate)
  return validate
}

export function checkSchema(
  source: SourceText,
  tree: YamlTree,
  kind: DocumentKind = SCENARIO,
): readonly ScenarioProblem[] {
  const validate = validator(kind.schema)
  if (validate(withoutBigInts(tree.root as PlainValue))) return []
  const retell = new Retelling(source, tree, kind.noun)
  return (validate.errors ?? []).flatMap((error) => retell.problem(error) ?? [])
}

/** JSON Schema knows one kind of number. */
function withoutBigInts(value: PlainValue): unknown {
  if (typeof value === 'bigint') return Number(value)
  if (Array.isArray(value)) return value.map(withoutBigInts)
  if (value === null || typeof value !== 'object') return value
  const copy = Object.create(null) as Record<string, unknown>
  for (const [key, item] of Object.entries(value)) copy[key] = withoutBigInts(item as PlainValue)
  return copy
}

type PropertySchemas = Readonly<Record<string, { description?: string }>>

class Retelling {
  private readonly source: SourceText
  private readonly tree: YamlTree
  private readonly noun: string

  constructor(source: SourceText, tree: YamlTree, noun: string) {
    this.source = source
    this.tree = tree
    this.noun = noun
  }

  problem(error: ErrorObject): ScenarioProblem | undefined {
    const at = error.instancePath
    const parameters = error.params as Record<string, unknown>
    switch (error.keyword) {
      case 'if':
      case 'propertyNames':
        return undefined
      case 'additionalProperties':
        return this.unknownKey(at, String(parameters['additionalProperty']), error)
      case 'required':
        return this.missingKey(at, String(parameters['missingProperty']), error)
      case 'type':
        return this.at(
          at,
          `${this.nameOf(at)} must be ${kinds(parameters['type'])}, not ${kindOf(error.data)}`,
          quoteHint(at, error),
        )
      case 'enum':
        return this.notOneOf(at, error, parameters['allowedValues'] as readonly unknown[])
      case 'pattern':
        return error.propertyName === undefined ? this.malformed(at, error) : this.badKey(at, error.propertyName)
      default:
        return this.at(at, `${this.nameOf(at)} ${complaint(error)}`)
    }
  }

  private at(place: string, message: string, hint?: string): ScenarioProblem {
    const found = this.tree.places.get(place)
    // An absent value (`expect:` and nothing more) has no text: point at its key.
    const node: Node | undefined =
      found?.value.range?.[0] === found?.value.range?.[1] ? (found?.key ?? found?.value) : found?.value
    const [start, end] = node === undefined ? [0, 1] : extentOf(node)
    return this.source.problem(start, end, message, hint)
  }

  private malformed(at: string, error: ErrorObject): ScenarioProblem {
    return this.at(at, `${this.nameOf(at)} cannot be ${JSON.stringify(error.data)}`, description(error))
  }

  private badKey(at: string, key: string): ScenarioProblem {
    const [start, end] = extentOf(this.tree.places.get(pointer(at, key))?.key as Scalar)
    return this.source.problem(start, end, `${JSON.stringify(key)} cannot be a key of ${this.nameOf(at)}`)
  }

  private unknownKey(at: string, key: string, error: ErrorObject): ScenarioProblem {
    const known = Object.keys((error.parentSchema?.['properties'] ?? {}) as PropertySchemas)
    const scalar = this.tree.places.get(pointer(at, key))?.key as Scalar
    const [start, end] = extentOf(scalar)
    const near = nearest(key, known)
    const hint = near === undefined ? `known here: ${known.join(', ')}` : `did you mean ${near}?`
    return this.source.problem(start, end, `unknown key ${JSON.stringify(key)}`, hint)
  }

  private missingKey(at: string, key: string, error: ErrorObject): ScenarioProblem {
    const schemas = (error.parentSchema?.['properties'] ?? {}) as PropertySchemas
    const owner = at === '' ? `the ${this.noun}` : this.nameOf(at)
    const hint =
      key === 'python'
        ? 'in a list, each set of expectations says for which versions it holds'
        : schemas[key]?.description
    const problem = this.at(at, `${owner} lacks the key ${key}`, hint)
    return { ...problem, endColumn: problem.column + 1 }
  }

  private notOneOf(at: string, error: ErrorObject, allowed: readonly unknown[]): ScenarioProblem {
    const near = typeof error.data === 'string' ? nearest(error.data, allowed.map(String)) : undefined
    const given = typeof error.data === 'object' ? kindOf(error.data) : JSON.stringify(error.data)
    const what = at.startsWith('/needs/') ? 'unknown capability' : `${this.nameOf(at)} cannot be`
    const hint = near === undefined ? `known here: ${allowed.join(', ')}` : `did you mean ${near}?`
    return this.at(at, `${what} ${given}`, hint)
  }

  /** How a person calls the value: its key, or the key of the list that it is in. */
  private nameOf(at: string): string {
    if (at === '') return `a ${this.noun}`
    const key = this.tree.places.get(at)?.key
    if (key !== undefined) return JSON.stringify(typeof key.value === 'string' ? key.value : key.source)
    const parent = at.slice(0, at.lastIndexOf('/'))
    if (parent === '/steps') return `step ${Number(at.slice('/steps/'.length)) + 1}`
    return `an item of ${this.nameOf(parent)}`
  }
}
