/**
 * What a statement's text tells about running it: whether it may collect, whether it changes something that lies
 * outside the program's own namespace, and whether it freezes or thaws. Found once for each distinct statement; always
 * on the careful side.
 */
import { remembered } from '../../base/remembered.ts'
import { COMPREHENSION_KINDS, MODULE_NAMES, type Statement } from '../../program/ast.ts'
import { SPECIAL_METHODS } from '../../program/surface.ts'

export interface StatementTraits {
  /** Names of attributes that stand anywhere in it, methods included. */
  readonly attributes: ReadonlySet<string>
  /** Names of variables and functions that it mentions or defines. */
  readonly mentions: ReadonlySet<string>
  /** Functions, methods and classes with bases that it defines, each with all that their bodies mention. */
  readonly definitions: readonly Definition[]
  /** It says `collect` itself, or in a function that it defines. */
  readonly collects: boolean
  readonly definesCollector: boolean
  /** It may leave something behind in a module or in the collector's settings. */
  readonly leavesTraces: boolean
  /** It may call `gc.freeze` or `gc.unfreeze`. */
  readonly freezes: boolean
  /** It may make a function that refers to something: to default values, or to cells. Also where a class has bases. */
  readonly functionsRefer: boolean
  /** It may make classes by calling `type`. */
  readonly makesClasses: boolean
  /** It may run code of the standard library's: that of a weak container, or of a finalizer. */
  readonly usesLibrary: boolean
}

export interface Definition {
  /** A method's own name, and its class's where entering it needs no mention of its name. */
  readonly name: string
  /** It may be entered by a statement that mentions nothing of it: a lambda, a generator, a special method, a closure. */
  readonly isHidden: boolean
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
  'finalize',
])
/** Their functions have default values and cells. */
const WEAK_CONTAINERS: ReadonlySet<string> = new Set(['WeakValueDictionary', 'WeakKeyDictionary', 'WeakSet'])
const FUNCTION_KINDS: ReadonlySet<string> = new Set(['def', 'lambda', ...COMPREHENSION_KINDS, 'dict-comprehension'])
const MODULES: ReadonlySet<string> = new Set(MODULE_NAMES)

interface Finds {
  attributes: Set<string>
  mentions: Set<string>
  definitions: Definition[]
  bareModule: boolean
  functionsRefer: boolean
  /** What is looked at stands inside a function or a comprehension. */
  readonly inFunction: boolean
  yields: boolean
}

function nothingYet(definitions: Definition[], inFunction: boolean): Finds {
  return {
    attributes: new Set(),
    mentions: new Set(),
    definitions,
    bareModule: false,
    functionsRefer: false,
    inFunction,
    yields: false,
  }
}

export const traitsOf = remembered((statement: Statement): StatementTraits => {
  const finds = nothingYet([], false)
  look(statement, finds, undefined, true)
  const { attributes, mentions, definitions } = finds
  const leavesTraces = finds.bareModule || [...attributes].some((name) => EFFECTS.has(name))
  const makesClasses = mentions.has('type')
  return {
    attributes,
    mentions,
    definitions,
    collects: attributes.has('collect'),
    definesCollector: definitions.some((definition) => definition.attributes.has('collect')),
    leavesTraces,
    freezes: attributes.has('freeze') || attributes.has('unfreeze'),
    usesLibrary: [...attributes].some((name) => WEAK_CONTAINERS.has(name) || name === 'finalize'),
    functionsRefer: finds.functionsRefer || makesClasses || [...attributes].some((name) => WEAK_CONTAINERS.has(name)),
    makesClasses,
  }
})

interface Node {
  readonly kind?: string
  readonly name?: string
  readonly body?: unknown
  readonly parameters?: readonly object[]
  readonly bases?: readonly unknown[]
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
  if (FUNCTION_KINDS.has(node.kind ?? '')) return define(node, finds, className)
  if (node.kind === 'yield') finds.yields = true
  if (node.kind === 'name') finds.bareModule ||= read && MODULES.has(node.name ?? '')
  if (node.kind === 'class') inherit(node, finds)
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

/** Who makes an instance of a class may enter what its bases define. */
function inherit({ name = '', bases = [] }: Node, finds: Finds): void {
  const inner = nothingYet([], finds.inFunction)
  look(bases, inner, undefined, true)
  const { attributes, mentions } = inner
  // The function of a class body has cells, too, and its frame may hold it.
  finds.functionsRefer ||= finds.inFunction
  if (bases.length === 0) return
  finds.definitions.push({ name, className: undefined, isHidden: false, attributes, mentions })
  // Who keeps a dict must be known, so that the one in which a class keeps its subclasses can be told.
  finds.functionsRefer = true
}

/** Also of lambdas and comprehensions, of which the lists, sets and dicts are made at once. */
function define(node: Node, finds: Finds, className: string | undefined): void {
  const inner = nothingYet(finds.definitions, true)
  for (const [key, item] of Object.entries(node)) if (key !== 'name') look(item, inner, undefined, true)
  const { attributes, mentions } = inner
  const { kind, name = '', parameters = [] } = node
  const isMadeAtOnce = kind !== 'def' && kind !== 'lambda' && kind !== 'generator-expression'
  const isSpecial = className !== undefined && SPECIAL_METHODS.has(name)
  const isHidden = kind !== 'def' || finds.inFunction || inner.yields || isSpecial
  if (!isMadeAtOnce) finds.definitions.push({ name, className, isHidden, attributes, mentions })
  for (const attribute of attributes) finds.attributes.add(attribute)
  for (const mention of mentions) finds.mentions.add(mention)
  finds.bareModule ||= inner.bareModule
  finds.functionsRefer ||= inner.functionsRefer || finds.inFunction || parameters.some((item) => 'default' in item)
}
