/**
 * One object of the program in the abstract graph: no address, no list links. Its references to others are its
 * contents; `refs` is its in-degree, kept incrementally and recounted from nothing on a sample of cases.
 *
 * Long because things, classes, frames and generators refer to each other.
 */
import type { ClassDefinition } from '../program/ast.ts'
import type { Atom } from './atom.ts'

/** What names and containers hold. */
export type Value = Atom | Thing

export type Kind =
  | 'instance'
  | 'class'
  | 'function'
  | 'list'
  | 'tuple'
  | 'dict'
  | 'set'
  | 'frozenset'
  | 'weakref'
  | 'object'
  | 'bytearray'
  | 'range'
  | 'iterator'
  | 'cell'
  | 'method'
  | 'exception'
  | 'traceback'
  | 'frame'
  | 'generator'
  | 'view'

/** The key of an entry whose equality is asked of code: no two are alike, and `hash` tells which may be equal. */
export class AskedKey {
  readonly hash: KeyImage
  constructor(hash: KeyImage) {
    this.hash = hash
  }
}

/** An entry of a dict or set; a set's entry has its element as key and None as value. */
export interface Entry {
  key: Value
  value: Value
}

/** Hash-and-equality image of a key: equal keys, equal images. */
export type KeyImage = string | number | bigint | boolean | null | Thing | AskedKey

/** Tracked by the cycle collector: surely not, surely, or as the engine likes (settled by the next observation). */
export type Tracked = 'no' | 'yes' | 'maybe'

export const PERMANENT_GENERATION = 3
/** In no generation: found unreachable by the collection that runs now. */
export const UNDER_COLLECTION = -1

/** A function's code, as far as a thing knows it; whoever runs it knows more. */
export type FunctionCode = { readonly name: string; readonly isLibrary: boolean }

/** For things without any: never written to. */
const NO_ITEMS: Value[] = []

export class Thing {
  readonly kind: Kind
  /** Name of its type, as in its label. */
  readonly typeName: string
  /** Position in the order of creation, over all kinds. */
  readonly birth: number
  /** Counts the things of its type from 1 on; 0 for what is no creation of the program's. */
  private readonly ordinal: number
  /** What it is a part of, and its name there. */
  private readonly whole: Thing | null
  readonly part: string

  /** The program made it: stories tell of its death. */
  isLabelled = false

  /** Strong references from everywhere: other things, names, frames, the value stack, the interpreter. */
  refs = 0
  alive = true
  tracked: Tracked = 'no'
  generation = 0
  /** `__del__` was called. */
  finalized = false
  /** Weak references to this, in the order of CPython's list: the one without callback first, then newest first. */
  weakrefs: Thing[] | null = null

  /** A constant of the program text: lives as long as the code and is shared, so its count is not judged. */
  constant = false

  /**
   * list, tuple: contents. bytearray: its bytes. iterator: [the iterated thing]. cell: [what it holds], or nothing. method: [function, self].
   * traceback: [the next one inwards, or None, and its frame].
   */
  items: Value[] = NO_ITEMS
  /** dict, set, frozenset. */
  entries: Map<KeyImage, Entry> | null = null
  /** dict, set, frozenset: has had a key whose equality is asked of code. */
  asksKeys = false
  /** Such a key has gone. */
  keysMoved = false
  /** dict: a key was deleted, so that its table may have gaps. */
  lostKeys = false
  /** weakref, tuple: the hash, once it has been asked for. */
  hash: KeyImage | undefined = undefined

  /** Has lost references to a dead cycle since the last snapshot. */
  lostToTrash = false
  /** Was resurrected, or is reached by what was. */
  resurrected = false

  /** Held by something that the collector does not look into: a snapshot shows it only while it is tracked. */
  hidden = false

