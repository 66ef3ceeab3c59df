/** What the entry of a function tells the log: as the adapter for real interpreters has functions tell it. */
import type { Machine } from '../machine.ts'
import type { Address } from '../memory/layout.ts'
import type { Code } from './code.ts'

export function reportEntry(m: Machine, code: Code, first: Address): void {
  if (code.report === 'initialized') m.log.initialized(first, code.reported)
  else if (code.report === 'finalized') m.log.finalized(first, code.reported)
  else m.log.entered(code.reported)
}
