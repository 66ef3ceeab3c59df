/** The contract on both Pyodides. Hung programs are interrupted by a thread, as the coordinator does it. */
import { Worker } from 'node:worker_threads'
import { describe, expect, it, vi } from 'vitest'
import type { Case } from '../../observation/case.ts'
import type { Observations } from '../../observation/observations.ts'
import { caseOfText } from '../contract/subject.contract.ts'
import { describeEngineContract } from '../engine.contract.ts'
import type { Engine } from '../engine.ts'
import { openEngine } from '../registry.ts'

/** Sets the interrupt when the ledger shows one case for longer than half a second while a run is on (flags[0] = 1). */
const GUARD = `
const { workerData } = require('node:worker_threads')
const { flags, ledger, interrupt } = workerData
let last = -1, since = Date.now()
setInterval(() => {
  const now = Atomics.load(flags, 0) === 1 ? Atomics.load(ledger, 0) : -1
  if (now !== last) { last = now; since = Date.now() }
  else if (now === 1 && Date.now() - since > 1500) { interrupt[0] = 2; since = Date.now() }
}, 50)
`

async function openGuarded(id: string): Promise<Engine> {
  const flags = new Int32Array(new SharedArrayBuffer(4))
  const ledger = new Int32Array(new SharedArrayBuffer(8))
  const interrupt = new Uint8Array(new SharedArrayBuffer(1))
  const engine = await openEngine(id, { ledger, interrupt })
  const guard = new Worker(GUARD, { eval: true, workerData: { flags, ledger, interrupt } })
  guard.unref()
  return {
    description: engine.description,
    run: async (cases: readonly Case[]): Promise<readonly Observations[]> => {
      Atomics.store(flags, 0, cases.some((item) => item.limits.timeMs === 400) ? 1 : 0)
      try {
        return await engine.run(cases)
      } finally {
        Atomics.store(flags, 0, 0)
      }
    },
    close: async () => {
      await guard.terminate()
      await engine.close()
    },
  }
}

describeEngineContract('pyodide@3.12', () => openGuarded('pyodide@3.12'))
describeEngineContract('pyodide@3.14', () => openGuarded('pyodide@3.14'))

describe('a Pyodide that dies', () => {
  it('costs the case that killed it, says why in one line, prints nothing, and is replaced', async () => {
    const engine = await openEngine('pyodide@3.14')
    const printed = [
      vi.spyOn(console, 'error'),
      vi.spyOn(console, 'log'),
      vi.spyOn(process.stderr, 'write'),
      vi.spyOn(process.stdout, 'write'),
    ]
    const well = caseOfText('a = 1\na + 1\n')
    // Deallocating a deep chain overflows the stack of JavaScript from 3.13 on.
    const deadly = caseOfText('l = []\nn = 0\nwhile n < 50000:\n    l = [l]\n    n = n + 1\nl = None\n')
    const results = await engine.run([well, deadly, well])
    const said = printed.flatMap((spy) => spy.mock.calls)
    for (const spy of printed) spy.mockRestore()
    expect(results.map(({ outcome }) => outcome.kind)).toEqual(['finished', 'crashed', 'finished'])
    const outcome = results[1]?.outcome
    expect(outcome).toMatchObject({ statement: 3 })
    expect(outcome?.kind === 'crashed' ? outcome.how : '').toMatch(/^RangeError: [^\n]{1,100}$/)
    expect(said).toEqual([])
    expect(results[2]?.statements[1]?.value).toEqual({ kind: 'int', value: 2 })
    await engine.close()
  }, 120_000)
})
