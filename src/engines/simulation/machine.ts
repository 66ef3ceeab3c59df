/**
 * The whole state of one simulated interpreter, and the tables through which its parts find each other. Everything that
 * a program can reach lies in the address space; what stands here beside it are registers, views and tables of
 * functions. Parts are plain functions whose first argument is the machine.
 *
 * Conventions, as in CPython's C code: a function that gives an object gives a new reference, or 0 with `error` set;
 * one that gives a status gives 0, or −1 with `error` set; arguments are borrowed unless a name says `steal`.
 */

import type { Statement } from '../../program/ast.ts'
import type { Semantics } from '../../semantics/semantics.ts'
import type { Dialect } from './dialect.ts'
import type { EventLog } from './event-log.ts'
import type { Code, CompiledStatement } from './frame/code.ts'
import type { GcState } from './gc/gc-state.ts'
import type { MachineWatcher } from './machine-watcher.ts'
import type { AddressSpace } from './memory/address-space.ts'
import type { Address, SizeBytes } from './memory/layout.ts'
import type { ObjectAllocator } from './memory/object-allocator.ts'

/** Arguments are the `argc` pointers from address `argv` on, usually on the value stack; borrowed. */
export type NativeFunction = (m: Machine, self: Address, argv: Address, argc: number) => Address

export type ComparisonOp = '==' | '!=' | '<' | '<=' | '>' | '>='
export type BinaryOp = '+' | '-' | '*'

/** What a type of objects can do: one row for each kind of record, as the function slots of a type object. */
export interface TypeSlots {
  /** Name of the static type, such as `list`; for records of program classes `instance`. */
  readonly name: string
  /** Has a GC head; `traverse` and `clear` are then there. */
  readonly gc: boolean
  readonly basicSize: SizeBytes
  readonly itemSize?: SizeBytes
  /** The count has reached zero: releases what the object holds, then its memory. */
  dealloc(m: Machine, o: Address): void
  /** Writes what the object refers to into `m.referents` from 0 on, in CPython's order of visits; gives how many. */
  traverse?(m: Machine, o: Address): number
  clear?(m: Machine, o: Address): void
  /** 32-bit hash words go to m.hashLow and m.hashHigh; −1 with `error` set where it has none. */
  hash?(m: Machine, o: Address): number
  /** True, False or NotImplemented (new references), or 0. */
  compare?(m: Machine, a: Address, b: Address, op: ComparisonOp): Address
  /** 1, 0 or −1. */
  truth?(m: Machine, o: Address): number
  /** ≥ 0 or −1. */
  length?(m: Machine, o: Address): number
  getItem?(m: Machine, o: Address, key: Address): Address
  /** Deletes where `value` is 0. */
  setItem?(m: Machine, o: Address, key: Address, value: Address): number
  contains?(m: Machine, o: Address, item: Address): number
  iterate?(m: Machine, o: Address): Address
  /** The next item; 0 without an error at the end. */
  next?(m: Machine, o: Address): Address
  /** NotImplemented where it cannot; also asked with the operands' own order only. */
  binary?(m: Machine, op: BinaryOp, a: Address, b: Address): Address
  call?(m: Machine, o: Address, argv: Address, argc: number): Address
  /** Calling the type. */
  construct?(m: Machine, type: Address, argv: Address, argc: number): Address
  getAttribute?(m: Machine, o: Address, name: Address): Address
  /** Deletes where `value` is 0. */
  setAttribute?(m: Machine, o: Address, name: Address, value: Address): number
  /** Text of `repr`, or undefined with `error` set. */
  repr?(m: Machine, o: Address): string | undefined
  /** `__sizeof__`: what `sys.getsizeof` says without the GC head; basicSize + items × itemSize where absent. */
  sizeof?(m: Machine, o: Address): SizeBytes
  readonly methods?: Readonly<Record<string, NativeFunction>>
}

/** A module's dict, and its entries before a program runs: name and value in turn. */
export interface ModuleRecord {
  readonly dict: Address
  readonly entries: readonly Address[]
}

/** An attribute of a class of the library that is not stored. */
export interface Property {
  get(m: Machine, o: Address): Address
  /** A status; 0 for `value`: it is deleted. */
  set(m: Machine, o: Address, value: Address): number
}

/** The way back to the state in which programs start. */
export interface ProgramStart {
  restore(m: Machine, statements: readonly CompiledStatement[]): void
}

