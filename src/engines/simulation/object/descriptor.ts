/**
 * Descriptors that classes get when they are made (Objects/descrobject.c): members for slots, getsets for `__dict__` and
 * `__weakref__`; and methods of built-in types, read from the type.
 *
 *   16 d_type   24 d_name   32 d_qualname   40 offset of the member, number of the getset or native   48 vectorcall
 */

import { gcAlloc, gcFree, track, untrack } from '../gc/gc-alloc.ts'
import type { Machine, NativeFunction, TypeSlots } from '../machine.ts'
import { fillWords } from '../memory/fill-words.ts'
import type { Address } from '../memory/layout.ts'
import { Kind } from './kinds.ts'
import { hashPointer } from './protocol.ts'
import { raise } from './raise.ts'
import { decref, incref, kindOf, setField, typeOf } from './refcount.ts'
import { strText } from './str.ts'
import { isInstanceOf } from './type-lookup.ts'

const TYPE = 16
const NAME = 24
const WHAT = 40
const BYTES = 48
const METHOD_BYTES = 56

/** From `property` on: an entry of `Machine.properties`. */
export const Getset = { dict: 0, weakref: 1, property: 2 } as const

function newDescriptor(m: Machine, kind: number, bytes: number, type: Address, name: Address, what: number): Address {
  const o = gcAlloc(m, m.typeByKind[kind] as number, bytes)
  fillWords(m.i32, 0, (o + TYPE) >> 2, (o + bytes) >> 2)
  m.i32[(o + TYPE) >> 2] = incref(m, type)
  m.i32[(o + NAME) >> 2] = incref(m, name)
  m.i32[(o + WHAT) >> 2] = what
  track(m, o)
  return o
}

/** A slot of a class, at that offset in its instances. */
export function newMember(m: Machine, type: Address, name: Address, offset: number): Address {
  return newDescriptor(m, Kind.memberDescriptor, BYTES, type, name, offset)
}

export function newGetset(m: Machine, type: Address, name: Address, which: number): Address {
  return newDescriptor(m, Kind.getsetDescriptor, BYTES, type, name, which)
}

/** `list.append`: asks for its object as first argument. */
export function newMethodDescriptor(m: Machine, type: Address, name: Address, native: number): Address {
  return newDescriptor(m, Kind.methodDescriptor, METHOD_BYTES, type, name, native)
}

export function descriptorWhat(m: Machine, o: Address): number {
  return m.i32[(o + WHAT) >> 2] as number
}

/** Borrowed. */
export function descriptorType(m: Machine, o: Address): Address {
  return m.i32[(o + TYPE) >> 2] as number
}

/** Value of a slot; 0 without an error where it is empty. */
export function memberGet(m: Machine, descriptor: Address, o: Address): Address {
  const value = m.i32[(o + descriptorWhat(m, descriptor)) >> 2] as number
  return value === 0 ? 0 : incref(m, value)
}

/** False where a slot to delete is empty already. */
export function memberSet(m: Machine, descriptor: Address, o: Address, value: Address): boolean {
  const at = o + descriptorWhat(m, descriptor)
  if (value === 0 && m.i32[at >> 2] === 0) return false
  setField(m, at, value === 0 ? 0 : incref(m, value))
  return true
}

/** Data descriptors go before what an instance holds itself. */
export function isDataDescriptor(m: Machine, o: Address): boolean {
  const kind = kindOf(m, o)
  return kind === Kind.memberDescriptor || kind === Kind.getsetDescriptor
}

function dealloc(m: Machine, o: Address): void {
  untrack(m, o)
  decref(m, m.i32[(o + TYPE) >> 2] as number)
  decref(m, m.i32[(o + NAME) >> 2] as number)
  gcFree(m, o)
}

function getAttribute(m: Machine, o: Address, name: Address): Address {
  if (name === m.names['__class__']) return incref(m, typeOf(m, o))
  if (name === m.names['__name__']) return incref(m, m.i32[(o + NAME) >> 2] as number)
  if (name === m.names['__objclass__']) return incref(m, descriptorType(m, o))
  return raise(m, 'AttributeError', strText(m, name))
}

const row = (name: string, basicSize: number): TypeSlots => ({
  name,
  gc: true,
  basicSize,
  dealloc,
  traverse(m, o) {
    m.referents[0] = descriptorType(m, o)
    return 1
  },
  clear() {},
  hash: hashPointer,
  getAttribute,
  repr: (m, o) => `<${name} '${strText(m, m.i32[(o + NAME) >> 2] as number)}'>`,
})

export const MEMBER_DESCRIPTOR = row('member_descriptor', BYTES)
export const GETSET_DESCRIPTOR = row('getset_descriptor', BYTES)
export const METHOD_DESCRIPTOR: TypeSlots = {
  ...row('method_descriptor', METHOD_BYTES),
  call(m, o, argv, argc) {
    const self = argc > 0 ? (m.i32[argv >> 2] as number) : 0
    if (self === 0 || !isInstanceOf(m, self, descriptorType(m, o))) {
      return raise(m, 'TypeError', 'descriptor needs an object of its type')
    }
    return (m.natives[descriptorWhat(m, o)] as NativeFunction)(m, self, argv + 8, argc - 1)
  },
}
