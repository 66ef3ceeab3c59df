/** What a world knows of the deallocations that run now; see trashcan.ts. */
import type { Thing } from './thing.ts'

export class DeathsUnderWay {
  /** How deep they are nested: those that the trashcan counts. */
  depth = 0
  /** They are, or were since the outermost one began, so deep that nobody knows whether some are put off. */
  isDeep = false
  /** What waits in the trashcan. */
  readonly putOff: Thing[] = []
  /** So many collections are taking apart what they found. */
  clearing = 0
}
