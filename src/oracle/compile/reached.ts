/**
 * What leads to code: loads of local variables are borrowed (3.14) only where the compiler comes without following exceptions
 * (optimize_load_fast in Python/flowgraph.c), so not in handlers, nor in what only they lead to. It stops short, too, where a
 * block was left empty: behind a test of a constant, a loop that only `break` ends, or a `try` that ends in a branch it may have.
 */
import { remembered } from '../../base/remembered.ts'
import type { Expression, Statement, Try } from '../../program/ast.ts'
import type { Place, Reach } from './names.ts'

const ORDER: Readonly<Record<Reach, number>> = { no: 0, open: 1, yes: 2 }

function lesser(a: Reach, b: Reach): Reach {
  return ORDER[a] < ORDER[b] ? a : b
}

function greater(a: Reach, b: Reach): Reach {
  return ORDER[a] > ORDER[b] ? a : b
}

/** The place of each statement of a block. */
export function placesIn(body: readonly Statement[], place: Place): Place[] {
  let here = place
  return body.map((statement) => {
    const its = here
    here = behind(here, goesOn(statement))
    return its
  })
}

/** The place behind a part that leads on like that. */
export function behind(place: Place, reach: Reach): Place {
  const reached = lesser(place.reached, reach)
  return reached === place.reached ? place : { ...place, reached }
}

export function blockGoesOn(body: readonly Statement[]): Reach {
  return body.reduce<Reach>((reach, statement) => lesser(reach, goesOn(statement)), 'yes')
}

/** How something else than an exception leads behind the statement. */
const goesOn = remembered((statement: Statement): Reach => {
  switch (statement.kind) {
    case 'return':
    case 'raise':
    case 'break':
    case 'continue':
      return 'no'
    case 'if':
      if (isLiteral(statement.test)) return 'open'
      return greater(blockGoesOn(statement.body), blockGoesOn(statement.orelse))
    case 'while':
      return isLiteral(statement.test) ? 'open' : 'yes'
    case 'with':
      return blockGoesOn(statement.body)
    case 'try': {
      const { finalbody } = statement
      const reach = lesser(withoutFinally(statement), blockGoesOn(finalbody))
      return finalbody.length > 0 && endsInJoin(finalbody) ? lesser(reach, 'open') : reach
    }
    default:
      return 'yes'
  }
})

/** What leads behind its blocks other than `finally`. */
export function withoutFinally({ body, handlers, orelse }: Try): Reach {
  const reach = lesser(blockGoesOn(body), blockGoesOn(orelse))
  const last = orelse.length > 0 ? orelse : body
  return handlers.length > 0 && endsInJoin(last) ? lesser(reach, 'open') : reach
}

/** Several ways meet at its end, where nothing stands but a jump that goes nowhere: the compiler may stop there. */
function endsInJoin(body: readonly Statement[]): boolean {
  const last = body.at(-1)?.kind
  return last === 'if' || last === 'try' || last === 'with'
}

function isLiteral({ kind }: Expression): boolean {
  return kind === 'none' || kind === 'bool' || kind === 'int' || kind === 'str'
}
