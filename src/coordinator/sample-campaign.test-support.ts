/** A saved campaign with something in every field. */

import { generateProgram } from '../generate/generate.ts'
import { WATCH_ALL } from '../observation/case.ts'
import { encodeProgram } from '../program/encode.ts'
import type { PlainCase } from '../task/messages.ts'
import type { Violation } from '../verdict/verdict.ts'
import type { SavedCampaign } from './saved-campaign.ts'

const violation: Violation = {
  rule: 'promotion',
  statement: 3,
  objects: ['list#1', 'Ünïcode#2'],
  expected: 'generation 1',
  seen: 'generation 0',
  message: 'A list stayed young.',
}

function sampleCase(index: number): PlainCase {
  return { program: encodeProgram(generateProgram(1, index)), snapshots: [0, 4, 130], gc: 'enabled', watch: WATCH_ALL }
}

const common = { engine: 'pyodide', firstSeen: 7, count: 3, violations: [violation] }

export const sampleCampaign: SavedCampaign = {
  identity: {
    heapsmith: '1.2.3',
    engines: [{ id: 'pyodide', version: 'CPython 3.12.7 (wasm)', semantics: '3.12', every: 1 }],
    seed: 2 ** 40,
    first: 0,
    shard: { index: 2, of: 3 },
    statements: 0,
    level: 2,
    emphasis: { weights: { lists: 4, ages: 0, 'kept frames': 2 }, traits: { slots: false } },
    schedule: ['disabled', 'every-allocation'],
    shrinks: true,
    guided: true,
    seeds: ['00000000deadbeef'],
  },
  budget: { programs: 1000, timeMs: Number.POSITIVE_INFINITY },
  progressed: {
    done: 448,
    tallies: [
      {
        programs: 448,
        statements: 22_000,
        checks: { promotion: 5, 'refcount-exact': 70_000 },
        undecided: { 'hash order': { count: 2, example: 99 }, __proto__2: { count: 1, example: 3 } },
        traits: { finalizer: 3 },
        spent: { generateMs: 1.5, engineMs: 1e6, judgeMs: 0 },
      },
    ],
    findings: [
      {
        ...common,
        signature: 'promotion(list)',
        lethal: false,
        ordinal: 0,
        found: sampleCase(1),
        shrunk: {
          reproduced: true,
          reruns: { failed: 3, runs: 4 },
          attempts: 900,
          accepted: 17,
          ended: 'unreliable',
          case: sampleCase(2),
          violations: [violation],
          fingerprint: '0123456789abcdef',
        },
      },
      { ...common, signature: 'promotion(dict)', lethal: true, ordinal: 1, found: sampleCase(3), shrunk: undefined },
    ],
    guidance: {
      entries: [
        { key: 'ffff0000aaaa1111', tried: 40, fertile: 2 },
        { key: '0123456789abcdef', tried: 0, fertile: 0 },
      ],
      incidence: { features: Uint32Array.of(0, 7, 2 ** 20 - 1), programs: Uint32Array.of(1, 448, 3) },
      credits: [
        ['making graft', { tries: 400, features: 50, recent: { tries: 40, features: 0 } }],
        ['mutation insert', { tries: 300, features: 900, recent: { tries: 9, features: 1 } }],
      ],
      reruns: 90,
      stable: 89,
      lastNovelty: 440,
    },
    seconds: 12.25,
    noveltySeconds: 11.5,
  },
}
