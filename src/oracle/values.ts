/** Python's meaning of values: truth, type names, equality, keys of dicts and sets, and text. */
import { printBytes, printFloat, printStr } from '../program/print-literal.ts'
import { Builtin, Bytes, Float, Undecided, Unknown } from './atom.ts'
import { PythonError } from './python-error.ts'
import { AskedKey, type KeyImage, Thing, type Value } from './thing.ts'

/** Containers nested deeper than this are not compared or printed: the interpreter's own limits come into play. */
const DEPTH_MAX = 40

export function typeNameOf(value: Value): string {
  if (value instanceof Thing) return value.typeName
  if (value === null) return 'NoneType'
  if (typeof value === 'boolean') return 'bool'
  if (typeof value === 'number' || typeof value === 'bigint') return 'int'
  if (typeof value === 'string') return 'str'
  if (value instanceof Float) return 'float'
  if (value instanceof Bytes) return 'bytes'
  if (value instanceof Builtin) {
    if (value.kind === 'type') return 'type'
    return value.kind === 'module' ? 'module' : 'builtin_function_or_method'
  }
  throw new Undecided(value.reason)
}

export function isTrue(value: Value): boolean {
  if (value instanceof Thing) {
    if (value.entries !== null) return value.entries.size > 0
    if (value.kind === 'list' || value.kind === 'tuple') return value.items.length > 0
    if (value.kind === 'bytearray') return value.items.length > 0
    if (value.kind === 'range') return rangeLength(value) > 0
    if (value.kind === 'view') return isTrue(value.items[0] ?? null)
    if (value.cls?.isLibrary === true && value.cls.members.has('__len__'))
      throw new Undecided('the truth of a weak container')
    if (!value.isProxy) return true
    if (value.target === null || value.target.refs === 0) throw new PythonError('ReferenceError')
    return isTrue(value.target)
  }
  if (value === null || value === false || value === '') return false
  if (typeof value === 'number') return value !== 0
  if (typeof value === 'bigint') return value !== 0n
  if (value instanceof Float) return value.value !== 0
  if (value instanceof Bytes) return value.value !== ''
  if (value instanceof Unknown) throw new Undecided(value.reason)
  return true
}

export function rangeLength(thing: Thing): number {
  const [start, stop, step] = thing.range ?? [0, 0, 1]
  return Math.max(0, Math.ceil((stop - start) / step))
}

/** Equal for ranges of the same numbers. */
function rangeImage(range: Thing): string {
  const length = rangeLength(range)
  const [start, , step] = range.range ?? [0, 0, 1]
  return `\0r${length},${length === 0 ? '' : start},${length < 2 ? '' : step}`
}

/** A number as JavaScript compares it, undefined for what is no number. */
export function numeric(value: Value): number | bigint | undefined {
  if (typeof value === 'number' || typeof value === 'bigint') return value
  if (typeof value === 'boolean') return value ? 1 : 0
  return value instanceof Float ? value.value : undefined
}