  /** Its class, where that is one of the program's; a list, for example, may have one whose base is `list`. */
  cls: ClassPart | null = null
  /** instance: attributes without slots, in the order in which they were set; null where its class gives no dict. */
  attributes: Map<KeyImage, Entry> | null = null
  /** instance: slot values by name. */
  slots: Map<string, Value> | null = null
  /** instance: its dictionary as an object of its own, where it has one. */
  dictThing: Thing | null = null
  /** dict: the instance whose attributes it shows; its `entries` are then the instance's `attributes`. */
  owner: Thing | null = null
  /** instance: attributes lie in a table of its own, in the order in which they were set (3.11+: after an overflow). */
  ownKeyOrder = false

  /** class. */
  classPart: ClassPart | null = null
  /** function. */
  code: FunctionCode | null = null
  /** function: defined directly in a class body, so that only its `__init__` and `__del__` report. */
  isMethod = false
  /** function: the tuple of its default values. */
  defaults: Thing | null = null
  /** function: the tuple of the cells that it uses. */
  closure: Thing | null = null
  /** exception, frame, generator: what only they have. */
  detail: ExceptionParts | Frame | GeneratorState | null = null

  /** weakref: what it points to, null once dead. */
  target: Thing | null = null
  callback: Value = null

  /** iterator: what it shows of a dict, where it is one over a view. */
  view: 'dict_keys' | 'dict_values' | 'dict_items' | null = null

  /** iterator: where it stands. */
  position = 0
  /** range: start, stop, step. */
  range: readonly [number, number, number] | null = null

  /** The engine's handle for it, 0 while unknown. */
  handle = 0
  /** The last handle it was known by; stays after death. */
  lastHandle = 0
  /** The last walks whose candidate it was, and that reached it (see `reach.ts`). */
  candidateOf = 0
  reachedBy = 0
  /** Number of the snapshot in which it was met last. */
  metIn = 0

  constructor(kind: Kind, typeName: string, birth: number, ordinal: number, whole: Thing | null, part: string) {
    this.kind = kind
    this.typeName = typeName
    this.birth = birth
    this.ordinal = ordinal
    this.whole = whole
    this.part = part
  }

  /** weakref: it passes on what is done with it. */
  get isProxy(): boolean {
    return this.kind === 'weakref' && (this.typeName === 'weakproxy' || this.typeName === 'weakcallableproxy')
  }

  /** `Node#1`; parts that the program did not create itself are named after their owner. Made for messages only. */
  get label(): string {
    if (this.whole !== null) return `${this.whole.label}.${this.part}`
    return this.ordinal > 0 ? `${this.typeName}#${this.ordinal}` : this.part
  }
}

/** A class of the program, or the name of a built-in type, in the order in which a class is asked for its members. */
export type Ancestor = ClassPart | string

/** What makes a thing a class. */
export interface ClassPart {
  readonly thing: Thing
  /** The statement that made it; null: a call of `type`. */
  readonly definition: ClassDefinition | null
  readonly name: string
  /** Itself, then the program classes that it inherits from, in the order of its MRO without `object`. */
  readonly mro: readonly ClassPart[]
  /** The same with the built-in types in it, but without `object`. */
  readonly ancestry: readonly Ancestor[]
  /** Its bases among the program's classes. */
  readonly bases: readonly ClassPart[]
  /** The base whose layout its instances extend (`tp_base`), where that is a class of the program. */
  readonly layoutBase: ClassPart | null
  /** The built-in type at the bottom of its layouts; null: `object`. */
  readonly builtinBase: string | null
  /** What kind of thing its instances are. */
  readonly instanceKind: Kind
  /** A class statement made it: engines are told its name. */
  readonly isReported: boolean
  /** A class of the standard library's weakref module, which the interpreter keeps. */
  readonly isLibrary: boolean
  /** The dict through which it knows its own subclasses (`tp_subclasses`), which the collector does not visit. */
  subclasses: Thing | null
  /** Class attributes and methods, in the order of the class dictionary. */
  readonly members: Map<string, Value>
  /** Slots that hold values: its own, sorted, then those of its bases in their order; null where there are none. */
  readonly slots: readonly string[] | null
  readonly ownSlots: readonly string[]
  /** The tuple of its slot names that the class keeps (`ht_slots`), which the collector does not visit. */
  slotNames: Thing | null
  /** The weakref through which its bases know their subclass: the one without callback that every such weakref is. */
  selfWeakref: Thing | null
  /** How many bases that are, `object` included. */
  readonly knownBy: number
  readonly hasDict: boolean
  readonly weakReferenceable: boolean
  /** Member and getset descriptors that the class owns, each an object that the collector tracks. */
  readonly descriptors: number
  /** Attribute names in the order in which instances first set them (shared keys), 3.11 and later. */
  readonly sharedKeys: string[]
  /** How many further shared keys fit. */
  usableKeys: number
  /** Its bases tuple is still tracked. */
  basesTracked: boolean
  /** Whether its own dict is: from when it got what may be part of a cycle, until a full collection finds only atoms. */
  dictTracked: Tracked
}

