/** Calls of functions and methods, blocks of the palette, and second definitions of classes and functions. */
import type { Composer } from '../composer.ts'
import { family } from '../intern.ts'
import { Kind } from '../kind.ts'
import { CLASSES, DATA_VARIABLES, FUNCTIONS, PLAIN_CLASS, SHARED, variable } from '../names.ts'
import type { After, Before, BlockEntry } from '../palette/blocks.ts'
import { KIND_AFTER } from '../palette/blocks.ts'
import type { ClassEntry, FunctionEntry } from '../palette/class-entry.ts'
import { CELLS } from '../sketch.ts'
import { call, does, drop, item, put } from '../syntax.ts'
import { makeList } from './lists.ts'
import { makeInstance, sketchInstance } from './variables.ts'
import { anyCallback, referable, takeReference } from './weakrefs.ts'

const V = DATA_VARIABLES
const CALL_NONE = family([V + 1], (v) => (v === V ? does('f0') : put(variable(v), call('f0'))))
const CALL_ONE = family([2, V, V + 1], (f, u, v) =>
  v === V
    ? does(FUNCTIONS[f === 0 ? 1 : 3] as string, variable(u))
    : put(variable(v), call(FUNCTIONS[f === 0 ? 1 : 3] as string, variable(u))),
)
/** The result of `f2` goes nowhere or to one of its arguments: few statements. */
const CALL_TWO = family([V, V, 3], (u, v, place) =>
  place === 0
    ? does('f2', variable(u), variable(v))
    : put(variable(place === 1 ? u : v), call('f2', variable(u), variable(v))),
)
const LINK = family([V, V], (v, w) => does(`${variable(v)}.link`, variable(w)))
const METHOD = family([V, V + 1], (v, w) =>
  w === V ? does(`${variable(v)}.m`) : put(variable(w), call(`${variable(v)}.m`)),
)
const DROP_CLASS = family([CLASSES.length], (name) => drop(CLASSES[name] as string))
const DROP_FUNCTION = family([FUNCTIONS.length], (name) => drop(FUNCTIONS[name] as string))
const COUNT_FROM_ZERO = family([1], () => put('i', 0))
const BOX_APPEND = family([CLASSES.length, V], (name, v) => does(`${CLASSES[name]}.box.append`, variable(v)))
const BOX_STORE = family([CLASSES.length, V], (name, v) => put(item(`${CLASSES[name]}.box`, 1), variable(v)))

/** A variable with what a function wants; -1 when there is none. */
function argument(composer: Composer, entry: FunctionEntry): number {
  if (!entry.wantsAttributes) return entry.wantsWeakrefable ? referable(composer) : composer.bound()
  const sketch = composer.sketch
  const start = composer.anyVariable()
  for (let i = 0; i < composer.variables; i++) {
    const v = (start + i) % composer.variables
    if (sketch.kind(v) !== Kind.instance) continue
    const known = sketch.entry(sketch.at(v))
    if ((known.settable & 3) === 3 && (known.weakrefable || !entry.wantsWeakrefable)) return v
  }
  return -1
}

/** Notes what a call did to its arguments and to the variable that takes its result (-1: none). */
function noteCall(composer: Composer, entry: FunctionEntry, u: number, v: number, result: number): void {
  const sketch = composer.sketch
  const first = u < 0 ? -1 : sketch.at(u)
  const second = v < 0 ? first : sketch.at(v)
  if (entry.ties && first >= 0) sketch.link(first, second)
  if (first >= 0) sketch.grow(first, entry.makes)
  noteSet(composer, first, entry.sets[0])
  noteSet(composer, second, entry.sets[1])
  if (result < 0) return
  sketch.bind(result, resultOf(composer, entry, first))
}

function noteSet(composer: Composer, object: number, attributes: number): void {
  if (object < 0) return
  for (let k = 0; k < CELLS; k++)
    if ((attributes >> k) & 1) composer.sketch.setCell(object, k, composer.sketch.inside(object))
}

function resultOf(composer: Composer, entry: FunctionEntry, first: number): number {
  const sketch = composer.sketch
  const made = (kind: number) => {
    if (first >= 0 && entry.ties) return sketch.inside(first, kind)
    const object = sketch.fresh(kind)
    sketch.grow(object, entry.makes)
    sketch.forget(object)
    return object
  }
  switch (entry.result) {
    case 'first':
      return first
    case 'list':
      return made(Kind.list)
    case 'tuple':
      return made(Kind.tuple)
    case 'dict':
      return made(Kind.dict)
    case 'plain': {
      const object = sketchInstance(composer, composer.classEntry(PLAIN_CLASS), -1)
      sketch.forget(object)
      if (first >= 0) sketch.link(first, object)
      return object
    }
    case 'weakref':
      return made(Kind.weakref)
    case 'atom':
      return sketch.atom
    default:
      // From a default container or a branch: inside what the function holds, which a later call may tie further.
      return first >= 0 ? sketch.inside(first) : sketch.fresh(Kind.unknown)
  }
}

