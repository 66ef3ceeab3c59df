/**
 * Finding a key in a dict or set where that may run code: `__hash__` of the key, and `__eq__` for each key of the same
 * hash, which may change the table under the search. Keys of other hashes are never compared: that two hashes which
 * have nothing to do with each other are equal by chance is left out.
 */
import { Undecided, Unknown } from './atom.ts'
import { lookUp } from './class-parts.ts'
import { PythonError } from './python-error.ts'
import { AskedKey, type Entry, type KeyImage, Thing, type Value } from './thing.ts'
import { imageOfElements, imageText, keyImage } from './values.ts'
import type { World } from './world.ts'

const ROUNDS_MAX = 1000
/**
 * What was added may lie in the place of a key that has gone, which the search has chosen for its own: then one of the two is
 * lost, the set is longer than what it holds, and the interpreter may die of that later (gh-141805, not in 3.9).
 */
export const CHANGED_SET = 'a set to which a comparison adds while a key is looked for in it (gh-141805)'
/** So many keys a set holds before it grows for the first time. */
const SMALL_SET_MAX = 4

/** The name in `container.entries` of the entry with that key or, where there is none, of one to be made. */
export function imageIn(world: World, container: Thing, key: Value): KeyImage {
  if (!container.asksKeys && !isAsked(world, key)) return keyImage(key)
  const hash = hashOf(world, key)
  return imageFor(world, container, key, hash)
}

/** The same in a set, where a set is looked for as the frozenset that it would be. */
export function imageInSet(world: World, set: Thing, key: Value): KeyImage {
  if (!(key instanceof Thing) || key.kind !== 'set') return imageIn(world, set, key)
  const own = key.cls === null ? undefined : lookUp(key.cls, '__hash__')
  if (own !== undefined && own !== null) throw new Undecided('a set with a hash of its own in a set')
  if (set.asksKeys || key.asksKeys) throw new Undecided('a set looked for among keys that are asked')
  return imageOfElements(key)
}

/** The same for a key whose hash is known. */
export function imageFor(world: World, container: Thing, key: Value, hash: KeyImage): KeyImage {
  return locate(world, container, key, hash) ?? newImage(world, container, key, hash)
}

/**
 * The name of an entry to be made for an element in a set; undefined where an equal one was met. That counts also where the
 * comparison itself has taken it out (`set_add_entry` looks at the answer first, `set_lookkey` at the table).
 */
export function imageToAdd(world: World, set: Thing, element: Value, hash: KeyImage): KeyImage | undefined {
  if (locate(world, set, element, hash, true) !== undefined) return undefined
  return newImage(world, set, element, hash)
}

function newImage(world: World, container: Thing, key: Value, hash: KeyImage): KeyImage {
  const plain = hash instanceof AskedKey ? hash.hash : hash
  if (!isAsked(world, key)) return plain
  container.asksKeys = true
  return new AskedKey(plain)
}

/** Hashing or comparing the key may run code, or is by what it points to. */
function isAsked(world: World, key: Value): boolean {
  if (!(key instanceof Thing)) return false
  if (key.kind === 'weakref') return true
  if (key.cls !== null && lookUp(key.cls, '__hash__') !== undefined) return true
  if (key.cls !== null && lookUp(key.cls, '__eq__') !== undefined) return true
  if (key.kind === 'tuple') return world.asksForEquality && key.items.some((item) => isAsked(world, item))
  return key.kind === 'frozenset' && key.asksKeys
}

/** What stands for the hash of a key; TypeError for what has none. */
export function hashOf(world: World, key: Value): KeyImage {
  // From 3.14 on the error names the class with its module, which a class that `type` made in a harness may lack.
  const hasNoModule = key instanceof Thing && key.cls?.isReported === false && key.kind !== 'instance'
  if (hasNoModule && world.semantics.tupleHashKept) throw new Undecided('the hash of a class that a call of type made')
  if (!(key instanceof Thing) || !isAsked(world, key)) return keyImage(key)
  if (key.kind === 'weakref') return hashOfWeakref(world, key)
  const method = key.cls === null ? undefined : lookUp(key.cls, '__hash__')
  if (method !== undefined) return hashByMethod(world, key, method)
  if (key.kind === 'tuple') {
    if (world.semantics.tupleHashKept && key.hash !== undefined) return key.hash
    const image = `\0t${key.items.map((item) => imageText(hashOf(world, item))).join(',')}`
    key.hash = image
    return image
  }
  return keyImage(key)
}

