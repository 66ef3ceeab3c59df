/**
 * Which fields of each node hold other nodes, as one table, and what follows from it: children in source order, walks
 * that need no stack, reading and replacing at a path. Everything that looks at programs without caring for the
 * meaning of each kind (rules, codec tests, edits, shrinking) goes through here.
 */
import type { Expression, Program, Statement, Target } from './ast.ts'

export type NodeKind = Statement['kind'] | Expression['kind'] | 'targets'

/** What stands in a field: one node, a list, a suite of statements, or a list of records that hold nodes. */
type Field = 'expression' | 'target' | 'expressions' | 'targets' | 'body' | Records
type Records = 'entries' | 'parameters' | 'handlers' | 'with items' | 'clauses'

type Shape = readonly (readonly [key: string, field: Field])[]

const COMPREHENSION: Shape = [
  ['element', 'expression'],
  ['clauses', 'clauses'],
]

/** The keys of each kind in source order. */
const SHAPE: Readonly<Record<NodeKind, Shape>> = {
  expression: [['value', 'expression']],
  assign: [
    ['targets', 'targets'],
    ['value', 'expression'],
  ],
  delete: [['targets', 'targets']],
  class: [
    ['bases', 'expressions'],
    ['body', 'body'],
  ],
  def: [
    ['parameters', 'parameters'],
    ['body', 'body'],
  ],
  return: [['value', 'expression']],
  global: [],
  if: [
    ['test', 'expression'],
    ['body', 'body'],
    ['orelse', 'body'],
  ],
  for: [
    ['target', 'target'],
    ['iterable', 'expression'],
    ['body', 'body'],
  ],
  while: [
    ['test', 'expression'],
    ['body', 'body'],
  ],
  break: [],
  continue: [],
  pass: [],
  assert: [
    ['test', 'expression'],
    ['message', 'expression'],
  ],
  import: [],
  nonlocal: [],
  raise: [
    ['exception', 'expression'],
    ['cause', 'expression'],
  ],
  try: [
    ['body', 'body'],
    ['handlers', 'handlers'],
    ['orelse', 'body'],
    ['finalbody', 'body'],
  ],
  with: [
    ['items', 'with items'],
    ['body', 'body'],
  ],
  targets: [['items', 'targets']],
  name: [],
  attribute: [['object', 'expression']],
  subscript: [
    ['object', 'expression'],
    ['index', 'expression'],
  ],
  call: [
    ['function', 'expression'],
    ['arguments', 'expressions'],
  ],
  none: [],
  bool: [],
  int: [],
  float: [],
  str: [],
  bytes: [],
  list: [['items', 'expressions']],
  tuple: [['items', 'expressions']],
  dict: [['entries', 'entries']],
  set: [['items', 'expressions']],
  compare: [
    ['left', 'expression'],
    ['right', 'expression'],
  ],
  not: [['operand', 'expression']],
  and: [
    ['left', 'expression'],
    ['right', 'expression'],
  ],
  or: [
    ['left', 'expression'],
    ['right', 'expression'],
  ],
  arithmetic: [
    ['left', 'expression'],
    ['right', 'expression'],
  ],
  lambda: [
    ['parameters', 'parameters'],
    ['body', 'expression'],
  ],
  yield: [['value', 'expression']],
  'list-comprehension': COMPREHENSION,
  'set-comprehension': COMPREHENSION,
  'generator-expression': COMPREHENSION,
  'dict-comprehension': [
    ['key', 'expression'],
    ['value', 'expression'],
    ['clauses', 'clauses'],
  ],
}

/** The same for the records in lists that are no nodes themselves. */
const RECORDS: Readonly<Record<Records, Shape>> = {
  entries: [
    ['key', 'expression'],
    ['value', 'expression'],
  ],
  parameters: [['default', 'expression']],
  handlers: [
    ['type', 'expression'],
    ['body', 'body'],
  ],
  'with items': [
    ['context', 'expression'],
    ['target', 'target'],
  ],
  clauses: [
    ['target', 'target'],
    ['iterable', 'expression'],
    ['conditions', 'expressions'],
  ],
}

/** Keys and indices from a program (or another node) down to a node. */
export type Path = readonly (string | number)[]

/** A node in its place: what is read (`expression`), what is written to (`target`), or a statement. */
export type Placed =
  | { readonly role: 'statement'; readonly node: Statement; readonly path: Path }
  | { readonly role: 'expression'; readonly node: Expression; readonly path: Path }
  | { readonly role: 'target'; readonly node: Target; readonly path: Path }

type Node = Statement | Expression | Target

/** The nodes directly inside `node`, in source order; `path` is that of `node` itself. */
export function children(node: Node, path: Path = []): Placed[] {
  const found: Placed[] = []
  addFields(found, SHAPE[node.kind], node, path)
  return found
}

function addFields(found: Placed[], shape: Shape, holder: object, path: Path): void {
  const record = holder as Record<string, unknown>
  for (const [key, field] of shape) {
    const value = record[key]
    if (value === undefined) continue
    if (field === 'expression') found.push({ role: 'expression', node: value as Expression, path: [...path, key] })
    else if (field === 'target') found.push({ role: 'target', node: value as Target, path: [...path, key] })
    else
      for (const [index, item] of (value as readonly object[]).entries())
        addItem(found, field, item, [...path, key, index])
  }
}

function addItem(found: Placed[], field: Exclude<Field, 'expression' | 'target'>, item: object, path: Path): void {
  switch (field) {
    case 'expressions':
      found.push({ role: 'expression', node: item as Expression, path })
      return
    case 'targets':
      found.push({ role: 'target', node: item as Target, path })
      return
    case 'body':
      found.push({ role: 'statement', node: item as Statement, path })
      return
    default:
      addFields(found, RECORDS[field], item, path)
  }
}

/** The top-level statements, in their places. */
export function topLevel(program: Program): Placed[] {
  return program.body.map((node, index) => ({ role: 'statement', node, path: ['body', index] }))
}

/** No path in a valid program is longer: see `limits.ts`. What lies deeper is not walked. */
const PATH_LENGTH_MAX = 600

/** Every node below and including `roots`, each before what it holds, in source order. */
export function* walk(roots: readonly Placed[]): Generator<Placed> {
  const waiting = [...roots].reverse()
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    yield next
    if (next.path.length < PATH_LENGTH_MAX)
      for (const child of children(next.node, next.path).reverse()) waiting.push(child)
  }
}

/** What stands at `path` below `root`, or undefined. */
export function nodeAt(root: object, path: Path): unknown {
  let here: unknown = root
  for (const step of path) here = (here as Record<string | number, unknown> | undefined)?.[step]
  return here
}

/** A copy of `root` in which `value` stands at `path`; what does not lie on the path is shared. */
export function withNodeAt<T extends object>(root: T, path: Path, value: unknown): T {
  const [step, ...rest] = path
  if (step === undefined) return value as T
  const old = (root as Record<string | number, unknown>)[step]
  const inner = rest.length === 0 ? value : withNodeAt(old as object, rest, value)
  if (Array.isArray(root)) return root.with(step as number, inner) as unknown as T
  return { ...root, [step]: inner }
}
