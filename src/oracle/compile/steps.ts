/**
 * Code that can stop at a `yield` and go on later, as JavaScript generators. Only the bodies of generator functions run
 * this way, and constructs that are written once for both ways (`try`, `with`); everything else runs at once.
 */
import { assert } from '../../base/assert.ts'
import type { Act, Completion, Machine, Run } from '../interpret/machine.ts'
import type { Value } from '../thing.ts'

/** Executes a statement; gives the value of each `yield` and takes what is sent, both owned. */
export type StepAct = (machine: Machine) => Generator<Value, Completion, Value>

/** Evaluates an expression likewise. */
export type StepRun = (machine: Machine) => Generator<Value, Value, Value>

// biome-ignore-start lint/correctness/useYield: what runs at once as one that could stop
export function stepOfAct(act: Act): StepAct {
  return function* runAtOnce(machine) {
    return act(machine)
  }
}

export function stepOfRun(run: Run): StepRun {
  return function* evaluateAtOnce(machine) {
    return run(machine)
  }
}
// biome-ignore-end lint/correctness/useYield: see above

/** Runs to the end what has no `yield` in it. */
export function actOfStep(step: StepAct): Act {
  return (machine) => {
    const { done, value } = step(machine).next()
    assert(done === true, 'code without a yield does not stop')
    return value as Completion
  }
}
