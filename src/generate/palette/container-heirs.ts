/** Classes that derive from `list`, `dict`, `set`, `tuple` and `Exception`, and `Mixed` ones with two bases. */
import type { Prng } from '../../base/prng.ts'
import { Kind } from '../kind.ts'
import { definitionOf } from '../stencil.ts'
import { equality, finalizer, hash } from './changers.ts'
import { classText, definition, FIRST_HASH } from './third-bodies.ts'
import { type ThirdEntry, Trait, usesOf } from './third-entry.ts'

const { any, weakrefable, hashable, settable, compares } = Trait

/** How it is with the heirs of one built-in type. */
interface Nature {
  readonly base: string
  readonly kind: number
  readonly traits: number
  readonly makes: readonly string[]
  /** Lines of an `__init__` that takes `u`. */
  readonly inits: readonly string[]
}

const LINKS = ['self.x = self', 'self.x = u', 'self.x = [self]']
const NATURES = {
  List: {
    base: 'list',
    kind: Kind.list,
    traits: Trait.list | weakrefable,
    makes: ['List()', 'List([W])', 'List([W, W])'],
    inits: ['list.__init__(self, u)', 'self.append(self)', 'self.append(u)'],
  },
  Dict: {
    base: 'dict',
    kind: Kind.dict,
    traits: Trait.dict | weakrefable,
    makes: ['Dict()', "Dict({'k': W})"],
    inits: ["self['k'] = u", "self['m'] = self", 'self.update(u)'],
  },
  Set: {
    base: 'set',
    kind: Kind.set,
    traits: Trait.set | weakrefable,
    makes: ['Set()', 'Set([1, 2])'],
    inits: ['set.__init__(self, u)', 'self.add(7)'],
  },
  Tuple: {
    base: 'tuple',
    kind: Kind.tuple,
    traits: Trait.tuple,
    makes: ['Tuple((W,))', 'Tuple((W, W))', 'Tuple()'],
    inits: ["print('tuple', len(self))"],
  },
  Error: {
    base: 'Exception',
    kind: Kind.exception,
    traits: Trait.error | weakrefable | hashable,
    makes: ['Error(W)', 'Error(W)', 'Error()'],
    inits: ['Exception.__init__(self, u)', 'self.x = u'],
  },
} satisfies Record<string, Nature>

export type HeirName = keyof typeof NATURES
const SLOTS = ["('x', 'y')", "('x', '__weakref__')", "('x', '__dict__')", '()']
/** A tuple has room for none; a set has its weakrefs already, and an exception its dict. */
const SLOTS_OF: Readonly<Partial<Record<HeirName, readonly string[]>>> = {
  Tuple: ['()'],
  Set: ["('x', 'y')", "('x', '__dict__')", '()'],
  Error: ["('x', 'y')", "('x', '__weakref__')", '()'],
}
/** With what each is an heir of first; a class of the program comes before a built-in one, so that what it defines is not hidden. */
const MIXES: readonly (readonly [HeirName, string])[] = [
  ['List', 'Key, List'],
  ['List', 'Twin, List'],
  ['Dict', 'Key, Dict'],
  ['Set', 'Key, Set'],
  ['Error', 'Error, KeyError'],
  ['Error', 'Key, Error'],
  ['List', 'List'],
  ['Dict', 'Dict'],
]

function entryOf(name: string, nature: Nature, text: string, traits: number): ThirdEntry {
  return {
    statement: definitionOf(text),
    name,
    kind: nature.kind,
    traits: any | traits,
    makes: nature.makes.map((make) => make.replace(/^\w+/, name)),
    uses: usesOf(text, name),
  }
}

/** Methods that any of them may have, and what they make of its traits. */
function methods(prng: Prng, name: string, nature: Nature, traits: number): { body: string[]; traits: number } {
  const body: string[] = []
  if (prng.percent(30)) {
    const links = traits & settable ? LINKS : []
    body.push(...definition('__init__', 'self, u=()', [prng.pick([...nature.inits, ...links])]))
  }
  if (prng.percent(20)) body.push(...definition('m', 'self', [`return ${prng.pick(['self', '(self,)', '[self]'])}`]))
  if (prng.percent(50)) body.push(...finalizer(prng, name, nature.kind === Kind.exception ? '0' : 'len(self)'))
  if (!prng.percent(20)) return { body, traits }
  body.push(...equality(prng, ['True', 'False', 'self is other']))
  if (prng.percent(35)) return { body, traits: (traits | compares) & ~hashable }
  body.push(...hash(prng, [`${FIRST_HASH}`]))
  return { body, traits: traits | compares | hashable }
}

export function heirOfBuiltIn(prng: Prng, name: HeirName): ThirdEntry {
  const nature: Nature = NATURES[name]
  const slots = prng.percent(30) ? prng.pick(SLOTS_OF[name] ?? SLOTS) : undefined
  const isSettable = slots !== '()' || name === 'Error'
  const keeps = slots === undefined || slots.includes('__weakref__') || name === 'Set'
  const first = (nature.traits & (keeps ? -1 : ~weakrefable)) | (isSettable ? settable : 0)
  const { body, traits } = methods(prng, name, nature, first)
  if (slots !== undefined) body.unshift(`__slots__ = ${slots}`)
  if (slots === undefined && prng.percent(15)) body.unshift('own = []')
  return entryOf(name, nature, classText(name, nature.base, body), traits)
}

/** Its `__init__` numbers it, so that what it has of `Key` finds a number. */
export function mixedEntry(prng: Prng, name: string): ThirdEntry {
  const [main, bases] = prng.pick(MIXES)
  const nature: Nature = NATURES[main]
  const { body, traits } = methods(prng, name, nature, nature.traits | settable)
  const init = definition('__init__', 'self, u=()', ['self.n = 1', prng.pick([...nature.inits, 'self.x = self'])])
  const own = body[0]?.startsWith('def __init__') ? body.slice(2) : body
  // What it has of `Key` compares, and may hash; whether it does follows from the order of its bases.
  const known = /Key|Twin/.test(bases) ? traits & ~hashable : traits
  return entryOf(name, nature, classText(name, bases, [...init, ...own]), known)
}
