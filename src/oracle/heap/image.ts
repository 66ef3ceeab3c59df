/** The process image between statements: `segment-permissions`, `bss-zeroed`, `stack-limit`, `frame-released`. */
import type { ProcessImage, SegmentState } from '../../observation/process-image.ts'
import type { RuleId } from '../../verdict/rule.ts'
import type { Checks } from '../compare/checks.ts'
import { hex } from './shadow-heap.ts'

/** What a process may read at most; everything else of a program's memory may be written. */
const READ_ONLY: ReadonlySet<string> = new Set(['null', 'code', 'constants'])

export class ImageCheck {
  private readonly checks: Checks
  private readOnlyChecksum: number | undefined

  constructor(checks: Checks) {
    this.checks = checks
  }

  check(image: ProcessImage): void {
    this.segments(image.segments)
    this.stack(image)
    this.contents(image)
  }

  private segments(segments: readonly SegmentState[]): void {
    let end = 0
    for (const segment of segments) {
      const { name, writable } = segment
      this.demand(
        'segment-permissions',
        segment.start >= end && segment.end > segment.start,
        `${name} behind the one before`,
        `${hex(segment.start)} to ${hex(segment.end)}`,
      )
      this.demand(
        'segment-permissions',
        writable !== READ_ONLY.has(name),
        `${name} ${writable ? 'read-only' : 'writable'}`,
        'the contrary',
      )
      end = segment.end
    }
  }

  private contents({ segments, contents }: ProcessImage): void {
    if (contents === undefined) return
    const { writeFaults, readOnlyChecksum, dirtyZeroedBytes } = contents
    for (const { name, writable } of segments) {
      const faulted = writeFaults.includes(name)
      this.demand(
        'segment-permissions',
        faulted !== writable,
        `writing to ${name} ${writable ? 'works' : 'faults'}`,
        faulted ? 'it faults' : 'it works',
      )
    }
    const before = this.readOnlyChecksum ?? readOnlyChecksum
    this.readOnlyChecksum = before
    this.demand(
      'segment-permissions',
      before === readOnlyChecksum,
      'code and constants as they were loaded',
      'they have changed',
    )
    this.demand(
      'bss-zeroed',
      dirtyZeroedBytes === 0,
      'untouched static memory is zero',
      `${dirtyZeroedBytes} bytes are not`,
    )
  }

  /** The harness's own frames do not count. */
  private stack({ segments, depth, stackBytes, registers }: ProcessImage): void {
    const { stackPointer, framePointer } = registers
    const stack = segments.find(({ name }) => name === 'stack')
    const inside = stack !== undefined && stackPointer >= stack.start && stackPointer <= stack.end
    this.demand('stack-limit', inside, 'the stack pointer inside the stack', hex(stackPointer))
    const released = depth === 0 && stackBytes === 0 && framePointer === 0
    this.demand(
      'frame-released',
      released,
      'no frame after a statement',
      `${depth} calls, ${stackBytes} bytes of stack`,
    )
  }

  private demand(rule: RuleId, holds: boolean, expected: string, seen: string): void {
    this.checks.counts[rule]++
    if (!holds) this.checks.fail(rule, [], expected, seen, `Expected ${expected}; seen: ${seen}.`)
  }
}
