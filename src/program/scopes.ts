/**
 * Who sees whom: every occurrence of a variable in a program with the scope that it stands in, and what it refers to.
 * Python's rules without closures: what a function binds anywhere is its own unless declared `global`; what a class
 * body binds is seen in that body only; everything else is global or built in.
 */
import {
  BUILTIN_NAMES,
  type Expression,
  MODULE_NAMES,
  type ModuleName,
  type Program,
  type Statement,
  type Target,
} from './ast.ts'
import { children, type Path } from './shape.ts'

export interface Scope {
  readonly kind: 'module' | 'function' | 'class'
  readonly parent: Scope | undefined
  /** Bound or deleted here, before `global` is considered: both make a name local. */
  readonly bound: Set<string>
  /** Declared `global` here. */
  readonly globals: Set<string>
}

/** One occurrence of a variable. `path` leads to the name itself (a string) inside its node. */
export interface Occurrence {
  readonly name: string
  readonly as: 'load' | 'bind' | 'delete' | 'import' | 'global'
  readonly scope: Scope
  /** The node, parameter or statement that holds the name, and which of its names this is. */
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
    if (scope.bound.has(name)) return 'local'
    for (let outer = scope.parent; outer !== undefined && outer.kind !== 'module'; outer = outer.parent) {
      if (outer.kind === 'class') continue
      if (outer.globals.has(name)) break
      if (outer.bound.has(name)) return 'closure'
    }
  }
  if (scopes.globalNames.has(name)) return 'global'
  return isBuiltIn(name) ? 'built-in' : 'unbound'
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
  return { kind, parent, bound: new Set(), globals: new Set() }
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
      suite(statement.body, [...path, 'body'], newScope('class', scope), out)
      return
    case 'def': {
      bind(statement.name, [...path, 'name'], statement, scope)
      const inner = newScope('function', scope)
      for (const [index, parameter] of statement.parameters.entries()) {
        const at = [...path, 'parameters', index]
        bind(parameter.name, [...at, 'name'], parameter, inner)
        if (parameter.default !== undefined) expression(parameter.default, [...at, 'default'], scope, out)
      }
      suite(statement.body, [...path, 'body'], inner, out)
      return
    }
    case 'global':
      for (const [part, name] of statement.names.entries()) {
        out.push({ name, as: 'global', scope, node: statement, part, path: [...path, 'names', part] })
        scope.globals.add(name)
      }
      return
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

function expression(node: Expression, path: Path, scope: Scope, out: Occurrence[]): void {
  if (node.kind === 'name') {
    out.push({ name: node.name, as: 'load', scope, node, part: 0, path: [...path, 'name'] })
    return
  }
  for (const child of children(node, path)) expression(child.node as Expression, child.path, scope, out)
}
