/** The classes that a program has made so far, by address; a later one may take the address of one that died. */
import { type KnownType, Role } from './type-book.ts'

interface ProgramType {
  readonly pointer: number
  readonly type: KnownType
}

export class ProgramTypes {
  private readonly entries: ProgramType[] = []
  private readonly firstOrdinal: number

  /** Ordinals from `firstOrdinal` on are free. */
  constructor(firstOrdinal: number) {
    this.firstOrdinal = firstOrdinal
  }

  made(pointer: number, name: string): void {
    const type: KnownType = {
      name,
      role: Role.instance,
      silent: 'never',
      ordinal: this.firstOrdinal + this.entries.length,
    }
    this.entries.unshift({ pointer, type })
  }

  at(pointer: number): KnownType | undefined {
    for (const entry of this.entries) if (entry.pointer === pointer) return entry.type
    return undefined
  }
}
