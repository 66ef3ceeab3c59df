/** What strings can do (Objects/unicodeobject.c); text is worked on as JavaScript's, only lookups read the records. */
import type { BinaryOp, ComparisonOp, Machine, TypeSlots } from '../machine.ts'
import type { Address } from '../memory/layout.ts'
import { argument, isArity } from './arguments.ts'
import { newBool } from './bool.ts'
import { newIndexIterator } from './index-iterator.ts'
import { indexValue, isInt, newInt } from './int.ts'
import { Kind } from './kinds.ts'
import { listAppendSteal, newList } from './list.ts'
import { iterate, nextItem } from './protocol.ts'
import { raise } from './raise.ts'
import { decref, incref } from './refcount.ts'
import {
  deallocStr,
  hashStr,
  isAsciiStr,
  isSameText,
  isStr,
  newStr,
  strCharacter,
  strLength,
  strSize,
  strText,
} from './str.ts'
import { textOf } from './text-of.ts'
import { strRepr } from './text-repr.ts'

function compareStrs(m: Machine, a: Address, b: Address, op: ComparisonOp): Address {
  if (!isStr(m, a) || !isStr(m, b)) return incref(m, m.NotImplemented)
  if (op === '==') return newBool(m, isSameText(m, a, b))
  if (op === '!=') return newBool(m, !isSameText(m, a, b))
  const order = compareText(strText(m, a), strText(m, b))
  return newBool(m, op === '<' ? order < 0 : op === '<=' ? order <= 0 : op === '>' ? order > 0 : order >= 0)
}

/** By code points; JavaScript's own order is by UTF-16 units. */
function compareText(a: string, b: string): number {
  const left = [...a]
  const right = [...b]
  for (let i = 0; i < left.length && i < right.length; i++) {
    const difference = ((left[i] as string).codePointAt(0) as number) - ((right[i] as string).codePointAt(0) as number)
    if (difference !== 0) return difference
  }
  return left.length - right.length
}

function binaryStrs(m: Machine, op: BinaryOp, a: Address, b: Address): Address {
  if (op === '+' && isStr(m, a)) {
    if (!isStr(m, b)) return isStr(m, a) ? raise(m, 'TypeError', 'can only concatenate str to str') : 0
    if (strLength(m, a) === 0) return incref(m, b)
    if (strLength(m, b) === 0) return incref(m, a)
    return newStr(m, strText(m, a) + strText(m, b))
  }
  if (op !== '*') return incref(m, m.NotImplemented)
  const [text, count] = isStr(m, a) ? [a, b] : [b, a]
  if (!isInt(m, count)) return incref(m, m.NotImplemented)
  const times = Math.max(0, indexValue(m, count))
  if (times === 1) return incref(m, text)
  if (times * strLength(m, text) > 2 ** 28) return raise(m, 'MemoryError', 'repeated string is too long')
  return newStr(m, strText(m, text).repeat(times))
}

function itemOfStr(m: Machine, o: Address, key: Address): Address {
  if (!isInt(m, key)) return raise(m, 'TypeError', 'string indices must be integers')
  const length = strLength(m, o)
  let index = indexValue(m, key)
  if (index < 0) index += length
  if (index < 0 || index >= length) return raise(m, 'IndexError', 'string index out of range')
  return strCharacter(m, o, index)
}

function constructStr(m: Machine, _type: Address, argv: Address, argc: number): Address {
  if (!isArity(m, argc, 0, 1)) return 0
  if (argc === 0) return newStr(m, '')
  const from = argument(m, argv, 0)
  if (isStr(m, from)) return incref(m, from)
  const text = textOf(m, from)
  return text === undefined ? 0 : newStr(m, text)
}

/** The text of argument `index`; undefined with TypeError set. */
function textArgument(m: Machine, argv: Address, argc: number, index: number): string | undefined {
  if (index < argc && isStr(m, argument(m, argv, index))) return strText(m, argument(m, argv, index))
  raise(m, 'TypeError', 'a str is needed')
  return undefined
}

/** A string made of the receiver; the receiver itself where nothing changes. */
function changed(m: Machine, self: Address, before: string, after: string): Address {
  return before === after ? incref(m, self) : newStr(m, after)
}

