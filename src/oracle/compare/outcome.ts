/** How a case ended, judged: whatever keeps an engine from finishing a program is a violation of its own. */
import type { Observations, Outcome } from '../../observation/observations.ts'
import type { Violation } from '../../verdict/verdict.ts'

/** What the outcome breaks; undefined where the engine ran every one of `statements`. */
export function judgeOutcome({ outcome, statements: seen }: Observations, statements: number): Violation | undefined {
  if (outcome.kind !== 'finished') {
    const how = describe(outcome)
    const message = `The engine did not survive statement ${outcome.statement + 1}: ${how}.`
    return broken(outcome.statement, 'the program ends', how, message)
  }
  if (seen.length === statements) return undefined
  const message = 'The engine says that it finished, but left statements out.'
  return broken(seen.length, `${statements} statements run`, String(seen.length), message)
}

function broken(statement: number, expected: string, seen: string, message: string): Violation {
  return { rule: 'engine-survives', statement, objects: [], expected, seen, message }
}

function describe(outcome: Exclude<Outcome, { kind: 'finished' }>): string {
  switch (outcome.kind) {
    case 'crashed':
      return `crashed (${outcome.how})`
    case 'hung':
      return `hung (no end within ${outcome.limitMs} ms)`
    case 'aborted':
      return `aborted (${outcome.assertion})`
    default:
      return 'out of memory'
  }
}
