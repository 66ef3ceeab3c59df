/** How long one waits: for the command line, and for the end of a campaign of one program on each engine. */
import { monotonicMs } from '../../src/base/clock.ts'
import { heapsmith, plainCampaign } from '../heapsmith.ts'
import type { Part } from '../part.ts'
import { summarize } from '../result.ts'

export const startUp: Part = {
  name: 'start-up',
  title: 'whole commands, by the wall clock',
  async measure({ short, engines }, listener) {
    const time = (work: () => void): readonly number[] =>
      Array.from({ length: short ? 2 : 7 }, () => {
        const start = monotonicMs()
        work()
        return monotonicMs() - start
      })
    const version = time(() => heapsmith('--version'))
    listener.row({ subject: 'heapsmith', what: '--version', unit: 'ms' }, summarize(version))
    for (const engine of engines) {
      try {
        const times = time(() => plainCampaign(engine, 1, 1))
        listener.row({ subject: engine, what: 'a campaign of one program', unit: 'ms' }, summarize(times))
      } catch (error) {
        listener.missing(engine, (error as Error).message)
      }
    }
  },
}