function join(m: Machine, self: Address, argv: Address, argc: number): Address {
  if (!isArity(m, argc, 1, 1)) return 0
  const iterator = iterate(m, argument(m, argv, 0))
  if (iterator === 0) return 0
  const parts: string[] = []
  for (let item = nextItem(m, iterator); item !== 0; item = nextItem(m, iterator)) {
    if (isStr(m, item)) parts.push(strText(m, item))
    else raise(m, 'TypeError', 'sequence item: expected str')
    decref(m, item)
    if (m.error !== 0) break
  }
  decref(m, iterator)
  return m.error !== 0 ? 0 : newStr(m, parts.join(strText(m, self)))
}

function split(m: Machine, self: Address, argv: Address, argc: number): Address {
  if (!isArity(m, argc, 0, 1)) return 0
  const separator = argc === 0 ? undefined : textArgument(m, argv, argc, 0)
  if (m.error !== 0) return 0
  if (separator === '') return raise(m, 'ValueError', 'empty separator')
  const text = strText(m, self)
  const parts = separator === undefined ? text.split(/\s+/).filter((part) => part !== '') : text.split(separator)
  const list = newList(m, 0)
  if (list === 0) return 0
  for (const part of parts)
    if (listAppendSteal(m, list, newStr(m, part)) < 0) {
      decref(m, list)
      return 0
    }
  return list
}

function replace(m: Machine, self: Address, argv: Address, argc: number): Address {
  if (!isArity(m, argc, 2, 2)) return 0
  const from = textArgument(m, argv, argc, 0)
  const to = textArgument(m, argv, argc, 1)
  if (from === undefined || to === undefined) return 0
  const text = strText(m, self)
  return changed(
    m,
    self,
    text,
    text.replaceAll(from, () => to),
  )
}

function position(m: Machine, self: Address, argv: Address, argc: number): number | undefined {
  const part = textArgument(m, argv, argc, 0)
  return part === undefined ? undefined : strText(m, self).indexOf(part)
}

export const STR: TypeSlots = {
  name: 'str',
  gc: false,
  // The size of an unready legacy string, which is what the type says.
  basicSize: 80,
  dealloc: deallocStr,
  hash: hashStr,
  compare: compareStrs,
  length: strLength,
  getItem: itemOfStr,
  contains(m, o, item) {
    if (!isStr(m, item)) {
      raise(m, 'TypeError', "'in <string>' requires string as left operand")
      return -1
    }
    return strText(m, o).includes(strText(m, item)) ? 1 : 0
  },
  iterate(m, o) {
    // Text of ASCII alone has a type of iterator of its own (3.11+).
    const isOfAscii = m.dialect.version[1] >= 11 && isAsciiStr(m, o)
    return newIndexIterator(m, isOfAscii ? Kind.strAsciiIterator : Kind.strIterator, o)
  },
  binary: binaryStrs,
  construct: constructStr,
  repr: (m, o) => strRepr(strText(m, o)),
  sizeof: strSize,
  methods: {
    join,
    split,
    replace,
    upper: (m, self) => newStr(m, strText(m, self).toUpperCase()),
    lower: (m, self) => newStr(m, strText(m, self).toLowerCase()),
    strip(m, self) {
      const text = strText(m, self)
      return changed(m, self, text, text.trim())
    },
    startswith(m, self, argv, argc) {
      const part = textArgument(m, argv, argc, 0)
      return part === undefined ? 0 : newBool(m, strText(m, self).startsWith(part))
    },
    endswith(m, self, argv, argc) {
      const part = textArgument(m, argv, argc, 0)
      return part === undefined ? 0 : newBool(m, strText(m, self).endsWith(part))
    },
    find(m, self, argv, argc) {
      const at = position(m, self, argv, argc)
      return at === undefined ? 0 : newInt(m, at)
    },
    index(m, self, argv, argc) {
      const at = position(m, self, argv, argc)
      if (at === undefined) return 0
      return at < 0 ? raise(m, 'ValueError', 'substring not found') : newInt(m, at)
    },
    count(m, self, argv, argc) {
      const part = textArgument(m, argv, argc, 0)
      if (part === undefined) return 0
      return newInt(m, part === '' ? strLength(m, self) + 1 : strText(m, self).split(part).length - 1)
    },
  },
}
