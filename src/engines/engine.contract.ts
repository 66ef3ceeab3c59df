/**
 * The suite that every engine must pass: what programs do is reported completely, in order and without being disturbed;
 * nothing of one case shows in the next; and whatever a program does to the engine is an outcome, after which the engine
 * works as before. Versions differ in details, so that here stands only what holds for all.
 */
import { afterAll, beforeAll, describe } from 'vitest'
import { describeCollections } from './contract/collections.contract.ts'
import { describeEvents } from './contract/events.contract.ts'
import { describeIsolation } from './contract/isolation.contract.ts'
import { describeLevels } from './contract/levels.contract.ts'
import { describeOutcomes } from './contract/outcomes.contract.ts'
import { describeProbes } from './contract/probes.contract.ts'
import { describeQuietHeap } from './contract/quiet-heap.contract.ts'
import { describeSnapshots } from './contract/snapshots.contract.ts'
import { Subject } from './contract/subject.contract.ts'
import { describeValues } from './contract/values.contract.ts'
import type { Engine } from './engine.ts'

export function describeEngineContract(name: string, open: () => Promise<Engine>): void {
  describe(name, () => {
    const subject = new Subject()

    beforeAll(async () => {
      subject.engine = await open()
    }, 120_000)

    afterAll(async () => {
      await subject.engine.close()
    })

    describeEvents(subject)
    describeValues(subject)
    describeSnapshots(subject)
    describeProbes(subject)
    describeCollections(subject)
    describeQuietHeap(subject)
    describeIsolation(subject)
    describeLevels(subject)
    describeOutcomes(subject)
  })
}