function callFunction(composer: Composer) {
  const name = composer.prng.below(FUNCTIONS.length)
  const entry = composer.functionEntry(name)
  const result =
    entry.result === 'none' && !composer.prng.percent(10) ? V : composer.prng.percent(60) ? composer.place() : V
  const taken = result === V ? -1 : result
  if (name === 0) {
    composer.say(CALL_NONE(result))
    return noteCall(composer, entry, -1, -1, taken)
  }
  const u = argument(composer, entry)
  if (u < 0)
    return entry.wantsAttributes ? void makeInstance(composer, composer.place(), composer.anyClass()) : undefined
  if (name !== 2) {
    composer.say(CALL_ONE(name === 1 ? 0 : 1, u, result))
    return noteCall(composer, entry, u, -1, taken)
  }
  const v = argument(composer, entry)
  const sketch = composer.sketch
  if (entry.ties && !sketch.mayLink(sketch.at(u), sketch.at(v))) return
  const place = result === V ? 0 : composer.prng.between(1, 2)
  composer.say(CALL_TWO(u, v, place))
  noteCall(composer, entry, u, v, place === 0 ? -1 : place === 1 ? u : v)
}

function provideBefore(composer: Composer, v: number, before: Before): boolean {
  const sketch = composer.sketch
  switch (before) {
    case 'bound':
      if (!sketch.isBound(v)) makeInstance(composer, v, composer.anyClass())
      return true
    case 'list':
      if (sketch.kind(v) !== Kind.list) makeList(composer, v)
      return true
    case 'weakref': {
      if (sketch.kind(v) === Kind.weakref) return true
      const target = referable(composer)
      if (target >= 0) takeReference(composer, SHARED.q - V, target, anyCallback(composer))
      return target >= 0
    }
    default:
      if (sketch.kind(v) !== Kind.instance) makeInstance(composer, v, composer.anyClass())
      return true
  }
}

function noteAfter(composer: Composer, v: number, after: After, entry: BlockEntry) {
  const sketch = composer.sketch
  if (after === 'changed') {
    sketch.grow(sketch.at(v), 3)
    return sketch.forget(sketch.at(v))
  }
  const object =
    after === 'instance'
      ? sketchInstance(composer, composer.classEntry(entry.className), -1)
      : sketch.fresh(KIND_AFTER[after])
  sketch.forget(object)
  sketch.bind(v, object)
}

function block(composer: Composer): void {
  const entry = composer.prng.pick(composer.palette.blocks)
  const sketch = composer.sketch
  if (!fitsVariables(composer, entry)) return
  if (entry.className >= 0) {
    const known = composer.classEntry(entry.className)
    if (entry.setsAttribute && (known.settable & 1) === 0) return
  }
  for (const [v, before] of entry.before) if (!provideBefore(composer, v, before)) return
  const [first, second] = entry.before
  if (first !== undefined && second !== undefined && !sketch.mayLink(sketch.at(first[0]), sketch.at(second[0]))) return
  if (entry.counts) composer.say(COUNT_FROM_ZERO(0))
  composer.say(entry.statement)
  let group = -1
  for (const [v] of entry.before) {
    if (group >= 0) sketch.link(group, sketch.at(v))
    group = sketch.at(v)
  }
  if (group > 0) sketch.grow(group, entry.makes)
  for (const [v, after] of entry.after) {
    noteAfter(composer, v, after, entry)
    if (group > 0) sketch.link(group, sketch.at(v))
    else sketch.grow(sketch.at(v), entry.makes)
  }
}

function fitsVariables(composer: Composer, entry: BlockEntry): boolean {
  for (const [v] of entry.before) if (v >= composer.variables && v < V) return false
  for (const [v] of entry.after) if (v >= composer.variables && v < V) return false
  return true
}

export const callMoves = {
  call: callFunction,
  method: (composer: Composer) => {
    const sketch = composer.sketch
    const v = composer.holding(Kind.instance)
    if (v < 0) return void makeInstance(composer, composer.place(), composer.anyClass())
    const entry = sketch.entry(sketch.at(v))
    if (entry.links >= 0) {
      const w = composer.bound()
      if (!sketch.mayLink(sketch.at(v), sketch.at(w))) return
      composer.say(LINK(v, w))
      sketch.link(sketch.at(v), sketch.at(w))
      sketch.setCell(sketch.at(v), entry.links, sketch.at(w))
    } else if (entry.hasMethod) {
      const w = composer.prng.next() & 1 ? V : composer.place()
      composer.say(METHOD(v, w))
      // A class with bases may give something else.
      const isOwn = entry.name < CLASSES.length
      if (w !== V) sketch.bind(w, isOwn ? sketch.at(v) : sketch.inside(sketch.at(v)))
    }
  },
  block,
  /** Puts something into a container of a class: it lives as long as the class. */
  box: (composer: Composer) => {
    const name = composer.anyClass()
    const v = composer.bound()
    const entry = composer.classEntry(name)
    if (entry.box === 'none' || v < 0) return
    composer.say(entry.box === 'list' ? BOX_APPEND(name, v) : BOX_STORE(name, v))
  },
  /** Drops or redefines a class, or drops a function; what uses it next defines it again, perhaps otherwise. */
  forget: (composer: Composer) => {
    const name = composer.prng.below(CLASSES.length)
    if (name !== PLAIN_CLASS && composer.hasClass(name) && composer.prng.percent(60)) {
      composer.say(DROP_CLASS(name))
      return composer.forgetClass(name)
    }
    if (composer.hasClass(name) && composer.prng.percent(50)) {
      composer.defineClass(composer.prng.pick(composer.palette.classes[name] as readonly ClassEntry[]))
      return
    }
    const f = composer.prng.below(FUNCTIONS.length)
    if (!composer.hasFunction(f)) return
    composer.say(DROP_FUNCTION(f))
    composer.forgetFunction(f)
  },
} as const
