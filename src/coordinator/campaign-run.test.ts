import { describe, expect, it } from 'vitest'
import { generateProgram, snapshotPlan } from '../generate/generate.ts'
import { plainCase } from '../observation/case.ts'
import { drawnRefusal, REFUSALS_EVERY } from '../observation/refusal.ts'
import type { FuzzRequest, FuzzResult, Reply, ShrinkRequest, ShrinkResult, Suspect } from '../task/messages.ts'
import { packCase } from '../task/plain-case.ts'
import { TallySheet } from '../task/tally-sheet.ts'
import type { Finding } from '../triage/finding.ts'
import { parseReplayToken } from '../triage/replay-token.ts'
import type { Violation } from '../verdict/verdict.ts'
import { type CampaignOptions, fillCampaign } from './campaign.ts'
import type { CampaignResult } from './campaign-result.ts'
import { CampaignRun } from './campaign-run.ts'
import type { Crew } from './crew.ts'
import { type FakeTask, fakeCrew } from './fake-crew.test-support.ts'
import { EngineMissing, WorkerBroken } from './start-engines.ts'

const description = { id: 'fake', version: 'Fake 1', capabilities: {}, facts: {} }
const describeTask: FakeTask = () => ({ kind: 'done', description, semantics: '3.12', level: 3 })
const violation: Violation = {
  rule: 'promotion',
  statement: 0,
  objects: ['list#1'],
  expected: 'generation 1',
  seen: 'generation 0',
  message: 'A list stayed young.',
}

function suspect(seed: number, index: number): Suspect {
  const program = generateProgram(seed, index)
  return { index, case: packCase(plainCase(program, snapshotPlan(seed, index, program))), violations: [violation] }
}

/** Every program whose index divides by 10 is suspect. */
function fuzz(request: FuzzRequest): Reply<FuzzResult> {
  const sheet = new TallySheet()
  const suspects: Suspect[] = []
  for (const i of request.programs) {
    sheet.countProgram(50, { promotion: 2 })
    if (i % 10 === 0) suspects.push(suspect(request.seed, i))
  }
  return { kind: 'done', done: request.programs.length, tally: sheet.tally, suspects }
}

const shrink = (request: ShrinkRequest): Reply<ShrinkResult> => ({
  kind: 'done',
  reproduced: true,
  case: request.case,
  violations: [violation],
  reruns: { failed: 3, runs: 3 },
  attempts: 1,
  accepted: 0,
  ended: 'smallest',
})

const shares = (...ids: readonly string[]) => ids.map((id) => ({ id, every: 1 }))
const tallyOf = (result: CampaignResult) => result.tallies[0] as CampaignResult['tallies'][0]

function campaign(crew: Crew, options: CampaignOptions, found: (finding: Finding) => void = () => {}): CampaignRun {
  const filled = fillCampaign(
    { engines: shares('fake'), seed: 7, workers: crew.size, ...options },
    { cores: 1, seed: 0 },
  )
  return new CampaignRun(filled, crew, { started: () => {}, found, progressed: () => {} })
}