function hashByMethod(world: World, key: Thing, method: Value): KeyImage {
  if (method === null) throw new PythonError('TypeError')
  const result = world.actors.callSpecial(method, key, [])
  if (result instanceof Thing && world.semantics.badHashLeaks) {
    // The reference is lost: nobody holds it, and it counts for ever.
    world.lost.push(result)
    throw new PythonError('TypeError')
  }
  world.push(result)
  const hash = reducedHash(result)
  world.decref(world.pop())
  return hash
}

/** That of its target, which it keeps. */
function hashOfWeakref(world: World, key: Thing): KeyImage {
  if (key.isProxy) throw new PythonError('TypeError')
  if (key.hash !== undefined) return key.hash
  const { target } = key
  if (target === null || target.refs === 0) throw new PythonError('TypeError')
  world.push(world.incref(target))
  key.hash = hashOf(world, target)
  world.decref(world.pop())
  return key.hash
}

/** The entry of the container with an equal key of that hash; undefined where there is none. */
export function locate(
  world: World,
  container: Thing,
  key: Value,
  hashed: KeyImage,
  trustsAnswer = false,
): KeyImage | undefined {
  const hash = hashed instanceof AskedKey ? hashed.hash : hashed
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const found = searchOnce(world, container, key, hash, trustsAnswer)
    if (found !== 'changed') return found
  }
  throw new Undecided('a lookup that begins again and again')
}

function searchOnce(
  world: World,
  container: Thing,
  key: Value,
  hash: KeyImage,
  trustsAnswer: boolean,
): KeyImage | undefined | 'changed' {
  const entries = entriesOf(container)
  if (!container.asksKeys && !isAsked(world, key)) return entries.has(hash) ? hash : undefined
  const candidates: [KeyImage, Entry][] = []
  for (const [image, entry] of entries) {
    if ((image instanceof AskedKey ? image.hash : image) === hash) candidates.push([image, entry])
  }
  if (candidates.length > 1 && mayBeMoved(container)) world.guess ??= 'the order of keys with one hash'
  for (const [image, entry] of candidates) {
    if (entry.key === key) return image
    const { size } = entriesOf(container)
    const compared = entry.key
    world.push(world.incref(compared))
    const same = world.actors.isEqual(compared, key)
    world.decref(world.pop())
    if (same && trustsAnswer) return image
    const now = entriesOf(container)
    if (now.get(image) !== entry || entry.key !== compared) return 'changed'
    if (now.size > size) world.guess ??= container.kind === 'dict' ? 'whether a table grew under a lookup' : CHANGED_SET
    if (same) return image
  }
  return undefined
}

/** A set that grows puts its keys into the new table in the order of the old one, where others may have displaced them. */
function mayBeMoved(container: Thing): boolean {
  return container.keysMoved || (container.kind !== 'dict' && entriesOf(container).size > SMALL_SET_MAX)
}

function entriesOf(container: Thing): Map<KeyImage, Entry> {
  if (container.entries === null) throw new Undecided(`a ${container.kind} that the collector took apart`)
  return container.entries
}

/** An entry goes: from then on keys of one hash may lie in another order. */
export function forget(container: Thing, image: KeyImage): void {
  container.entries?.delete(image)
  if (image instanceof AskedKey || container.kind !== 'dict') container.keysMoved = true
}

/** The hash that a `__hash__` gave: an int, reduced as CPython does; TypeError for anything else. */
function reducedHash(value: Value): number | bigint {
  const number = typeof value === 'boolean' ? Number(value) : value
  if (value instanceof Unknown) throw new Undecided(value.reason)
  if (typeof number !== 'number' && typeof number !== 'bigint') throw new PythonError('TypeError')
  if (number === -1) return -2
  if (BigInt(number) > 2n ** 61n - 2n || BigInt(number) < -(2n ** 61n)) throw new Undecided('a hash that large')
  return number
}
