/** The contract on the interpreters that HEAPSMITH_PYTHONS names (paths, with commas between), and what is native only. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DEFAULT_LIMITS } from '../../observation/case.ts'
import { caseOfText } from '../contract/subject.contract.ts'
import { describeEngineContract } from '../engine.contract.ts'
import { type Engine, EngineUnavailable } from '../engine.ts'
import { openEngine } from '../registry.ts'

const listed = (process.env['HEAPSMITH_PYTHONS'] ?? '').split(',').filter((path) => path !== '')
const found = listed.filter((path) => existsSync(path))

for (const path of found) describeEngineContract(`cpython:${path}`, () => openEngine(`cpython:${path}`))

describe('native interpreters', () => {
  for (const path of listed) if (!found.includes(path)) it.skip(`skipped: ${path} is not there`, () => {})
  if (found.length === 0) it.skip('skipped: HEAPSMITH_PYTHONS names no interpreter', () => {})
  else it(`${found.length} of ${listed.length} interpreters named in HEAPSMITH_PYTHONS were tested`, () => {})

  it('says which engine cannot be had, and why', async () => {
    await expect(openEngine('cpython:/nowhere/python')).rejects.toThrow(EngineUnavailable)
    await expect(openEngine('cpython:/bin/true')).rejects.toThrow(/cannot be started/)
    await expect(openEngine('jython')).rejects.toThrow(/there is no engine `jython`/)
  })
})

function childrenOf(pid: number): number[] {
  const tasks = readdirSync(`/proc/${pid}/task`)
  return tasks.flatMap((task) =>
    readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
  )
}

describe.skipIf(found.length === 0 || !existsSync('/proc/self/task'))('a native process', () => {
  let engine: Engine
  let before: number[]
  const endless = caseOfText('a = 1\nwhile True:\n    pass\n', { limits: { ...DEFAULT_LIMITS, timeMs: 60_000 } })
  const well = caseOfText('a = 1\na + 1\n', { limits: { ...DEFAULT_LIMITS, timeMs: 2_000 } })
  const pid = (): number => childrenOf(process.pid).find((child) => !before.includes(child)) ?? 0

  beforeAll(async () => {
    before = childrenOf(process.pid)
    engine = await openEngine(`cpython:${found[0]}`)
  })
  afterAll(async () => {
    const last = pid()
    await engine.close()
    expect(existsSync(`/proc/${last}`)).toBe(false)
  })

  it.each(['SIGKILL', 'SIGSEGV', 'SIGABRT'] as const)(
    'that %s ends costs the case that ran, and no other',
    async (signal) => {
      const running = engine.run([well, endless, well, well])
      setTimeout(() => process.kill(pid(), signal), 500)
      const results = await running
      expect(results.map(({ outcome }) => outcome)).toEqual([
        { kind: 'finished' },
        { kind: 'crashed', statement: 1, how: signal },
        { kind: 'finished' },
        { kind: 'finished' },
      ])
      expect(results[3]?.statements[1]?.value).toEqual({ kind: 'int', value: 2 })
    },
    30_000,
  )

  it('that dies between cases costs nothing', async () => {
    process.kill(pid(), 'SIGKILL')
    const [result] = await engine.run([well])
    expect(result?.outcome).toEqual({ kind: 'finished' })
  }, 30_000)

  it('that stands still before it has begun with a batch costs nothing', async () => {
    process.kill(pid(), 'SIGSTOP')
    const results = await engine.run([well, well])
    expect(results.map(({ outcome }) => outcome)).toEqual([{ kind: 'finished' }, { kind: 'finished' }])
  }, 60_000)

  it('keeps to the limit of memory', async () => {
    const greedy = caseOfText("l = ['x' * 1000000]\nwhile True:\n    l.append(l[0] + 'y')\n", {
      limits: { timeMs: 30_000, memoryBytes: 100_000_000 },
    })
    const results = await engine.run([greedy, well])
    expect(results.map(({ outcome }) => outcome)).toEqual([
      { kind: 'out-of-memory', statement: 1 },
      { kind: 'finished' },
    ])
  }, 30_000)
})
