/** A crew without threads: each task is a function, and a thread can be lost on purpose. */
import { ControlBlock } from '../task/control-block.ts'
import type { TaskName } from '../task/messages.ts'
import type { Crew } from './crew.ts'

export type FakeTask = (request: never, slot: number, control: ControlBlock) => unknown

export function fakeCrew(size: number, tasks: Partial<Record<TaskName, FakeTask>>): Crew & { readonly log: string[] } {
  const controls = Array.from({ length: size }, () => new ControlBlock())
  const enders: (((reason: Error) => void) | undefined)[] = []
  const log: string[] = []
  return {
    log,
    size,
    control: (slot) => controls[slot] as ControlBlock,
    end: (slot) => enders[slot]?.(new Error('ended')),
    run: <Reply>(slot: number, task: TaskName, request: object) => {
      log.push(`${task} ${slot}`)
      return new Promise<Reply>((resolve, reject) => {
        enders[slot] = reject
        const work = async () => tasks[task]?.(request as never, slot, controls[slot] as ControlBlock)
        // A worker answers later, never at once.
        setTimeout(() => work().then((reply) => resolve(reply as Reply), reject), 1)
      })
    },
    close: async () => {},
  }
}
