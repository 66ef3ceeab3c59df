/** Who watches the allocators: events, the witness. Absent, the allocators pay one test a call for it. */
import type { Address, SizeBytes } from './layout.ts'

export interface MemoryObserver {
  /** A block for `sizeBytes` was given out; it is that large at least. */
  allocated?(address: Address, sizeBytes: SizeBytes): void
  /** The block is about to be taken back; `sizeBytes` as when it was given out, rounded up to what it occupies. */
  freed?(address: Address, sizeBytes: SizeBytes): void
  /** A free pool serves a size class from now on. */
  poolOpened?(pool: Address, sizeClass: number): void
  /** The pool's last block was freed: its arena has it back. */
  poolReturned?(pool: Address): void
  arenaOpened?(arena: Address, sizeBytes: SizeBytes): void
  arenaReturned?(arena: Address, sizeBytes: SizeBytes): void
  systemAsked?(address: Address, sizeBytes: SizeBytes): void
  systemReturned?(address: Address, sizeBytes: SizeBytes): void
}
