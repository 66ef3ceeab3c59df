/**
 * The witness over one engine's events: each thing that the oracle's interpreter says must happen now is compared with
 * the next event of the statement; each open choice is settled by looking at that event.
 *
 * Long because each claim and each question of the witness is answered here.
 */
import { assert } from '../../base/assert.ts'
import type { Event, ProgramEvent, StatementObservation } from '../../observation/observations.ts'
import { isProgramEvent } from '../../observation/program-event.ts'
import type { RuleId } from '../../verdict/rule.ts'
import { Undecided } from '../atom.ts'
import type { Thing } from '../thing.ts'
import type { Occasion, Witness } from '../witness.ts'
import type { World } from '../world.ts'
import type { Bindings } from './bindings.ts'
import type { Checks } from './checks.ts'
import { DeathComparison, MISSING_DEATH } from './deaths.ts'
import { eventText } from './event-text.ts'

/** By the name of its class, or of the one that it inherits the method from. */
function isNamed(thing: Thing, type: string): boolean {
  return thing.typeName === type || thing.cls?.mro.some((cls) => cls.name === type) === true
}

function isYoungInstance(thing: Thing): boolean {
  return thing.cls !== null && !thing.cls.isLibrary && thing.generation === 0 && thing.tracked !== 'no'
}

export class EventComparison implements Witness {
  private readonly bindings: Bindings
  private readonly checks: Checks
  private events: readonly ProgramEvent[] = []
  private position = 0
  private readonly watches: boolean
  /** Null where deaths are told from snapshots. */
  readonly deaths: DeathComparison | null
  world: World | null = null
  /** What happens now is told by nobody. */
  private isMuted = false
  /** Labels and names as the story tells them. */
  finalizedLabels: string[] = []
  callbackNames: string[] = []

  /** `watches`: the events tell of more than what a program brings about; `deaths`: deaths are compared. */
  constructor(bindings: Bindings, checks: Checks, watches: boolean, deaths: boolean) {
    this.watches = watches
    this.deaths = deaths ? new DeathComparison(bindings, checks) : null
    this.bindings = bindings
    this.checks = checks
  }

  /** The next statement's events; a census at their head binds the young instances. */
  begin(observation: StatementObservation): void {
    const { events } = observation
    this.events = this.watches ? events.filter(this.concerns) : (events as readonly ProgramEvent[])
    this.position = 0
    if (this.finalizedLabels.length > 0) this.finalizedLabels = []
    if (this.callbackNames.length > 0) this.callbackNames = []
    this.deaths?.begin()
    // Most statements have no event; reading past the end of an array is slow.
    if (this.events.length === 0) return
    const first = this.events[0] as ProgramEvent
    if (first.kind === 'census') {
      this.position = 1
      this.census(first.objects)
    }
  }

  private census(handles: readonly number[]): void {
    assert(this.world !== null, 'whoever compares events knows the world')
    const { things } = this.world
    let count = 0
    let someAnew = false
    for (let i = 0; i < things.length; i++) {
      const thing = things[i] as Thing
      if (!isYoungInstance(thing)) continue
      count++
      if (thing.finalized) someAnew = true
    }
    if (count !== handles.length) {
      const young = things.filter(isYoungInstance)
      const rule = handles.length > young.length ? 'zero-dies-now' : 'live-object-kept'
      const labels = young.map((thing) => thing.label)
      this.checks.fail(
        rule,
        labels,
        `${young.length} young instances: ${labels.join(', ')}`,
        `${handles.length}`,
        `Before this statement the youngest generation must hold ${young.length} instances, but holds ${handles.length}.`,
      )
    }
    this.checks.counts['born-young'] += count
    // A survivor of its own finalizer was tracked anew, behind younger ones: then only what is bound is known.
    if (someAnew) return
    for (let i = 0, seen = 0; seen < count; i++) {
      const thing = things[i] as Thing
      if (!isYoungInstance(thing)) continue
      const handle = handles[seen++] as number
      if (thing.handle === 0 && this.bindings.thingOf(handle) === undefined) this.bindings.bind(handle, thing)
    }
  }

