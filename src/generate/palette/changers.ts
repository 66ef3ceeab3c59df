/**
 * Classes whose special methods run in the middle of an operation: `Key` and `Twin` say what is equal to them, `Ghost`
 * answers for names that it has not, `Scribe` intercepts what is set.
 */
import type { Prng } from '../../base/prng.ts'
import { Kind } from '../kind.ts'
import { definitionOf } from '../stencil.ts'
import { acts, again, classText, definition, FIRST_HASH } from './third-bodies.ts'
import { type ThirdEntry, Trait, usesOf } from './third-entry.ts'

const ANSWERS = [
  'True',
  'False',
  'False',
  'self is other',
  'self is other',
  'isinstance(other, Key) and self.n == other.n',
  'self.n == 1',
  'None',
  'box',
  '[]',
]
const HASHES = [`${FIRST_HASH}`, `${FIRST_HASH}`, `${FIRST_HASH} + self.n`, '17']
const { any, weakrefable, hashable, settable, compares, answers, intercepts } = Trait

/** `__eq__`: acts, compares again or fails, and answers. */
export function equality(prng: Prng, replies: readonly string[]): string[] {
  const style = prng.below(20)
  const body = style < 2 ? [] : style < 15 ? acts(prng, 'other') : again(prng, 'other')
  if (prng.percent(15)) body.unshift("print('eq')")
  const last = prng.percent(5) ? 'raise ValueError(other)' : `return ${prng.pick(replies)}`
  return definition('__eq__', 'self, other', [...body, last])
}

export function hash(prng: Prng, replies: readonly string[]): string[] {
  const body = prng.percent(35) ? acts(prng, 'self') : []
  return definition('__hash__', 'self', [...body, `return ${prng.pick(replies)}`])
}

export function finalizer(prng: Prng, name: string, number: string): string[] {
  const resurrecting = prng.percent(12) ? [prng.pick(['box.append(self)', 'kept.append(self)', 'last = self'])] : []
  const body = prng.percent(70) ? acts(prng, 'self') : []
  return definition('__del__', 'self', [`print('~${name}', ${number})`, ...body, ...resurrecting])
}

function entryOf(name: string, text: string, kind: number, traits: number): ThirdEntry {
  const makes = [1, 2, 3].map((n) => `${name}(${n})`)
  return { statement: definitionOf(text), name, kind, traits, makes, uses: usesOf(text, name) }
}

const PLAIN = any | weakrefable | hashable | settable

/** Without slots, which would not go together with those of a built-in base. */
export function keyEntry(prng: Prng, name: string): ThirdEntry {
  const body: string[] = []
  const more = prng.percent(15) ? [prng.pick(['self.x = self', 'self.x = [self]'])] : []
  body.push(...definition('__init__', 'self, n', ['self.n = n', ...more]))
  body.push(...hash(prng, HASHES), ...equality(prng, ANSWERS))
  if (prng.percent(45)) body.push(...finalizer(prng, name, 'self.n'))
  return entryOf(name, classText(name, '', body), Kind.instance, PLAIN | compares)
}

/** Like a key, and an heir of it in half of all cases; often it has an `__eq__` alone, and so no hash. */
export function twinEntry(prng: Prng, name: string): ThirdEntry {
  const isHeir = prng.percent(60)
  const has = prng.pick(['equality', 'equality', 'both', 'hash'] as const)
  const body: string[] = []
  if (!isHeir) body.push(...definition('__init__', 'self, n', ['self.n = n']))
  if (has !== 'hash') body.push(...equality(prng, ANSWERS))
  if (has !== 'equality') body.push(...hash(prng, HASHES))
  if (!isHeir && prng.percent(40)) body.push(...finalizer(prng, name, 'self.n'))
  const traits = has === 'equality' ? PLAIN & ~hashable : PLAIN
  return entryOf(name, classText(name, isHeir ? 'Key' : '', body), Kind.instance, traits | compares)
}

const REPLIES = ['name', 'None', 'box', '1', 'last', '[self]', 'self']

/** Asks for no name of its own that it may not have. */
export function ghostEntry(prng: Prng, name: string): ThirdEntry {
  const body = definition('__init__', 'self, n', ['self.n = n'])
  const told = prng.percent(25) ? ["print('asked', name)"] : []
  const refuses = prng.percent(20) ? ["if name == 'y':", '    raise AttributeError(name)'] : []
  const keeps = prng.percent(15) ? ['self.__dict__[name] = box'] : []
  const reply = `return ${prng.pick(REPLIES)}`
  body.push(...definition('__getattr__', 'self, name', [...told, ...refuses, ...acts(prng, 'self'), ...keeps, reply]))
  if (prng.percent(35)) body.push(...finalizer(prng, name, 'self.n'))
  return entryOf(name, classText(name, '', body), Kind.unknown, PLAIN | answers)
}

const STORES = ['self.__dict__[name] = value', 'self.__dict__[name] = value', 'kept.append(value)', 'last = value']

export function scribeEntry(prng: Prng, name: string): ThirdEntry {
  const body = definition('__init__', 'self, n', ['self.n = n'])
  const told = prng.percent(30) ? ["print('set', name)"] : []
  const steps = prng.percent(50)
    ? [prng.pick(STORES), ...acts(prng, 'value')]
    : [...acts(prng, 'value'), prng.pick(STORES)]
  body.push(...definition('__setattr__', 'self, name, value', [...told, ...steps]))
  if (prng.percent(40)) {
    body.push(...definition('__getattr__', 'self, name', [...acts(prng, 'self'), `return ${prng.pick(REPLIES)}`]))
    return entryOf(name, classText(name, '', body), Kind.unknown, PLAIN | answers | intercepts)
  }
  if (prng.percent(35)) body.push(...finalizer(prng, name, '0'))
  return entryOf(name, classText(name, '', body), Kind.unknown, PLAIN | intercepts)
}
