/**
 * Who sees whom: every occurrence of a variable in a program with the scope that it stands in, and what it refers to.
 * Python's rules: what a function, lambda or comprehension binds anywhere is its own unless declared `global` or
 * `nonlocal`, and seen by the functions inside it; what a class body binds is seen in that body only; everything else is
 * global or built in. The first iterable of a comprehension, the defaults of a function and the bases of a class belong
 * to the scope around.
 */
import {
  BUILTIN_NAMES,
  type Comprehension,
  type DictComprehension,
  type Expression,
  MODULE_NAMES,
  type ModuleName,
  type Parameter,
  type Program,
  type Statement,
  type Target,
} from './ast.ts'
import { children, type Path } from './shape.ts'

export interface Scope {
  readonly kind: 'module' | 'function' | 'lambda' | 'comprehension' | 'class'
  readonly parent: Scope | undefined
  /** Bound or deleted here, before `global` is considered: both make a name local. */
  readonly bound: Set<string>
  /** Declared `global` here. */
  readonly globals: Set<string>
  /** Declared `nonlocal` here. */
  readonly nonlocals: Set<string>
}

/** One occurrence of a variable. `path` leads to the name itself (a string) inside its node. */
export interface Occurrence {
  readonly name: string
  readonly as: 'load' | 'bind' | 'delete' | 'import' | 'global' | 'nonlocal'
  readonly scope: Scope
  /** The node, parameter, handler or statement that holds the name, and which of its names this is. */
  readonly node: object
  readonly part: number
  readonly path: Path
}

export interface Scopes {
  readonly module: Scope
  /** In source order. */
  readonly occurrences: readonly Occurrence[]
  /** Every name that is global somewhere and bound there, modules imported by the program included. */
  readonly globalNames: ReadonlySet<string>
}

/** What a name refers to: `closure` is a local variable of a function around it, `unbound` nothing at all. */
export type Referent = 'local' | 'closure' | 'global' | 'built-in' | 'unbound'

export function scopesOf(program: Program): Scopes {
  const module = newScope('module', undefined)
  const occurrences: Occurrence[] = []
  suite(program.body, ['body'], module, occurrences)
  const globalNames = new Set<string>()
  for (const { name, as, scope } of occurrences) {
    if ((as === 'bind' || as === 'import') && (scope.kind === 'module' || scope.globals.has(name)))
      globalNames.add(name)
  }
  return { module, occurrences, globalNames }
}

/** What `occurrence` refers to. */
export function referentOf({ name, scope }: Occurrence, scopes: Scopes): Referent {
  if (scope.kind !== 'module' && !scope.globals.has(name)) {
    if (isOwn(scope, name)) return 'local'
    if (ownerAround(scope, name) !== undefined) return 'closure'
  }
  if (scopes.globalNames.has(name)) return 'global'
  return isBuiltIn(name) ? 'built-in' : 'unbound'
}

function isOwn(scope: Scope, name: string): boolean {
  return scope.bound.has(name) && !scope.globals.has(name) && !scope.nonlocals.has(name)
}

/** The function around `scope` whose variable the name is there; undefined where there is none. */
export function ownerAround(scope: Scope, name: string): Scope | undefined {
  for (let outer = scope.parent; outer !== undefined && outer.kind !== 'module'; outer = outer.parent) {
    if (outer.kind === 'class') continue
    if (outer.globals.has(name)) return undefined
    if (isOwn(outer, name)) return outer
  }
  return undefined
}

const BUILT_IN: ReadonlySet<string> = new Set([...BUILTIN_NAMES, ...MODULE_NAMES])

/** Whether every program may use the name without binding it. */
export function isBuiltIn(name: string): boolean {
  return BUILT_IN.has(name)
}

export function isModuleName(name: string): name is ModuleName {
  return (MODULE_NAMES as readonly string[]).includes(name)
}

function newScope(kind: Scope['kind'], parent: Scope | undefined): Scope {
  return { kind, parent, bound: new Set(), globals: new Set(), nonlocals: new Set() }
}

function suite(body: readonly Statement[], path: Path, scope: Scope, out: Occurrence[]): void {
  for (const [index, statement] of body.entries()) visit(statement, [...path, index], scope, out)
}

