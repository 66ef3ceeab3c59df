/**
 * The ending that drops everything: each global name of the program is deleted, then everything is collected twice.
 * What is alive after that is the start-up baseline and what finalizers have kept.
 */
import { remembered } from '../base/remembered.ts'
import type { Program, Statement, Target } from '../program/ast.ts'
import { statementPlaces } from '../program/edit.ts'
import { intern } from './intern.ts'
import { does, drop } from './syntax.ts'

const MOST_STATEMENTS = 300

/** The program with that ending, or as it is where it would become too long. */
export function withEnding(program: Program): Program {
  const ending = [...globalNames(program).map((name) => drop(name)), does('gc.collect'), does('gc.collect')]
  if (program.body.length + ending.length > MOST_STATEMENTS) return program
  return { body: [...program.body, ...ending.map(intern)] }
}

/** Names that top-level statements or `global` declarations bind, in order of appearance. */
function globalNames(program: Program): string[] {
  const names = new Set<string>()
  for (const statement of program.body) gather(statement, names)
  for (const statement of program.body) for (const name of declaredGlobal(statement)) names.add(name)
  return [...names]
}

/** Names in `global` declarations anywhere in it. */
const declaredGlobal = remembered((statement: Statement): readonly string[] =>
  statementPlaces({ body: [statement] }).flatMap(({ node }) => (node.kind === 'global' ? node.names : [])),
)

function gather(statement: Statement, names: Set<string>): void {
  switch (statement.kind) {
    case 'assign':
      for (const target of statement.targets) gatherTarget(target, names)
      return
    case 'class':
    case 'def':
      names.add(statement.name)
      return
    case 'for':
      gatherTarget(statement.target, names)
      for (const inner of statement.body) gather(inner, names)
      return
    case 'if':
      for (const inner of [...statement.body, ...statement.orelse]) gather(inner, names)
      return
    case 'while':
      for (const inner of statement.body) gather(inner, names)
      return
    default:
      return
  }
}

function gatherTarget(target: Target, names: Set<string>): void {
  if (target.kind === 'name') names.add(target.name)
  else if (target.kind === 'targets') for (const item of target.items) gatherTarget(item, names)
}
