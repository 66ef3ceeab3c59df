/** Python's meaning of values: truth, type names, equality, keys of dicts and sets, and text. */
import { printBytes, printFloat, printStr } from '../program/print-literal.ts'
import { Builtin, Bytes, Float, Undecided, Unknown } from './atom.ts'
import { PythonError } from './python-error.ts'
import { type KeyImage, Thing, type Value } from './thing.ts'

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
    if (value.entries !== null && value.kind !== 'instance') return value.entries.size > 0
    if (value.kind === 'list' || value.kind === 'tuple') return value.items.length > 0
    if (value.kind === 'bytearray') return value.position > 0
    if (value.kind === 'range') return rangeLength(value) > 0
    return true
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
  if (a instanceof Bytes && b instanceof Bytes) return a.value === b.value
  if (!(a instanceof Thing) || !(b instanceof Thing)) return false
  if (depth > DEPTH_MAX) throw new Undecided('a comparison nested too deep')
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
  if (a.kind === 'range' || a.kind === 'bytearray') throw new Undecided(`a comparison of ${a.kind} objects`)
  return false
}

export function isSet(thing: Thing): boolean {
  return thing.kind === 'set' || thing.kind === 'frozenset'
}

/** The image of a key; TypeError for what cannot be hashed. */
export function keyImage(value: Value): KeyImage {
  if (value instanceof Thing) {
    if (['list', 'dict', 'set', 'bytearray'].includes(value.kind)) throw new PythonError('TypeError')
    if (value.kind === 'tuple') return `\0t${value.items.map((item) => imageText(keyImage(item))).join(',')}`
    if (value.kind === 'frozenset') throw new Undecided('a frozenset as a key')
    if (value.kind === 'weakref') throw new Undecided('a weakref as a key')
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

function imageText(image: KeyImage): string {
  if (image instanceof Thing) return `#${image.birth}`
  return typeof image === 'string' ? JSON.stringify(image) : String(image)
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
  if (value instanceof Builtin) throw new Undecided('the text of a built-in')
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
    default:
      throw new Undecided(`the text of a ${value.kind}`)
  }
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