  private readonly concerns = (event: Event): event is ProgramEvent =>
    isProgramEvent(event) && event.kind !== 'collected' && (event.kind !== 'died' || this.deaths !== null)

  /** The next event that is no death. */
  private next(): ProgramEvent | undefined {
    const { deaths, events, position } = this
    const at = deaths === null ? position : deaths.ahead(events, position)
    return at < events.length ? events[at] : undefined
  }

  private take(): void {
    const { deaths, events, position } = this
    if (deaths === null) {
      this.position++
      return
    }
    const at = deaths.ahead(events, position)
    deaths.passOver(events, position, at)
    this.position = at + 1
  }

  initialized(thing: Thing): void {
    if (this.isMuted) return
    const event = this.next()
    if (event?.kind !== 'initialized' || !isNamed(thing, event.type))
      return this.differs(`${thing.label}.__init__ is called`)
    this.take()
    this.checks.counts['no-use-after-death']++
    if (this.bindings.bind(event.object, thing)) return
    // What a dead cycle let go may have died before a callback that runs amid its clearing, and left its place to this.
    if (this.bindings.thingOf(event.object)?.lostToTrash === true)
      throw new Undecided('what a dead cycle has let go so far')
    const other = this.bindings.name(event.object)
    this.checks.fail(
      'no-use-after-death',
      [thing.label, other],
      `${thing.label} at an address of its own`,
      `that of ${other}`,
      `${thing.label} was created where ${other} still lives.`,
    )
  }

  finalized(thing: Thing, occasion: Occasion): void {
    if (this.isMuted) return
    const event = this.next()
    this.checks.count(occasion === 'refcount' ? 'zero-dies-now' : MISSING_DEATH[occasion])
    this.checks.counts['finalizer-at-most-once']++
    if (occasion !== 'refcount') this.checks.counts['finalizer-before-clear']++
    this.checks.counts['release-order']++
    if (event?.kind !== 'finalized') {
      const rule = MISSING_DEATH[occasion]
      return this.differs(`${thing.label}.__del__ is called`, rule, [thing.label])
    }
    const bound = this.bindings.thingOf(event.object)
    const fits = bound === thing || (bound === undefined && thing.handle === 0 && isNamed(thing, event.type))
    if (!fits) return this.wrongFinalizer(thing, occasion, event.object, event.type, bound)
    this.take()
    this.bindings.bind(event.object, thing)
    this.finalizedLabels.push(thing.label)
  }

  private wrongFinalizer(
    thing: Thing,
    occasion: Occasion,
    handle: number,
    type: string,
    bound: Thing | undefined,
  ): void {
    const seen = bound?.label ?? `a ${type} at ${handle}`
    const expected = `${thing.label}.__del__ is called`
    if (bound?.finalized) {
      this.checks.fail(
        'finalizer-at-most-once',
        [bound.label],
        expected,
        `${seen}.__del__ is called again`,
        `${bound.label} is finalized a second time.`,
      )
    }
    const later = this.events
      .slice(this.position + 1)
      .some((event) => event.kind === 'finalized' && event.object === thing.handle)
    const rule =
      later || bound === undefined ? 'release-order' : occasion === 'refcount' ? 'release-order' : 'live-object-kept'
    this.checks.fail(
      rule,
      [thing.label, bound?.label ?? type],
      expected,
      `${seen}.__del__ is called`,
      `${thing.label} must be finalized next, but ${seen} is.`,
    )
  }

  entered(name: string, asCallback: Thing | null): void {
    if (this.isMuted) return
    const event = this.next()
    if (asCallback !== null) this.checks.counts['callback-exactly-once']++
    if (event?.kind !== 'entered' || event.name !== name) {
      return this.differs(
        asCallback === null ? `${name} is called` : `the callback ${name} of ${asCallback.label} is called`,
        asCallback === null ? 'program-result' : 'callback-exactly-once',
        asCallback === null ? [] : [asCallback.label],
      )
    }
    this.take()
    if (asCallback !== null) this.callbackNames.push(name)
  }

  suppressed(_weakref: Thing): void {
    this.checks.counts['callback-of-trash-suppressed']++
  }

