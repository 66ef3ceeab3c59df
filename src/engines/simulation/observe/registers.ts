/**
 * The control registers in their segment. While a program runs they live in fields of the machine, for speed; whoever looks
 * at memory as a whole calls `storeRegisters` first.
 *
 *   0 instruction pointer that the frame on top last saved, 0 where none runs   8 stack pointer   16 frame pointer   24 flags
 */
import type { Registers } from '../../../observation/process-image.ts'
import { F_IP } from '../frame/frame.ts'
import type { Machine } from '../machine.ts'

const STACK_POINTER = 8
const FRAME_POINTER = 16
const FLAGS = 24

/** Bits of the flags: an exception is on its way; the collector is on, at work, or due. */
export const Flag = { error: 1, enabled: 2, collecting: 4, due: 8 } as const

export function storeRegisters(m: Machine): void {
  const { space, gc } = m
  const at = space.registersStart
  const { framePointer } = m
  const instruction = framePointer === 0 ? 0 : 4 * (m.i32[(framePointer >> 2) + F_IP] as number)
  space.store32(at, instruction)
  space.store32(at + STACK_POINTER, m.stackPointer)
  space.store32(at + FRAME_POINTER, framePointer)
  const flags =
    (m.error === 0 ? 0 : Flag.error) |
    (gc.enabled ? Flag.enabled : 0) |
    (gc.collecting ? Flag.collecting : 0) |
    (gc.due ? Flag.due : 0)
  space.store32(at + FLAGS, flags)
}

/** What the segment says. */
export function storedRegisters(m: Machine): Registers {
  const word = (offset: number): number => m.i32[(m.space.registersStart + offset) >> 2] as number
  return {
    instructionPointer: word(0),
    stackPointer: word(STACK_POINTER),
    framePointer: word(FRAME_POINTER),
    flags: word(FLAGS),
  }
}