/** `a == b` for built-in types; instances are equal to themselves only. */
export function equal(a: Value, b: Value, depth = 0): boolean {
  if (a === b) return !(a instanceof Float && Number.isNaN(a.value))
  if (a instanceof Unknown || b instanceof Unknown) throw new Undecided('a comparison of an unknown value')
  const x = numeric(a)
  const y = numeric(b)
  // biome-ignore lint/suspicious/noDoubleEquals: 1 == 1n is Python's equality of int and int
  if (x !== undefined && y !== undefined) return x == y
  const bytes = bytesOfLike(a)
  const others = bytes === undefined ? undefined : bytesOfLike(b)
  if (bytes !== undefined && others !== undefined) return sameBytes(bytes, others)
  if (!(a instanceof Thing) || !(b instanceof Thing)) return false
  if (depth > DEPTH_MAX) throw new Undecided('a comparison nested too deep')
  if (isSetLike(a) && isSetLike(b) && (a.kind === 'view' || b.kind === 'view')) {
    throw new Undecided('a comparison of a view of a dict')
  }
  if (a.kind !== b.kind && !(isSet(a) && isSet(b))) return false
  if (a.kind === 'list' || a.kind === 'tuple') {
    if (a.items.length !== b.items.length) return false
    return a.items.every((item, i) => item === b.items[i] || equal(item, b.items[i] as Value, depth + 1))
  }
  if (a.kind === 'dict' || isSet(a)) {
    if (a.entries === null || b.entries === null || a.entries.size !== b.entries.size) return false
    for (const [image, entry] of a.entries) {
      const other = b.entries.get(image)
      if (other === undefined) return false
      if (entry.value !== other.value && !equal(entry.value, other.value, depth + 1)) return false
    }
    return true
  }
  if (a.kind === 'weakref' && a.target !== null && b.target !== null) return equal(a.target, b.target, depth + 1)
  if (a.kind === 'method') return a.items[1] === b.items[1] && equal(a.items[0] ?? null, b.items[0] ?? null)
  if (a.kind === 'range') return rangeImage(a) === rangeImage(b)
  return false
}

/** The bytes of bytes and of a bytearray, borrowed. */
export function bytesOfLike(value: Value): readonly number[] | undefined {
  if (value instanceof Thing) return value.kind === 'bytearray' ? (value.items as number[]) : undefined
  return value instanceof Bytes ? Array.from(value.value, (one) => one.charCodeAt(0)) : undefined
}

function sameBytes(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i])
}

export function isSetLike(thing: Thing): boolean {
  return isSet(thing) || (thing.kind === 'view' && thing.typeName !== 'dict_values')
}

export function isSet(thing: Thing): boolean {
  return thing.kind === 'set' || thing.kind === 'frozenset'
}

/** The image of a key; TypeError for what cannot be hashed. */
export function keyImage(value: Value): KeyImage {
  if (value instanceof Thing) {
    if (['list', 'dict', 'set', 'bytearray'].includes(value.kind)) throw new PythonError('TypeError')
    if (value.kind === 'view' && value.typeName !== 'dict_values') throw new PythonError('TypeError')
    if (value.kind === 'tuple') return imageOfItems(value)
    if (value.kind === 'frozenset') return imageOfElements(value)
    if (value.kind === 'weakref') throw new Undecided('a weakref as a key')
    if (value.kind === 'range') return rangeImage(value)
    if (value.kind === 'method') return `\0m${value.items.map((part) => imageText(identityOf(part))).join(',')}`
    return value
  }
  if (typeof value === 'boolean') return value ? 1 : 0
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint' || value === null)
    return value
  if (value instanceof Float) return value.value
  if (value instanceof Bytes) return `\0b${value.value}`
  if (value instanceof Builtin) return `\0f${value.name}`
  throw new Undecided(value.reason)
}

/** Tuples of the same tuples double it with each level. */
const IMAGE_MAX = 10_000

function imageOfItems({ items }: Thing): KeyImage {
  const image = `\0t${items.map((item) => imageText(keyImage(item))).join(',')}`
  if (image.length > IMAGE_MAX) throw new Undecided('the hash of a tuple of so many others')
  return image
}

/** That of a frozenset with the elements of a set. */
export function imageOfElements({ entries }: Thing): KeyImage {
  const texts = [...(entries?.keys() ?? [])].map((image) => imageText(image))
  return `\0s${texts.toSorted().join(',')}`
}

function identityOf(value: Value): KeyImage {
  return value instanceof Thing ? value : keyImage(value)
}

/** The image as part of another one. */
export function imageText(image: KeyImage): string {
  if (image instanceof Thing) return `#${image.birth}`
  if (image instanceof AskedKey) return imageText(image.hash)
  return typeof image === 'string' ? JSON.stringify(image) : String(image)
}