/** Rows that others need to call without importing whoever implements them; filled once by boot.ts. */
export interface Services {
  /** Calls anything callable; `args` are borrowed. */
  call(m: Machine, callable: Address, args: readonly Address[]): Address
  /** Reports `m.error` as unraisable and clears it. */
  unraisable(m: Machine, context: Address): void
  /** `__del__` of an instance of a program class whose finalizer has not run; the object is alive meanwhile. */
  callFinalizer(m: Machine, o: Address): void
  /** An object dies: clears its weakrefs and calls their callbacks. */
  clearWeakrefs(m: Machine, o: Address): void
  /** Runs an automatic collection if one is due. */
  collectIfDue(m: Machine): void
  /** What the running frames hold (borrowed); see frame/stack-roots.ts. */
  stackRoots(m: Machine, all: boolean): readonly Address[]
  /** Runs the frame on top until it returns: its value, or 0. */
  runFrame(m: Machine): Address
  /** An exception of a built-in type with these arguments (borrowed); new reference. */
  newException(m: Machine, type: string, args: readonly Address[]): Address
  /** The same with one text as its argument; '' means no argument. */
  newError(m: Machine, type: string, message: string): Address
  /** Drops what stands in for the exception that is on its way. */
  dropUnmade(m: Machine): void
}

export class Machine {
  readonly dialect: Dialect
  readonly semantics: Semantics
  readonly space: AddressSpace
  readonly i32: Int32Array
  readonly u8: Uint8Array
  readonly f64: Float64Array
  readonly objects: ObjectAllocator
  readonly gc: GcState
  readonly log: EventLog
  /** By kind; see object/kinds.ts. */
  readonly slots: TypeSlots[] = []
  /** Static type objects by name. */
  types: Record<string, Address> = {}
  /** Static type objects by kind (of the last row where a kind has several). */
  readonly typeByKind = new Int32Array(128)
  /** Singletons. */
  None: Address = 0
  True: Address = 0
  False: Address = 0
  NotImplemented: Address = 0
  emptyTuple: Address = 0
  emptyStr: Address = 0
  emptyBytes: Address = 0
  /** The shared empty frozenset (up to 3.9), 0 where there is none. */
  emptyFrozenset: Address = 0
  /** Strings of one character below U+0100 and bytes of length one, at their strides. */
  characters: Address = 0
  byteCharacters: Address = 0
  /** The keys block of every empty dict, and what stands in a set where an item was removed. */
  emptyKeys: Address = 0
  setDummy: Address = 0
  /** Records of the free lists; see object/free-lists.ts. */
  freeLists: Address = 0
  /** Records of lists that keep nothing, in use while objects are made outside of the heap. */
  noFreeLists: Address = 0
  /** Address of the small int 0; others follow at `smallIntStride`. */
  smallInts: Address = 0
  smallIntStride: SizeBytes = 32
  /** Interned strings by text. */
  readonly interned = new Map<string, Address>()
  /** Texts of strings outside of the heap that were asked for, by address. */
  readonly constantTexts = new Map<Address, string>()
  /** Functions behind built-in functions and methods, by number. */
  readonly natives: NativeFunction[] = []
  readonly nativeNames: string[] = []
  /** 1 for natives, by number, and types, by kind, that get their arguments as a tuple. */
  readonly tupledNatives = new Uint8Array(1024)
  readonly tupledTypes = new Uint8Array(128)
  /** Natives by number whose calls do not always look for a due collection; see frame/call-sites.ts. */
  readonly quietNatives = new Uint8Array(1024)
  /** By word index of the code segment: the program in which the call before it was last executed, or minus the statement. */
  readonly sitesSeen: Int32Array
  /** The class that it called then. */
  readonly siteCallees: Int32Array
  programNumber = 0
  statementNumber = 0
  /** Names of type objects, by address. */
  readonly typeNames = new Map<Address, string>()
  /** Numbers of the natives that are methods of built-in types: by kind, then by the address of the interned name. */
  readonly methodTables: (Map<Address, number> | undefined)[] = []
  /** Interned names that built-in types define which classes derive from, by kind: methods and special methods. */
  readonly staticNames: (ReadonlySet<Address> | undefined)[] = []
  /** Names that attribute access asks for: `__class__`, `__dict__` …, interned when the machine was booted. */
  names: Record<string, Address> = {}
  /** Answers of lookups in classes, four words each: class, name, epoch, value; see object/type.ts. */
  readonly typeCache = new Int32Array(4096)
  typeEpoch = 1
  /** Dict of `object`'s subclasses: the class's address → weakref. */
  subclasses: Address = 0
  /** The `__dict__` and `__weakref__` descriptors that all classes share (3.15), else 0. */
  readonly sharedGetsets: [Address, Address] = [0, 0]
  /** Compiled code by number. */
  readonly codes: Code[] = []
  services: Services
  /** Told of what the case watches; null costs a comparison. */
  watcher: MachineWatcher | null = null

