/**
 * Puts a loop in the place of many statements: where a failure needs a number of things, chance wrote each of them in its own
 * way, and cuts alone cannot tell that one of them, made again and again, would do. Body of the loop become some statements
 * in a row, or all that speak of one variable but its release; a loop that is there turns more often. What stands
 * before or behind goes, with the definitions that only it used. Turns that are too many go later, one by one.
 */
import type { Expression, Program, Statement } from '../../program/ast.ts'
import { scopesOf } from '../../program/scopes.ts'
import type { Cut, Pass } from '../cut.ts'
import { freshName } from '../fresh-name.ts'
import { isDefinition, plainCount, releases, withoutUnused, withStretch } from '../top-level.ts'

/** What asks for at least some number is content with the first, what asks for exactly three with the second. */
const TURNS = [8, 3]
const BODY_MOST = 6
/** The number of cuts grows with the square of the program. */
const STATEMENTS_MOST = 18

/** Statements that become a loop in the place of those from `start` up to `end`. */
interface Plan {
  readonly body: readonly Statement[]
  readonly start: number
  readonly end: number
}

export const countByLoop: Pass = {
  name: 'count by a loop',
  isCostly: true,
  cuts(program) {
    if (program.body.length > STATEMENTS_MOST) return []
    const name = freshName(program)
    return [...rows(program.body), ...slices(program)]
      .map((plan) => ({ plan, saved: plainCount(program, plan.start, plan.end) - plan.body.length }))
      .sort((a, b) => b.saved - a.saved)
      .flatMap(({ plan, saved }) => cutsOf(program, plan, name, saved))
  },
}

function cutsOf(program: Program, { body, start, end }: Plan, name: string, saved: number): Cut[] {
  const [only] = body
  const isLoop = body.length === 1 && only?.kind === 'for'
  return TURNS.flatMap((turns): Cut[] => {
    const loop: Statement = isLoop
      ? { ...only, iterable: range(turns) }
      : { kind: 'for', target: { kind: 'name', name }, iterable: range(turns), body }
    const looped = () => withStretch(program, start, end, [loop])
    return saved > (isLoop ? 0 : 1) ? [looped, () => withoutUnused(looped())] : [() => withoutUnused(looped())]
  })
}

/** Rows of statements, each with more and more of what is to its left or right. */
function* rows(body: readonly Statement[]): Generator<Plan> {
  for (let start = 0; start < body.length; start++) {
    for (let end = start + 1; end <= Math.min(body.length, start + BODY_MOST); end++) {
      const row = body.slice(start, end)
      if (row.some(isDefinition)) break
      for (let from = 0; from < start; from++) yield { body: row, start: from, end }
      for (let to = end + 1; to <= body.length; to++) yield { body: row, start, end: to }
    }
  }
}

/** What speaks of one variable, in the place of what stands between and before. */
function* slices(program: Program): Generator<Plan> {
  const { occurrences, globalNames } = scopesOf(program)
  for (const name of globalNames) {
    const places = new Set(occurrences.flatMap((each) => (each.name === name ? [Number(each.path[1])] : [])))
    const plain = [...places].filter((at) => !isDefinition(program.body[at] as Statement)).sort((a, b) => a - b)
    const body = plain.map((at) => program.body[at] as Statement).filter((node) => !releases(node, name))
    const [first] = plain
    if (first === undefined || body.length === 0) continue
    const end = (plain.at(-1) as number) + 1
    yield { body, start: 0, end }
    if (first > 0) yield { body, start: first, end }
  }
}

function range(turns: number): Expression {
  return { kind: 'call', function: { kind: 'name', name: 'range' }, arguments: [{ kind: 'int', value: turns }] }
}