/** What an exception refers to, all owned: its arguments, where it passed, and why it came about. */
export interface ExceptionParts {
  /** Its arguments: a tuple. */
  args: Value
  /** What its type keeps besides: an AttributeError's object, the value of a StopIteration. */
  own: Value[]
  traceback: Thing | null
  context: Thing | null
  cause: Thing | null
  /** The dict of attributes that the program set. */
  dict: Thing | null
}

/**
 * One running call of a program function, or the module's code; and what is left of one that ended while a traceback
 * held it. Locals are owned references.
 */
/** The part of a failed class body's frame that holds its members. */
export const CLASS_BODY_MEMBERS = 'f_locals'

export interface Frame {
  /** null at module level and in class bodies. */
  readonly code: FunctionCode | null
  /** Slot values, undefined where unbound, in the order of the scope's names. */
  readonly locals: (Value | undefined)[]
  /** Class bodies collect their names here instead. */
  readonly members: Map<string, Value> | null
  /**
   * What lies on its stack, there counted from `base`, without a reference while it waits for a `yield`: that becomes its own
   * if it outlives its generator.
   */
  readonly borrowed: { readonly at: number; readonly value: Value }[]
  /** Where on the stack its temporaries begin: of a generator's, anew each time that it goes on; of a statement's, 0. */
  base: number
  /** The frame as an object of Python's, made when a traceback needs it; owned by the frame until it ends. */
  thing: Thing | null
  /** It ended, and belongs to `thing` now. */
  ended: boolean
  /** The generator that it waits with, where it is an object of its own that traverses its contents (up to 3.10). */
  suspended: GeneratorState | null
  /** Once it has ended: the function that ran (3.11 and later) and the frame that called it. Owned. */
  function: Thing | null
  back: Thing | null
  /** Of a class body that failed: the dict of its members. */
  namespace: Thing | null
}

/** The rest of a body: each step goes on to the next `yield`, whose value it gives. */
export interface Steps {
  /** Goes on; `sent` is owned. Gives the value of the next `yield` or, when the body has ended, that of `return`. */
  next(sent: Value): { readonly done?: boolean | undefined; readonly value: Value }
  throw(error: unknown): { readonly done?: boolean | undefined; readonly value: Value }
}

/** What a generator keeps between two steps. */
export interface GeneratorState {
  /** null once it has ended. */
  frame: Frame | null
  /** The name under which an engine tells that the body begins. */
  readonly entry: string | null
  /** The function that it runs, owned (3.11 and later). */
  function: Thing | null
  /** null before the first step; `closed`: it never goes on, but still has its frame. */
  steps: Steps | 'closed' | null
  started: boolean
  running: boolean
  /** It waits inside a `try` or `with`. */
  guarded: boolean
  /** Temporaries of its frame, and the exceptions that it is handling, while it is suspended. */
  stack: Value[]
  handled: Thing[]
  handledTracebacks: (Thing | null)[]
}

/** What a step gives: the value of a `yield`, or that of `return` when the body has ended. Owned. */
export interface Step {
  readonly ended: boolean
  readonly value: Value
}

export function isThing(value: Value): value is Thing {
  return value instanceof Thing
}
