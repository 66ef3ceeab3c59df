/**
 * The same program with its collections elsewhere: never, at every allocation, behind every statement, at random points. All
 * end with a full collection, so that what is left must be the same: `schedule-independent`.
 */
import type { Prng } from '../base/prng.ts'
import { type Case, plainCase } from '../observation/case.ts'
import type { Program, Statement } from '../program/ast.ts'
import { replaceStatement, statementPlaces } from '../program/edit.ts'
import { liveGraph } from './live-graph.ts'
import { calledOfGc } from './telling.ts'
import type { Twin } from './twin.ts'

/** At random, one statement in so many gets a collection behind it. */
const POINTS_EVERY = 4

/** `original` is the case {@link toTheEnd}. */
export function scheduleTwins({ program, limits }: Case, original: Case, prng: Prng): readonly Twin[] {
  const twin = (change: string, case_: Case): Twin => ({
    rule: 'schedule-independent',
    change,
    original,
    case: case_,
    linesOf: liveGraph,
  })
  return [
    twin('without collections before the last', toTheEnd({ program: withoutCollections(program), limits })),
    twin('with collections at every allocation', { ...original, gc: 'every-allocation' }),
    twin('with a collection behind every statement', toTheEnd({ program: withCollections(program, () => 2), limits })),
    twin('with more collections', toTheEnd({ program: withCollections(program, atRandom(prng)), limits })),
  ]
}

/** The program, a full collection, and a look at what is left. */
export function toTheEnd({ program, limits }: Pick<Case, 'program' | 'limits'>): Case {
  const body = [...program.body, collection()]
  return plainCase({ body }, [body.length - 1], limits)
}

function withoutCollections(program: Program): Program {
  let changed = program
  for (const { node, path } of statementPlaces(program))
    if (isCollection(node)) changed = replaceStatement(changed, path, [{ kind: 'pass' }])
  return changed
}

/** `draw`: of which generation behind this statement, if any. */
function withCollections({ body }: Program, draw: () => number | undefined): Program {
  return {
    body: body.flatMap((statement) => {
      const generation = draw()
      return generation === undefined ? [statement] : [statement, collection(generation)]
    }),
  }
}

function atRandom(prng: Prng): () => number | undefined {
  return () => (prng.below(POINTS_EVERY) === 0 ? prng.below(3) : undefined)
}

function isCollection(node: Statement): boolean {
  return node.kind === 'expression' && calledOfGc(node.value) === 'collect'
}

/** `gc.collect()`, or of one generation. */
function collection(generation?: number): Statement {
  return {
    kind: 'expression',
    value: {
      kind: 'call',
      function: { kind: 'attribute', object: { kind: 'name', name: 'gc' }, name: 'collect' },
      arguments: generation === undefined ? [] : [{ kind: 'int', value: generation }],
    },
  }
}
