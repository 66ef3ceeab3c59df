/**
 * What one would use instead: model-based tests of a heap with fast-check in JavaScript, and with Hypothesis on CPython's
 * own heap. Their steps are a node, a link, a drop, a collection; ours are statements of Python (part `campaign`).
 */
import { runCommands } from '../beside/commands-heap.ts'
import { hasModule, pythonName, pythonResult } from '../beside/python.ts'
import { processorMs } from '../clocks.ts'
import type { Part } from '../part.ts'
import { summarize } from '../result.ts'

const WHAT = 'steps of a heap model, checked'
const UNIT = 'steps/s of processor'

export const models: Part = {
  name: 'models',
  title: 'model-based testing with libraries',
  async measure({ short, knownPythons }, listener) {
    const [sequences, rounds] = short ? [2_000, 3] : [20_000, 7]
    runCommands(sequences, 0)
    const rates = Array.from({ length: rounds }, (_, round) => {
      const start = processorMs()
      const steps = runCommands(sequences, round + 1)
      return (steps * 1000) / (processorMs() - start)
    })
    listener.row({ subject: 'fast-check fc.commands', what: WHAT, unit: UNIT }, summarize(rates))

    const python = knownPythons.find((path) => hasModule(path, 'hypothesis'))
    if (python === undefined)
      return listener.missing('Hypothesis RuleBasedStateMachine', 'none of the interpreters has the package hypothesis')
    const [examples, runs] = short ? ['20', '2'] : ['200', '5']
    const theirs = pythonResult<number[]>(python, 'hypothesis_heap.py', examples, runs)
    const subject = `Hypothesis RuleBasedStateMachine on ${pythonName(python)}`
    listener.row({ subject, what: WHAT, unit: UNIT }, summarize(theirs))
  },
}
