/**
 * What happens while a statement runs, in the order in which it happens: the events of an observation. Parts of the
 * machine call one method per event; the engine takes the list away after each statement.
 */
import { assert } from '../../base/assert.ts'
import { EVENTS_MAX, type Event, type Handle } from '../../observation/observations.ts'
import { MEMORY_LEFT } from './memory/blocks.ts'
import type { Address } from './memory/layout.ts'

const NO_EVENTS: readonly Event[] = []

export class EventLog {
  private events: Event[] = []
  /** What was printed since the last line end. */
  private line = ''
  /** Whether automatic collections are told. */
  showsCollections = true

  initialized(object: Address, type: string): void {
    this.report({ kind: 'initialized', object: object as Handle, type })
  }

  finalized(object: Address, type: string): void {
    this.report({ kind: 'finalized', object: object as Handle, type })
  }

  entered(name: string): void {
    this.report({ kind: 'entered', name })
  }

  printed(text: string): void {
    this.line += text
    for (let end = this.line.indexOf('\n'); end >= 0; end = this.line.indexOf('\n')) {
      this.report({ kind: 'printed', text: this.line.slice(0, end) })
      this.line = this.line.slice(end + 1)
    }
  }

  unraisable(type: string): void {
    this.report({ kind: 'unraisable', type })
  }

  collected(generation: number): void {
    if (this.showsCollections) this.report({ kind: 'collected', generation })
  }

  census(objects: readonly Address[]): void {
    this.report({ kind: 'census', objects: objects as readonly Handle[] })
  }

  /** Any event; also what a watched case tells besides, see observe/recorder.ts. */
  report(event: Event): void {
    assert(this.events.length < EVENTS_MAX, MEMORY_LEFT)
    this.events.push(event)
  }

  /** The events since the last call. */
  take(): readonly Event[] {
    const { events } = this
    if (events.length === 0) return NO_EVENTS
    this.events = []
    return events
  }
}
