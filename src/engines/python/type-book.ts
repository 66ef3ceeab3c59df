/**
 * Types by their addresses: the interpreter's own, which stay where they are, with the part that their objects play in
 * a snapshot. A type that is not in the book was made by a program. A hash table over the halves of a pointer, because
 * it is asked once for every object of every snapshot.
 */

/** What a snapshot does with an object of a type. `instance` is for classes of programs. */
export const Role = { plain: 0, instance: 1, class: 2, function: 3, weakref: 4, tuple: 5, dict: 6, hidden: 7 } as const
export type Role = (typeof Role)[keyof typeof Role]

export interface KnownType {
  readonly name: string
  readonly role: Role
  /** Its objects' referents are not asked for: always, or where no function has defaults. */
  readonly silent: 'always' | 'without defaults' | 'never'
  /** A small number of its own. */
  readonly ordinal: number
  /** Of a program's class: its address, and whether a built-in base makes its instances hold more than attributes. */
  readonly pointer?: number
  readonly holdsContents?: boolean
}

/** A class that a call of `type` made and that is frozen: nobody has told its name. */
export function unreported(pointer: number): KnownType {
  return { name: 'unreported', role: Role.instance, silent: 'never', ordinal: -1, pointer, holdsContents: true }
}

/** Inner parts of classes, modules and code, which are no objects of the program. */
const HIDDEN: ReadonlySet<string> = new Set([
  'getset_descriptor',
  'member_descriptor',
  'wrapper_descriptor',
  'module',
  'code',
])

const DESCRIPTORS: ReadonlySet<string> = new Set(['getset_descriptor', 'member_descriptor'])

const ROLES: ReadonlyMap<string, Role> = new Map([
  ['type', Role.class],
  ['function', Role.function],
  ['weakref', Role.weakref],
  ['weakproxy', Role.weakref],
  ['weakcallableproxy', Role.weakref],
  ['KeyedRef', Role.weakref],
  ['tuple', Role.tuple],
  ['dict', Role.dict],
])

/** One spelling for what versions name differently. */
const SPELLINGS: ReadonlyMap<string, string> = new Map([
  ['ReferenceType', 'weakref'],
  ['ProxyType', 'weakproxy'],
  ['CallableProxyType', 'weakcallableproxy'],
  ['instancemethod', 'method'],
])

export function spelled(name: string): string {
  return SPELLINGS.get(name) ?? name
}

const SLOT_BITS = 12
const TWO_32 = 0x1_0000_0000

export class TypeBook {
  private readonly lows = new Uint32Array(1 << SLOT_BITS)
  private readonly highs = new Uint32Array(1 << SLOT_BITS)
  private readonly types: (KnownType | undefined)[] = new Array(1 << SLOT_BITS).fill(undefined)
  /** One more than the greatest ordinal. */
  readonly size: number

  constructor(types: readonly (readonly [name: string, pointer: number])[]) {
    this.size = types.length
    for (const [ordinal, [name, pointer]] of types.entries()) {
      const low = pointer % TWO_32
      const high = Math.floor(pointer / TWO_32)
      const slot = this.find(low, high)
      this.lows[slot] = low
      this.highs[slot] = high
      this.types[slot] = known(spelled(name), ordinal)
    }
  }

  /** The type at a pointer, given as its halves; undefined for a class of a program. */
  at(low: number, high: number): KnownType | undefined {
    return this.types[this.find(low, high)]
  }

  atPointer(pointer: number): KnownType | undefined {
    return this.at(pointer % TWO_32, Math.floor(pointer / TWO_32))
  }

  /** The slot that holds the pointer, or the empty one where it belongs. */
  private find(low: number, high: number): number {
    const { lows, highs, types } = this
    let slot = Math.imul(low ^ high, 0x9e3779b1) >>> (32 - SLOT_BITS)
    while (types[slot] !== undefined && (lows[slot] !== low || highs[slot] !== high))
      slot = (slot + 1) & ((1 << SLOT_BITS) - 1)
    return slot
  }
}

function known(name: string, ordinal: number): KnownType {
  const silent = name === 'function' ? 'without defaults' : DESCRIPTORS.has(name) ? 'always' : 'never'
  return { name, role: HIDDEN.has(name) ? Role.hidden : (ROLES.get(name) ?? Role.plain), silent, ordinal }
}
