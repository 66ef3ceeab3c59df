/**
 * What a statement's text tells about running it: whether it may collect, whether it changes something that lies
 * outside the program's own namespace, and whether it freezes or thaws. Found once for each distinct statement; always
 * on the careful side.
 */
import { MODULE_NAMES, type Statement } from '../../program/ast.ts'

export interface StatementTraits {
  /** Names of attributes that stand anywhere in it, methods included. */
  readonly attributes: ReadonlySet<string>
  /** Names of variables and functions that it mentions or defines. */
  readonly mentions: ReadonlySet<string>
  /** Functions and methods that it defines, each with all that their bodies mention. */
  readonly definitions: readonly Definition[]
  /** It says `collect` itself, or in a function that it defines. */
  readonly collects: boolean
  readonly definesCollector: boolean
  /** It may leave something behind in a module or in the collector's settings. */
  readonly leavesTraces: boolean
  /** It may call `gc.freeze` or `gc.unfreeze`. */
  readonly freezes: boolean
  /** It defines a function with default values. */
  readonly hasDefaults: boolean
}

export interface Definition {
  /** A method's own name, and its class's where entering it needs no mention of its name. */
  readonly name: string
  readonly className: string | undefined
  readonly attributes: ReadonlySet<string>
  readonly mentions: ReadonlySet<string>
}

const EFFECTS: ReadonlySet<string> = new Set([
  'enable',
  'disable',
  'set_threshold',
  'freeze',
  'unfreeze',
  'callbacks',
  'garbage',
  'set_debug',
  'setrecursionlimit',
  'unraisablehook',
])
const MODULES: ReadonlySet<string> = new Set(MODULE_NAMES)

interface Finds {
  attributes: Set<string>
  mentions: Set<string>
  definitions: Definition[]
  bareModule: boolean
  hasDefaults: boolean
}

export function traitsOf(statement: Statement): StatementTraits {
  const finds: Finds = {
    attributes: new Set(),
    mentions: new Set(),
    definitions: [],
    bareModule: false,
    hasDefaults: false,
  }
  look(statement, finds, undefined, true)
  const { attributes, mentions, definitions } = finds
  const leavesTraces = finds.bareModule || [...attributes].some((name) => EFFECTS.has(name))
  return {
    attributes,
    mentions,
    definitions,
    collects: attributes.has('collect'),
    definesCollector: definitions.some((definition) => definition.attributes.has('collect')),
    leavesTraces,
    freezes: attributes.has('freeze') || attributes.has('unfreeze'),
    hasDefaults: finds.hasDefaults,
  }
}

interface Node {
  readonly kind?: string
  readonly name?: string
  readonly body?: unknown
  readonly parameters?: readonly object[]
}

function look(value: unknown, finds: Finds, className: string | undefined, read: boolean): void {
  if (typeof value !== 'object' || value === null) return
  if (Array.isArray(value)) {
    for (const item of value) look(item, finds, className, read)
    return
  }
  const node = value as Node
  if (node.kind === 'import') return
  if (node.name !== undefined) note(node, finds)
  if (node.kind === 'def') return define(node, finds, className)
  if (node.kind === 'name') finds.bareModule ||= read && MODULES.has(node.name ?? '')
  const inClass = node.kind === 'class' ? node.name : undefined
  for (const [key, item] of Object.entries(node)) {
    if (key === 'object' && read && node.kind === 'attribute' && isName(item)) finds.mentions.add(item.name)
    else
      look(
        item,
        finds,
        inClass ?? (node.kind === 'class' ? className : undefined),
        !(key === 'targets' || key === 'target') || !isPlainTarget(item),
      )
  }
}

function isName(value: unknown): value is { name: string } {
  return (value as Node).kind === 'name'
}

/** Names and tuples of names: writing to a variable called `gc` touches no module. */
function isPlainTarget(value: unknown): boolean {
  return Array.isArray(value)
    ? value.every(isPlainTarget)
    : isName(value) ||
        ((value as { items?: unknown }).items !== undefined && isPlainTarget((value as { items: unknown }).items))
}

function note(node: Node, finds: Finds): void {
  if (node.kind === 'attribute') finds.attributes.add(node.name ?? '')
  else finds.mentions.add(node.name ?? '')
}

function define(node: Node, finds: Finds, className: string | undefined): void {
  const inner: Finds = {
    attributes: new Set(),
    mentions: new Set(),
    definitions: finds.definitions,
    bareModule: false,
    hasDefaults: false,
  }
  for (const [key, item] of Object.entries(node)) if (key !== 'name') look(item, inner, undefined, true)
  finds.definitions.push({ name: node.name ?? '', className, attributes: inner.attributes, mentions: inner.mentions })
  for (const name of inner.attributes) finds.attributes.add(name)
  for (const name of inner.mentions) finds.mentions.add(name)
  finds.bareModule ||= inner.bareModule
  finds.hasDefaults ||= inner.hasDefaults || (node.parameters ?? []).some((parameter) => 'default' in parameter)
}
