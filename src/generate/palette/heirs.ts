/**
 * Classes with bases: `S`, `T` and `U` inherit from the classes of level 1 and from each other, with one base or two.
 * They override and call what they inherit: methods, `__init__`, `__del__`, slots.
 *
 * Keeps true: bases come earlier in `A B C S T U`, the most derived first, so that there is always an order of methods.
 * Whether two bases go together in memory (two that both have slots do not) is for the program to see.
 */
import type { Prng } from '../../base/prng.ts'
import type { Statement } from '../../program/ast.ts'
import { heirOf } from '../later-syntax.ts'
import { CLASSES, HEIRS, LATER_NAMES } from '../names.ts'
import { call, define, does, gives, list, put, text, tuple } from '../syntax.ts'
import { newSuite } from './new-suite.ts'
import { compound } from './suite-blocks.ts'
import { danger } from './suite-leaves.ts'

export interface HeirEntry {
  readonly statement: Statement
  readonly name: number
  /** Places in `CLASSES`; of `HEIRS`, beyond them. */
  readonly bases: readonly number[]
  readonly slots: 'dict' | 'empty' | 'own'
  readonly overridesInit: boolean
  readonly overridesMethod: boolean
  readonly overridesFinalizer: boolean
  /** Its finalizer calls that of its first base. */
  readonly callsFinalizer: boolean
  readonly needs: number
  readonly unsteady: number
  readonly uses: readonly string[]
}

/** Bases by the place of the heir. */
const BASES: readonly (readonly (readonly number[])[])[] = [
  [[0], [1], [2], [0], [0, 1], [1, 2]],
  [[5], [5], [0], [5, 1], [5, 2], [1]],
  [[6], [5], [6, 5], [6, 2], [2], [5, 0]],
]

export function className(place: number): string {
  return (CLASSES[place] ?? HEIRS[place - CLASSES.length]) as string
}

export function heirEntry(prng: Prng, name: number): HeirEntry {
  const own = HEIRS[name] as string
  const bases = prng.pick(BASES[name] as (typeof BASES)[0])
  const base = className(bases[0] as number)
  const slots = prng.pick(['dict', 'dict', 'empty', 'own'] as const)
  const body: Statement[] = []
  if (slots === 'empty') body.push(put('__slots__', tuple()))
  if (slots === 'own') body.push(put('__slots__', tuple(text(`z${name}`))))
  if (prng.percent(20)) body.push(put('box', list()))
  const overridesInit = prng.percent(35)
  if (overridesInit) {
    const more = slots === 'dict' ? put('self.x', prng.pick(['self', list('self'), null])) : does('print', text(own))
    const first = prng.percent(30)
    const inherited = does(`${base}.__init__`, 'self', 'n')
    body.push(define('__init__', ['self', 'n'], first ? [more, inherited] : [inherited, more]))
  }
  const overridesMethod = prng.percent(40)
  if (overridesMethod)
    body.push(define('m', ['self'], [gives(prng.pick(['self', tuple('self', list()), call('type', 'self')]))]))
  const licence = { names: ['self'], shape: 'any', isGenerator: false, creates: true, calls: LATER_NAMES } as const
  const suite = newSuite(prng, licence, prng.between(2, 5))
  const overridesFinalizer = prng.percent(50)
  const callsFinalizer = overridesFinalizer && prng.percent(60)
  if (overridesFinalizer) {
    const inner: Statement[] = [does('print', text(`~${own}`), 'self.n')]
    if (callsFinalizer) inner.push(does(`${base}.__del__`, 'self'))
    inner.push(...(prng.percent(50) ? danger(suite) : prng.percent(40) ? compound(suite) : []))
    body.push(define('__del__', ['self'], suite.declared(inner)))
  }
  return {
    statement: heirOf(own, bases.map(className), body),
    name,
    bases,
    slots,
    overridesInit,
    overridesMethod,
    overridesFinalizer,
    callsFinalizer,
    needs: suite.needs,
    unsteady: suite.unsteady,
    uses: [...suite.uses],
  }
}
