/** The classes that a program has made so far, by address; a later one may take the address of one that died. */
import { type KnownType, Role, type TypeBook } from './type-book.ts'

export class ProgramTypes {
  private readonly entries: KnownType[] = []
  private readonly builtIn: TypeBook
  /** Some class has another of the program for its base, or has had, as far as is known. */
  hasSubclasses = false

  constructor(builtIn: TypeBook) {
    this.builtIn = builtIn
  }

  /** `base` is the address of the class's `__base__`; without one that is `object`. */
  made(pointer: number, name: string, base?: number): void {
    const parent = base === undefined ? undefined : this.at(base)
    if (parent !== undefined) this.hasSubclasses = true
    const builtInBase = base === undefined ? undefined : this.builtIn.atPointer(base)
    this.entries.unshift({
      name,
      role: Role.instance,
      silent: 'never',
      ordinal: this.builtIn.size + this.entries.length,
      pointer,
      holdsContents: parent?.holdsContents ?? (builtInBase !== undefined && builtInBase.name !== 'object'),
    })
  }

  at(pointer: number): KnownType | undefined {
    for (const entry of this.entries) if (entry.pointer === pointer) return entry
    return undefined
  }
}