describe('a campaign', () => {
  it('comes to the same with any number of workers', async () => {
    const results = await Promise.all(
      [1, 2, 5].map((size) =>
        campaign(fakeCrew(size, { describe: describeTask, fuzz, shrink }), { programs: 83 }).run(),
      ),
    )
    for (const result of results) {
      expect(result.tallies).toEqual(results[0]?.tallies)
      expect(result.findings).toEqual(results[0]?.findings)
    }
    expect(results[0]?.tallies[0]?.programs).toBe(83)
    expect(results[0]?.findings.map(({ firstSeen, count }) => [firstSeen, count])).toEqual([[0, 9]])
    expect(results[0]?.ended).toBe('programs')
  })

  it('tells of each finding once, while it runs', async () => {
    const told: Finding[] = []
    await campaign(fakeCrew(2, { describe: describeTask, fuzz, shrink }), { programs: 83 }, (each) =>
      told.push(each),
    ).run()
    expect(told.map((finding) => finding.id)).toHaveLength(1)
  })

  it('runs every program on every engine', async () => {
    const ran: string[] = []
    const crew = fakeCrew(2, {
      describe: describeTask,
      fuzz: (request: FuzzRequest) => {
        for (const i of request.programs) ran.push(`${request.engine} ${i}`)
        return { ...fuzz(request), suspects: [] }
      },
    })
    await campaign(crew, { engines: shares('a', 'b', 'c'), programs: 20 }).run()
    expect(new Set(ran).size).toBe(60)
    expect(ran).toHaveLength(60)
  })

  it('runs an engine with a share on one program in so many, the same ones always', async () => {
    const ran: string[] = []
    const crew = fakeCrew(2, {
      describe: describeTask,
      fuzz: (request: FuzzRequest) => {
        for (const i of request.programs) ran.push(`${request.engine} ${i}`)
        return { ...fuzz(request), suspects: [] }
      },
    })
    const engines = [
      { id: 'a', every: 1 },
      { id: 'b', every: 7 },
    ]
    const { tallies } = await campaign(crew, { engines, programs: 30 }).run()
    expect(ran.filter((line) => line.startsWith('b')).sort()).toEqual(['b 13', 'b 20', 'b 27', 'b 6'])
    expect(tallies.map(({ programs }) => programs)).toEqual([30, 4])
  })

  it('blames the program at which a thread died, and loses no other', async () => {
    const crew = fakeCrew(2, {
      describe: describeTask,
      shrink,
      fuzz: (request: FuzzRequest, _slot, control) => {
        if (request.programs.includes(33)) {
          control.startBatch(0)
          control.ledger[0] = request.programs.indexOf(33)
          control.ledger[1] = 0
          throw new Error('worker exited with code: 1')
        }
        return { ...fuzz(request), suspects: [] }
      },
    })
    const result = await campaign(crew, { programs: 83 }).run()
    expect(tallyOf(result).programs).toBe(83)
    expect(result.findings.map(({ rule, firstSeen, count }) => [rule, firstSeen, count])).toEqual([
      ['engine-survives', 33, 1],
    ])
    expect(crew.log.filter((line) => line.startsWith('shrink'))).toEqual([])
  })

  it('blames a deadly program with the memory that it lacked', async () => {
    const able = { ...description, capabilities: { refusals: true } }
    const refusalOf = (index: number) => drawnRefusal(7, index, generateProgram(7, index), REFUSALS_EVERY)
    const deadly = Array.from({ length: 83 }, (_, index) => index).find((index) => refusalOf(index) !== undefined)
    const crew = fakeCrew(1, {
      describe: () => ({ kind: 'done', description: able, semantics: '3.12', level: 3 }),
      fuzz: (request: FuzzRequest) => {
        if (request.programs.includes(deadly as number)) throw new Error('worker exited with code: 1')
        return { ...fuzz(request), suspects: [] }
      },
    })
    const { findings } = await campaign(crew, { programs: 83, guided: false }).run()
    const [finding] = findings
    expect(finding?.firstSeen).toBe(deadly)
    expect(parseReplayToken(finding?.replay ?? '').case.refusal).toEqual(refusalOf(deadly as number))
  })

  it('finds the deadly program by halving where not even one by one anybody knows which it was', async () => {
    const crew = fakeCrew(1, {
      describe: describeTask,
      fuzz: (request: FuzzRequest) => {
        if (request.programs.includes(33)) throw new Error('worker exited with code: 1')
        return { ...fuzz(request), suspects: [] }
      },
    })
    const result = await campaign(crew, { programs: 83 }).run()
    expect(tallyOf(result).programs).toBe(83)
    expect(result.findings.map(({ firstSeen, count }) => [firstSeen, count])).toEqual([[33, 1]])
  })

  it('runs a block one by one where it was lost without a culprit: two losses, one finding', async () => {
    const crew = fakeCrew(1, {
      describe: describeTask,
      fuzz: (request: FuzzRequest, _slot, control) => {
        const place = request.programs.indexOf(33)
        if (place < 0) return { ...fuzz(request), suspects: [] }
        // No ledger: the engine works outside of the thread.
        control.startBatch(request.oneByOne ? place : 0, { alone: request.oneByOne === true })
        return { kind: 'failed', message: 'it never answered' }
      },
    })
    const result = await campaign(crew, { programs: 83 }).run()
    expect(tallyOf(result).programs).toBe(83)
    expect(result.findings.map(({ rule, firstSeen, count }) => [rule, firstSeen, count])).toEqual([
      ['engine-survives', 33, 1],
    ])
    expect(crew.log.filter((line) => line.startsWith('describe'))).toHaveLength(3)
  })

  it('says at which program the judgement died, and blames no engine', async () => {
    const crew = fakeCrew(1, {
      describe: describeTask,
      fuzz: (request: FuzzRequest, _slot, control) => {
        const place = request.programs.indexOf(33)
        if (place < 0) return { ...fuzz(request), suspects: [] }
        if (request.oneByOne) {
          control.startBatch(place, { alone: true })
          control.startJudging()
        }
        throw new Error('worker exited with code: 1')
      },
    })
    const error = await campaign(crew, { programs: 83 })
      .run()
      .catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(WorkerBroken)
    expect((error as WorkerBroken).message).toContain('at program 33')
    expect((error as WorkerBroken).replay).toMatch(/^hs1\.fake\./)
  })

  it('blames the program at which an adapter failed, and opens the engine once more', async () => {
    const crew = fakeCrew(1, {
      describe: describeTask,
      fuzz: (request: FuzzRequest) => {
        const place = request.programs.indexOf(33)
        if (place >= 0) return { kind: 'failed', message: 'TypeError: no', place }
        return { ...fuzz(request), suspects: [] }
      },
    })
    const result = await campaign(crew, { programs: 83 }).run()
    expect(tallyOf(result).programs).toBe(83)
    expect(result.findings.map(({ rule, firstSeen, count }) => [rule, firstSeen, count])).toEqual([
      ['engine-survives', 33, 1],
    ])
    expect(result.findings[0]?.violation.seen).toBe('its adapter failed: TypeError: no')
    expect(crew.log.filter((line) => line.startsWith('describe'))).toHaveLength(2)
  })

  it.each([
    ['answers wrongly', () => ({ kind: 'failed', message: 'no', place: 'unknown' })],
    ['throws', () => ({ kind: 'failed', message: 'no' })],
    ['dies', () => Promise.reject(new Error('no'))],
  ])('does not start an engine for ever that %s whatever it is given', async (_, always) => {
    const crew = fakeCrew(2, { describe: describeTask, fuzz: always })
    await expect(campaign(crew, { programs: 5_000 }).run()).rejects.toThrow(
      /engine fake was lost 12 times in a row: no/,
    )
    expect(crew.log.length).toBeLessThan(80)
  })

  it('gives up with the reason when workers do not start', async () => {
    let starts = 0
    const crew = fakeCrew(1, {
      describe: () => {
        starts++
        throw new Error('out of memory')
      },
    })
    await expect(campaign(crew, { programs: 5 }).run()).rejects.toThrow(EngineMissing)
    await expect(campaign(crew, { programs: 5 }).run()).rejects.toThrow('out of memory')
    expect(starts).toBe(6)
  })

  it('stops everything at a bug of ours, with the program that shows it', async () => {
    const crew = fakeCrew(2, {
      describe: describeTask,
      fuzz: () => ({ kind: 'broken', message: 'impossible', stack: '', culprit: suspect(7, 3).case }),
    })
    const error = await campaign(crew, { programs: 500 })
      .run()
      .catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(WorkerBroken)
    expect((error as WorkerBroken).replay).toMatch(/^hs1\.fake\./)
  })

  it('keeps what the workers have when it is interrupted', async () => {
    const crew = fakeCrew(2, {
      describe: describeTask,
      shrink,
      fuzz: (request: FuzzRequest, _slot, control) => {
        const done = control.stopRequested ? 0 : 10
        const { suspects, tally } = fuzz({ ...request, programs: request.programs.slice(0, done) }) as FuzzResult
        return { kind: 'done', done: Math.min(done, request.programs.length), suspects, tally }
      },
    })
    const told: Finding[] = []
    const run = campaign(crew, {}, (each) => told.push(each))
    setTimeout(() => run.interrupt(), 60)
    const result = await run.run()
    expect(result.ended).toBe('interrupted')
    expect(told.map(({ id }) => id)).toEqual(result.findings.map(({ id }) => id))
    expect(tallyOf(result).programs).toBeGreaterThan(0)
    expect(result.findings.length).toBe(1)
  })

  it('does not wait for engines that are still starting when it is interrupted', async () => {
    const crew = fakeCrew(1, { describe: () => new Promise(() => {}) })
    const run = campaign(crew, {})
    setTimeout(() => run.interrupt(), 10)
    expect(await run.run()).toMatchObject({ ended: 'interrupted', engines: [], findings: [] })
    expect(crew.log).toEqual(['describe 0'])
  })

  it('ends when its time is over', async () => {
    const result = await campaign(fakeCrew(2, { describe: describeTask, fuzz, shrink }), { timeMs: 50 }).run()
    expect(result.ended).toBe('time')
    expect(result.seconds).toBeLessThan(5)
  })

  it('shrinks nothing when told so', async () => {
    const crew = fakeCrew(1, { describe: describeTask, fuzz, shrink })
    const result = await campaign(crew, { programs: 20, shrink: false }).run()
    expect(crew.log).not.toContain('shrink 0')
    expect(result.findings).toHaveLength(1)
  })

  it('says so when a failure did not come again', async () => {
    const crew = fakeCrew(1, {
      describe: describeTask,
      fuzz,
      shrink: (request: ShrinkRequest) => ({
        ...shrink(request),
        reproduced: false,
        violations: [],
        reruns: { failed: 0, runs: 12 },
      }),
    })
    const result = await campaign(crew, { programs: 20 }).run()
    expect(result.findings[0]).toMatchObject({ reruns: { failed: 0, runs: 12 }, violation })
  })
})
