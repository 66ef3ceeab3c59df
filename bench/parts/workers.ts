/**
 * What a second worker brings: the same campaign of the simulation with one worker and with two, in turns, each a process of
 * its own; by the campaign's own clock, without the start. On two cores the main thread has none for itself.
 */
import { SIMULATED } from '../booted.ts'
import { plainCampaign } from '../heapsmith.ts'
import type { Part } from '../part.ts'
import { summarize } from '../result.ts'

export const workers: Part = {
  name: 'workers',
  title: 'a campaign with one worker and with two',
  async measure({ short }, listener) {
    const [programs, runs] = short ? [3_000, 1] : [20_000, 5]
    const one: number[] = []
    const two: number[] = []
    for (let run = 0; run < runs; run++) {
      one.push(plainCampaign(SIMULATED, programs, 1).programsPerSecond)
      two.push(plainCampaign(SIMULATED, programs, 2).programsPerSecond)
    }
    const ratios = two.map((rate, i) => rate / (one[i] as number))
    listener.row({ subject: SIMULATED, what: 'one worker', unit: 'programs/s' }, summarize(one))
    listener.row({ subject: SIMULATED, what: 'two workers', unit: 'programs/s' }, summarize(two))
    listener.row({ subject: SIMULATED, what: 'two to one', unit: 'times' }, summarize(ratios))
  },
}