  /** What `traverse` writes to. */
  referents = new Int32Array(1024)
  hashLow = 0
  hashHigh = 0
  /** What `dictNext` found (borrowed). */
  dictKey: Address = 0
  dictValue: Address = 0
  /** Containers whose repr is being made. */
  readonly reprActive: Address[] = []

  /** The exception that is on its way: a new reference, 0 where there is none. */
  error: Address = 0
  /** It stands in for what is no object yet, and so does its tuple of arguments; see object/unmade-error.ts. */
  errorIsUnmade = false
  errorArgsAreUnmade = false
  /** That tuple came from no free list. */
  errorArgsAreNew = false
  /** The same of the tuple that was made last. */
  tupleIsNew = false
  /** Where the exception that is being handled stands; see object/exc-info.ts. */
  excInfo: Address = 0
  /** Registers: the end of the used stack, the running frame; see observe/registers.ts. */
  stackPointer: Address = 0
  framePointer: Address = 0
  /** The frame whose arguments move into cells: it has not begun yet (_PyFrame_IsIncomplete), whatever that collects. */
  beginningFrame: Address = 0
  /** Back-edges and calls until the clock is looked at again, and when it is too late (monotonic milliseconds). */
  patience = 0
  deadlineMs = Number.POSITIVE_INFINITY
  /** Requests for memory that are granted before one is refused; negative: none is. See object/request-memory.ts. */
  grants = -1
  /** How deep calls are nested, and how deep they may. */
  depth = 0
  recursionLimit = 1000
  /** How deep deallocations are nested (the trashcan). */
  deallocDepth = 0
  /** Objects whose deallocation was put off, linked through their GC heads; see gc/trashcan.ts. */
  deallocLater: Address = 0
  /** Word index of an instruction that fails with the error that is set: where a generator goes on that one is thrown into. */
  throwIp = 0
  /** Word index of the top of the stack where unwinding has ended. */
  unwoundSp = 0
  /** The running module's namespace: a dict, as is that of the built-ins. */
  globals: Address = 0
  builtins: Address = 0
  /** Dict of the modules that a program can import. */
  modules: Address = 0
  /** What the modules' dicts hold before a program runs. */
  readonly moduleRecords: ModuleRecord[] = []
  /** Code by top-level statement. */
  readonly compiled = new WeakMap<Statement, CompiledStatement>()
  readonly compiledTexts = new Map<string, CompiledStatement>()
  /** Programs start in the state of the first one (frame/start-state.ts); else what they leave is cleared away. */
  restarts = false
  start: ProgramStart | undefined
  /** Counts, between programs, of mortal objects that compiled code refers to: by 16 bytes of the initialised data. */
  readonly constantCounts: Int32Array
  /** What the running program added to tables beside memory: classes, and strings that it interned or found by text. */
  readonly programTypes: Address[] = []
  readonly internedTexts: string[] = []
  readonly foundStrings: Address[] = []
  /** The library's namespace, where the machine has it, and its class of weakrefs with a key; see library/. */
  library: Address = 0
  keyedRefType: Address = 0
  /** What getsets of the library's classes read and write, by their number less that of the first. */
  readonly properties: Property[] = []
  /** References that nobody gives back, as in the interpreter itself, for the checkers. */
  readonly lostReferences: Address[] = []
  /** What `sys.unraisablehook` is unless a program replaces it (borrowed). */
  unraisableHook: Address = 0
  /** What the harness has in `gc.callbacks` where it watches; see frame/modules.ts. */
  collectionWatcher: Address = 0
  /** Value of the last statement: a new reference, 0 where it raised or was told. */
  result: Address = 0

  constructor(
    dialect: Dialect,
    space: AddressSpace,
    objects: ObjectAllocator,
    gc: GcState,
    log: EventLog,
    services: Services,
  ) {
    this.dialect = dialect
    this.semantics = dialect.semantics
    this.space = space
    this.i32 = space.i32
    this.u8 = space.u8
    this.f64 = space.f64
    this.objects = objects
    this.constantCounts = new Int32Array((space.zeroedStart - space.dataStart) >> 4)
    this.sitesSeen = new Int32Array(space.constantsStart >> 2)
    this.siteCallees = new Int32Array(space.constantsStart >> 2)
    this.gc = gc
    this.log = log
    // A copy: one that many modules refer to is a table of hashes to V8, and a call through it cannot be inlined.
    this.services = { ...services }
  }

  /** Makes room for `count` referents. */
  roomForReferents(count: number): Int32Array {
    if (count > this.referents.length) this.referents = new Int32Array(2 * count)
    return this.referents
  }
}