function visit(statement: Statement, path: Path, scope: Scope, out: Occurrence[]): void {
  const bind = (name: string, at: Path, node: object, where: Scope, as: 'bind' | 'import' = 'bind', part = 0): void => {
    where.bound.add(name)
    out.push({ name, as, scope: where, node, part, path: at })
  }
  switch (statement.kind) {
    case 'class':
      bind(statement.name, [...path, 'name'], statement, scope)
      for (const [index, base] of statement.bases.entries()) expression(base, [...path, 'bases', index], scope, out)
      suite(statement.body, [...path, 'body'], newScope('class', scope), out)
      return
    case 'def': {
      bind(statement.name, [...path, 'name'], statement, scope)
      const inner = newScope('function', scope)
      parameters(statement.parameters, path, inner, out)
      suite(statement.body, [...path, 'body'], inner, out)
      return
    }
    case 'global':
    case 'nonlocal':
      for (const [part, name] of statement.names.entries()) {
        out.push({ name, as: statement.kind, scope, node: statement, part, path: [...path, 'names', part] })
        if (statement.kind === 'global') scope.globals.add(name)
        else scope.nonlocals.add(name)
      }
      return
    case 'try': {
      suite(statement.body, [...path, 'body'], scope, out)
      for (const [index, handler] of statement.handlers.entries()) {
        const at = [...path, 'handlers', index]
        if (handler.type !== undefined) expression(handler.type, [...at, 'type'], scope, out)
        if (handler.name !== undefined) bind(handler.name, [...at, 'name'], handler, scope)
        suite(handler.body, [...at, 'body'], scope, out)
      }
      suite(statement.orelse, [...path, 'orelse'], scope, out)
      suite(statement.finalbody, [...path, 'finalbody'], scope, out)
      return
    }
    case 'import':
      for (const [part, name] of statement.modules.entries())
        bind(name, [...path, 'modules', part], statement, scope, 'import', part)
      return
    default:
      for (const child of children(statement, path)) {
        if (child.role === 'statement') visit(child.node, child.path, scope, out)
        else if (child.role === 'target')
          target(child.node, child.path, scope, out, statement.kind === 'delete' ? 'delete' : 'bind')
        else expression(child.node, child.path, scope, out)
      }
  }
}

function target(node: Target, path: Path, scope: Scope, out: Occurrence[], as: 'bind' | 'delete'): void {
  if (node.kind === 'name') {
    scope.bound.add(node.name)
    out.push({ name: node.name, as, scope, node, part: 0, path: [...path, 'name'] })
    return
  }
  for (const child of children(node, path)) {
    if (child.role === 'target') target(child.node, child.path, scope, out, as)
    else expression(child.node as Expression, child.path, scope, out)
  }
}

/** Names are bound in `inner`, defaults are evaluated around it. */
function parameters(list: readonly Parameter[], path: Path, inner: Scope, out: Occurrence[]): void {
  for (const [index, parameter] of list.entries()) {
    const at = [...path, 'parameters', index]
    inner.bound.add(parameter.name)
    out.push({ name: parameter.name, as: 'bind', scope: inner, node: parameter, part: 0, path: [...at, 'name'] })
    if (parameter.default !== undefined) expression(parameter.default, [...at, 'default'], inner.parent as Scope, out)
  }
}

function expression(node: Expression, path: Path, scope: Scope, out: Occurrence[]): void {
  switch (node.kind) {
    case 'name':
      out.push({ name: node.name, as: 'load', scope, node, part: 0, path: [...path, 'name'] })
      return
    case 'lambda': {
      const inner = newScope('lambda', scope)
      parameters(node.parameters, path, inner, out)
      return expression(node.body, [...path, 'body'], inner, out)
    }
    case 'list-comprehension':
    case 'set-comprehension':
    case 'dict-comprehension':
    case 'generator-expression':
      return comprehension(node, path, scope, out)
    default:
      for (const child of children(node, path)) expression(child.node as Expression, child.path, scope, out)
  }
}

function comprehension(node: Comprehension | DictComprehension, path: Path, scope: Scope, out: Occurrence[]): void {
  const inner = newScope('comprehension', scope)
  const [first] = node.clauses
  for (const child of children(node, path)) {
    if (child.role === 'target') target(child.node, child.path, inner, out, 'bind')
    else expression(child.node as Expression, child.path, child.node === first?.iterable ? scope : inner, out)
  }
}