function textOfBytearray({ items }: Thing): string {
  const text = String.fromCharCode(...(items as number[]))
  if (text.includes("'")) throw new Undecided('the text of a bytearray with quotes')
  return `bytearray(${printBytes(text)})`
}

/** `str(value)` as `print` shows it. */
export function textOf(value: Value): string {
  return typeof value === 'string' ? value : reprOf(value, [])
}

/** `repr(value)`; `inside` are the containers being shown. Addresses are written as `0x…`. */
export function reprOf(value: Value, inside: readonly Thing[] = []): string {
  if (value === null) return 'None'
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (typeof value === 'number' || typeof value === 'bigint') return String(value)
  if (typeof value === 'string') return reprOfStr(value)
  if (value instanceof Float) return printFloat(value.value)
  if (value instanceof Bytes) return printBytes(value.value)
  if (value instanceof Unknown) throw new Undecided(value.reason)
  if (value instanceof Builtin) return textOfBuiltin(value)
  if (inside.length > DEPTH_MAX) throw new Undecided('a text nested too deep')
  const seen = inside.includes(value)
  const within = [...inside, value]
  switch (value.kind) {
    case 'list':
      return seen ? '[...]' : `[${value.items.map((item) => reprOf(item, within)).join(', ')}]`
    case 'tuple':
      if (seen) return '(...)'
      return `(${value.items.map((item) => reprOf(item, within)).join(', ')}${value.items.length === 1 ? ',' : ''})`
    case 'dict': {
      if (seen) return '{...}'
      const entries = [...(value.entries ?? new Map()).values()]
      return `{${entries.map((entry) => `${reprOf(entry.key, within)}: ${reprOf(entry.value, within)}`).join(', ')}}`
    }
    case 'range': {
      const [start, stop, step] = value.range ?? [0, 0, 1]
      return step === 1 ? `range(${start}, ${stop})` : `range(${start}, ${stop}, ${step})`
    }
    case 'bytearray':
      return textOfBytearray(value)
    case 'set':
    case 'frozenset':
      return textOfSet(value, within)
    case 'view':
      return seen ? '...' : textOfView(value, within)
    default:
      throw new Undecided(`the text of a ${value.kind}`)
  }
}

function textOfBuiltin({ kind, name }: Builtin): string {
  if (name.includes('.') || kind === 'module') throw new Undecided('the text of a member of a module')
  return kind === 'type' ? `<class '${name}'>` : `<built-in function ${name}>`
}

/** The order of several elements is that of a table. */
function textOfSet({ kind, cls, entries }: Thing, inside: readonly Thing[]): string {
  if (cls !== null) throw new Undecided('the text of a set of a class of the program')
  const keys = [...(entries ?? new Map()).values()].map(({ key }) => key)
  if (keys.length > 1) throw new Undecided(`the text of a ${kind}`)
  const shown = keys.map((key) => reprOf(key, inside)).join()
  if (shown === '') return `${kind}()`
  return kind === 'set' ? `{${shown}}` : `frozenset({${shown}})`
}

function textOfView({ typeName, items }: Thing, inside: readonly Thing[]): string {
  const [dict] = items
  if (!(dict instanceof Thing)) throw new Undecided('a view without its dict')
  const entries = [...(dict.entries ?? new Map()).values()].map(({ key, value }) => {
    if (typeName === 'dict_keys') return reprOf(key, inside)
    if (typeName === 'dict_values') return reprOf(value, inside)
    return `(${reprOf(key, inside)}, ${reprOf(value, inside)})`
  })
  return `${typeName}([${entries.join(', ')}])`
}

function reprOfStr(value: string): string {
  for (const character of value) {
    const code = character.codePointAt(0) as number
    if (code > 0xff || code === 0xad) throw new Undecided('repr of a character whose printability Unicode decides')
  }
  return printStr(value).replace(/\\x([0-9a-f]{2})/g, (escaped, hex) => {
    const code = Number.parseInt(hex, 16)
    return code > 0xa0 ? String.fromCharCode(code) : escaped
  })
}
