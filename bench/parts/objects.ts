/**
 * What it costs to make and drop an instance, a list, a float: loops of one program, in the simulation and in native
 * CPython in turns.
 */
import { present } from '../../src/base/assert.ts'
import { pythonName, pythonResult } from '../beside/python.ts'
import { bootWith, compiledText, SIMULATED } from '../booted.ts'
import { processorMs } from '../clocks.ts'
import type { Part } from '../part.ts'
import { summarize } from '../result.ts'

const SETUP = 'class P:\n    pass\nclass S:\n    __slots__ = ("a",)\nx = 2.5\n'
const LOOPS: Readonly<Record<string, string>> = {
  'an empty turn': 'pass',
  'an instance': 'P()',
  'an instance with slots': 'S()',
  'a list': '[]',
  'a list of three': '[i, i, i]',
  'a float': 'x + x',
}
const UNIT = 'ns a turn'

export const objects: Part = {
  name: 'objects',
  title: 'a loop that makes and drops one object a turn',
  async measure({ short, pythons }, listener) {
    const [turns, rounds] = short ? [50_000, 3] : [200_000, 5]
    const textOf = (body: string): string => `for i in range(${turns}):\n    ${body}\n`
    const texts = Object.fromEntries(Object.entries(LOOPS).map(([name, body]) => [name, textOf(body)]))
    const m = bootWith(SETUP)
    const loops = Object.entries(texts).map(([name, text]) => ({
      name,
      run: compiledText(m, text),
      mine: [] as number[],
    }))
    for (const { run } of loops) run()
    const theirs = pythons.map(() => new Map(loops.map(({ name }) => [name, [] as number[]])))
    for (let round = 0; round < rounds; round++) {
      for (const { run, mine } of loops) {
        const start = processorMs()
        run()
        mine.push(((processorMs() - start) * 1e6) / turns)
      }
      for (const [i, python] of pythons.entries()) {
        const costs = pythonResult<Record<string, number>>(
          python,
          'objects.py',
          SETUP,
          JSON.stringify(texts),
          String(turns),
        )
        for (const [name, cost] of Object.entries(costs)) theirs[i]?.get(name)?.push(cost)
      }
    }
    for (const { name, mine } of loops) listener.row({ subject: SIMULATED, what: name, unit: UNIT }, summarize(mine))
    for (const [i, python] of pythons.entries())
      for (const [what, costs] of present(theirs[i], 'each was measured'))
        listener.row({ subject: pythonName(python), what, unit: UNIT }, summarize(costs))
    if (pythons.length === 0) listener.missing('native CPython', 'no interpreter was given or found')
  },
}
