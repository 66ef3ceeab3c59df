/** Methods of numbers and strings that the language offers. What goes by tables of Unicode is left open. */
import { type Atom, Float, Undecided } from '../atom.ts'
import { PythonError } from '../python-error.ts'
import { Thing, type Value } from '../thing.ts'
import type { World } from '../world.ts'
import { itemsOf } from './iterate.ts'
import { makeList } from './make.ts'
import { arity, typeError } from './table.ts'

/** Arguments are borrowed, the result is owned. */
export type AtomMethod = (world: World, self: Atom, args: readonly Value[]) => Value

type TextMethod = (text: string, args: readonly Value[], world: World) => Value

const TEXT_METHODS: Readonly<Record<string, TextMethod>> = {
  upper: (text, args) => ascii(text, args).toUpperCase(),
  lower: (text, args) => ascii(text, args).toLowerCase(),
  strip: (text, args) => ascii(text, args).trim(),
  startswith: (text, args) => text.startsWith(onlyText(args)),
  endswith: (text, args) => text.endsWith(onlyText(args)),
  find: (text, args) => placeOf(text, onlyText(args)),
  index(text, args) {
    const place = placeOf(text, onlyText(args))
    if (place < 0) throw new PythonError('ValueError')
    return place
  },
  count(text, args) {
    const part = onlyText(args)
    return part === '' ? [...text].length + 1 : text.split(part).length - 1
  },
  replace(text, args) {
    arity(args, 2)
    const [from, to] = args
    if (typeof from !== 'string' || typeof to !== 'string') throw typeError()
    return text.replaceAll(from, () => to)
  },
  split(text, args, world) {
    arity(args, 0, 1)
    if (args.length === 0) return makeList(world, ascii(text, args).split(/\s+/).filter(Boolean))
    const separator = onlyText(args)
    if (separator === '') throw new PythonError('ValueError')
    return makeList(world, text.split(separator))
  },
  join(text, args, world) {
    arity(args, 1)
    const base = world.stack.length
    for (const item of itemsOf(world, args[0] as Value)) world.push(item)
    const parts = world.stack.slice(base)
    if (!parts.every((part) => typeof part === 'string')) {
      world.unwind(base)
      throw typeError()
    }
    world.unwind(base)
    return parts.join(text)
  },
}

/** The method of an atom, where it is one that is known. */
export function atomMethod(self: Value, name: string): AtomMethod | undefined {
  if (typeof self === 'string') {
    const method = TEXT_METHODS[name]
    return method === undefined ? undefined : (world, _self, args) => method(self, args, world)
  }
  if (self instanceof Float && name === 'is_integer') {
    return (_world, _self, args) => {
      arity(args, 0)
      return Number.isInteger(self.value)
    }
  }
  if (name !== 'bit_length' || (typeof self !== 'number' && typeof self !== 'bigint')) return undefined
  return (_world, _self, args) => {
    arity(args, 0)
    const size = BigInt(self) < 0n ? -BigInt(self) : BigInt(self)
    return size === 0n ? 0 : size.toString(2).length
  }
}

function onlyText(args: readonly Value[]): string {
  arity(args, 1)
  const [part] = args
  if (part instanceof Thing && part.kind === 'tuple') throw new Undecided('a tuple of texts to look for')
  if (typeof part !== 'string') throw typeError()
  return part
}

/** Counted in characters, not in halves of them. */
function placeOf(text: string, part: string): number {
  const at = text.indexOf(part)
  return at < 0 ? -1 : [...text.slice(0, at)].length
}

function ascii(text: string, args: readonly Value[]): string {
  arity(args, 0)
  if (!/^[\x00-\x7f]*$/.test(text)) throw new Undecided('letters and spaces outside of ASCII')
  return text
}
