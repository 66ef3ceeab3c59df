/**
 * Puts what a function of the program does in the place of a call that is a statement of its own or the value of an
 * assignment: functions by name, methods by `x.m(…)`, and `__init__` by its class. The definition goes with it.
 * Arguments that are names or literals take the parameters' places; others are bound to them first, and so is an instance
 * that had no name. A `while` that only
 * counts becomes a `for`.
 */
import type { Expression, FunctionDefinition, Parameter, Program, Statement, Target } from '../../program/ast.ts'
import { deleteStatement, replaceStatement, statementPlaces } from '../../program/edit.ts'
import { type Path, topLevel, walk, withNodeAt } from '../../program/shape.ts'
import type { Cut, Pass } from '../cut.ts'
import { freshName } from '../fresh-name.ts'
import { withoutJumps } from '../without-jumps.ts'

export const inlineCalls: Pass = {
  name: 'inline calls',
  cuts(program) {
    const definitions = definitionsOf(program)
    const fresh = freshName(program)
    const cuts: Cut[] = []
    for (const { node, path } of statementPlaces(program)) {
      const counted = node.kind === 'while' ? asFor(node) : undefined
      if (counted !== undefined) cuts.push(() => replaceStatement(program, path, [counted]))
      if ((node.kind !== 'expression' && node.kind !== 'assign') || node.value.kind !== 'call') continue
      const { value } = node
      for (const definition of definitions) {
        const targets = node.kind === 'assign' ? node.targets : []
        const instead = inlined(definition, value.function, value.arguments, targets, fresh)
        if (instead !== undefined) cuts.push(() => replaceBoth(program, path, instead, definition.path))
      }
    }
    return cuts
  },
}

interface Definition {
  readonly node: FunctionDefinition
  readonly path: Path
  /** Of a method, the class that it stands in. */
  readonly owner?: string
}

function definitionsOf(program: Program): readonly Definition[] {
  const found: Definition[] = []
  for (const { node, path } of statementPlaces(program)) {
    if (node.kind === 'def' && path.length === 2) found.push({ node, path })
    if (node.kind !== 'class') continue
    for (const [i, inner] of node.body.entries())
      if (inner.kind === 'def') found.push({ node: inner, path: [...path, 'body', i], owner: node.name })
  }
  return found
}

/** What stands in the call's place; undefined where the call does not call that definition, as far as its form tells. */
function inlined(
  { node, owner }: Definition,
  callee: Expression,
  given: readonly Expression[],
  targets: readonly Target[],
  fresh: string,
): readonly Statement[] | undefined {
  const body = withoutJumps(node.body, 'function')
  const [self, ...parameters] = node.parameters
  if (owner === undefined) {
    if (callee.kind !== 'name' || callee.name !== node.name) return undefined
    const last = node.body.at(-1)
    const result: Expression = last?.kind === 'return' && last.value !== undefined ? last.value : { kind: 'none' }
    const bound = substituted(last?.kind === 'return' ? body.slice(0, -1) : body, node.parameters, given)
    const end: Statement[] = targets.length === 0 ? [] : [{ kind: 'assign', targets, value: result }]
    return [...bound, ...substituted(end, node.parameters, given, false)]
  }
  if (self === undefined) return undefined
  if (node.name === '__init__') {
    const [target = { kind: 'name', name: fresh }, ...more] = targets
    if (callee.kind !== 'name' || callee.name !== owner || target.kind !== 'name') return undefined
    const made: Statement = {
      kind: 'assign',
      targets: [target, ...more],
      value: { kind: 'call', function: callee, arguments: [] },
    }
    return [made, ...substituted(body, [self, ...parameters], [target, ...given])]
  }
  if (callee.kind !== 'attribute' || callee.name !== node.name) return undefined
  return substituted(body, [self, ...parameters], [callee.object, ...given])
}

/** The statements with arguments in place of parameters; those that are no names or literals are bound before. */
function substituted(
  body: readonly Statement[],
  parameters: readonly Parameter[],
  given: readonly Expression[],
  bind = true,
): readonly Statement[] {
  const direct = new Map<string, Expression>()
  const first: Statement[] = []
  for (const [i, { name, default: value }] of parameters.entries()) {
    const argument = given[i] ?? value ?? { kind: 'none' }
    if (isLeaf(argument)) direct.set(name, argument)
    else if (bind) first.push({ kind: 'assign', targets: [{ kind: 'name', name }], value: argument })
  }
  let changed: Program = { body }
  for (const { node, path } of walk(topLevel(changed))) {
    const argument = node.kind === 'name' ? direct.get(node.name) : undefined
    if (argument !== undefined && (argument.kind === 'name' || path.at(-1) !== 'target'))
      changed = withNodeAt(changed, path, argument)
  }
  return [...first, ...changed.body]
}

function isLeaf(node: Expression): boolean {
  return ['name', 'none', 'bool', 'int', 'float', 'str', 'bytes'].includes(node.kind)
}

/** The one that stands later is changed first, so that the other's path stays true. */
function replaceBoth(
  program: Program,
  call: Path,
  instead: readonly Statement[],
  definition: Path,
): Program | undefined {
  if (definition.every((step, i) => call[i] === step)) return undefined
  return isBefore(definition, call)
    ? deleteStatement(replaceStatement(program, call, instead), definition)
    : replaceStatement(deleteStatement(program, definition), call, instead)
}

function isBefore(a: Path, b: Path): boolean {
  const at = a.findIndex((step, i) => step !== b[i])
  return Number(a[at]) < Number(b[at])
}

/** `while i < 3: …; i = i + 1` → `for i in range(3): …`. */
function asFor(node: Extract<Statement, { kind: 'while' }>): Statement | undefined {
  const { test, body } = node
  const last = body.at(-1)
  if (test.kind !== 'compare' || test.operator !== '<' || test.left.kind !== 'name') return undefined
  const [target] = last?.kind === 'assign' ? last.targets : []
  if (target?.kind !== 'name' || target.name !== test.left.name) return undefined
  const range: Expression = { kind: 'call', function: { kind: 'name', name: 'range' }, arguments: [test.right] }
  return { kind: 'for', target, iterable: range, body: body.length > 1 ? body.slice(0, -1) : [{ kind: 'pass' }] }
}