  printed(text: string): void {
    if (this.isMuted) return
    const event = this.next()
    this.checks.counts['program-result']++
    if (event?.kind !== 'printed' || event.text !== text)
      return this.differs(`the program prints ${JSON.stringify(text)}`)
    this.take()
  }

  unraisable(type: string): void {
    if (this.isMuted) return
    const event = this.next()
    this.checks.counts['finalizer-error-reported']++
    if (event?.kind !== 'unraisable' || event.type !== type) {
      return this.differs(`${type} is reported as unraisable`, 'finalizer-error-reported')
    }
    this.take()
  }

  nextFinalized(candidates: readonly Thing[]): Thing | null {
    const event = this.next()
    if (event?.kind !== 'finalized') return candidates[0] as Thing
    const bound = this.bindings.thingOf(event.object)
    if (bound !== undefined) return candidates.includes(bound) ? bound : (candidates[0] as Thing)
    const fitting = candidates.filter((thing) => thing.handle === 0 && isNamed(thing, event.type))
    if (fitting.length === 0) return candidates[0] as Thing
    return fitting.length === 1 ? (fitting[0] as Thing) : null
  }

  finalizesNext(candidates: readonly Thing[]): Thing | null {
    const event = this.next()
    if (event?.kind !== 'finalized') return null
    const bound = this.bindings.thingOf(event.object)
    if (bound !== undefined) return candidates.includes(bound) ? bound : null
    return candidates.find((thing) => thing.handle === 0 && isNamed(thing, event.type)) ?? null
  }

  nextEntered(): string | null {
    const event = this.next()
    return event?.kind === 'entered' ? event.name : null
  }

  died(thing: Thing): void {
    if (this.deaths !== null && !this.isMuted) {
      const guesses = this.world?.guess !== null
      this.position = this.deaths.died(thing, this.events, this.position, guesses)
    }
    this.bindings.release(thing)
  }

  anyOrder(begins: boolean, occasion: Occasion): void {
    this.deaths?.anyOrder(begins, occasion)
  }

  /** Nothing but deaths. */
  noMore(): void {
    if (this.next() !== undefined) this.differs('nothing more happens')
  }

  /** Runs what the engine tells of or, where it has nothing more to tell, does not. */
  whereTold(run: () => void): void {
    this.isMuted = this.next() === undefined
    try {
      run()
    } finally {
      this.isMuted = false
    }
  }

  /** The oracle says that nothing more happens in this statement. */
  end(): void {
    this.noMore()
    this.deaths?.end(this.events, this.position)
  }

  /** What is seen next is not what must come: says so under the rule that fits what is seen. */
  private differs(expected: string, rule: RuleId = 'program-result', objects: readonly string[] = []): void {
    const event = this.next()
    const seen = event === undefined ? 'nothing more happens' : eventText(event, this.bindings)
    const message = `Expected: ${expected}; seen: ${seen}.`
    if (event?.kind === 'finalized') {
      const thing = this.bindings.latestOf(event.object)
      const label = thing?.label ?? event.type
      const wrong = thing?.finalized ? 'finalizer-at-most-once' : 'live-object-kept'
      this.checks.fail(wrong, [label, ...objects], expected, seen, message)
    }
    if (event?.kind === 'unraisable' && rule === 'program-result') {
      // A finalizer of trash that misses an attribute: something was cleared before it ran.
      const cleared = this.world?.collecting === true && event.type === 'AttributeError'
      this.checks.fail(
        cleared ? 'finalizer-before-clear' : 'finalizer-error-reported',
        objects,
        expected,
        seen,
        message,
      )
    }
    if (event?.kind === 'entered' && rule === 'program-result') {
      this.checks.fail(this.callbackRule(event.name), objects, expected, seen, message)
    }
    this.checks.fail(rule, objects, expected, seen, message)
  }

  /** Which rule an unexpected call breaks: perhaps that of a weakref which died with its referent. */
  private callbackRule(name: string): RuleId {
    for (const thing of this.world?.things ?? []) {
      const callback = thing.kind === 'weakref' ? thing.callback : null
      if (callback !== null && typeof callback === 'object' && 'code' in callback && callback.code?.name === name) {
        return 'callback-exactly-once'
      }
    }
    return 'callback-of-trash-suppressed'
  }
}
