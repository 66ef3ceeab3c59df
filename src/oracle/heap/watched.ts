/**
 * What a watched case shows besides the program's own events, judged statement by statement: allocator, automatic
 * collections, process image. Knows nothing of the program, so that it goes on where the meaning of one is open.
 */
import type { Case } from '../../observation/case.ts'
import type { Event, StatementObservation } from '../../observation/observations.ts'
import { isProgramEvent } from '../../observation/program-event.ts'
import type { Semantics } from '../../semantics/semantics.ts'
import type { Checks } from '../compare/checks.ts'
import type { JudgeOptions } from '../judge-options.ts'
import { allocatorFacts } from './allocator-facts.ts'
import { ImageCheck } from './image.ts'
import { checkBalance, checkNodes } from './quiet-point.ts'
import { ShadowHeap } from './shadow-heap.ts'
import { TriggerCheck } from './trigger.ts'

export class WatchedCheck {
  private readonly checks: Checks
  private readonly semantics: Semantics
  private readonly watchesMemory: boolean
  private heap: ShadowHeap | undefined
  private readonly trigger: TriggerCheck | undefined
  private readonly image: ImageCheck | undefined

  constructor(case_: Case, semantics: Semantics, checks: Checks, shows: JudgeOptions['shows']) {
    const { watch, gc } = case_
    this.checks = checks
    this.semantics = semantics
    this.watchesMemory = watch.memory && shows?.allocator === true
    this.image = watch.image && shows?.image === true ? new ImageCheck(checks) : undefined
    const follows = watch.collector && shows?.allocator === true && gc !== 'every-allocation'
    this.trigger = follows && !semantics.incrementalCollector ? new TriggerCheck(checks) : undefined
  }

  /** Null where nothing is watched that the engine shows. */
  static of(case_: Case, semantics: Semantics, checks: Checks, shows: JudgeOptions['shows']): WatchedCheck | null {
    const check = new WatchedCheck(case_, semantics, checks, shows)
    return check.watchesMemory || check.trigger !== undefined || check.image !== undefined ? check : null
  }

  /** Every automatic collection shows, and is judged by what was counted. */
  get followsTrigger(): boolean {
    return this.trigger !== undefined
  }

  statement({ events, memory, image, snapshot }: StatementObservation): void {
    for (const event of events) this.happens(event)
    this.trigger?.rests()
    if (image !== undefined) this.image?.check(image)
    const { heap, checks } = this
    if (heap === undefined) return
    heap.rests()
    if (memory !== undefined) checkBalance(heap, memory, checks)
    if (snapshot !== undefined) checkNodes(heap, snapshot, checks)
  }

  private happens(event: Event): void {
    this.trigger?.happens(event)
    if (!this.watchesMemory || isProgramEvent(event)) return
    switch (event.kind) {
      case 'tracked':
      case 'untracked':
      case 'counted':
      case 'policy':
      case 'collection':
      case 'phase':
      case 'promoted':
      case 'resurrected':
      case 'cleared':
      case 'called-back':
      case 'memory-refused':
        return
      case 'heap':
        this.heap = new ShadowHeap(event, allocatorFacts(this.semantics.id), this.checks)
        return
      default:
        this.heap?.happens(event)
    }
  }
}
