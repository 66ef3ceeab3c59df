/** Random class definitions: with and without `__init__`, `__slots__`, class attributes, methods and `__del__`. */
import type { Prng } from '../../base/prng.ts'
import type { Statement } from '../../program/ast.ts'
import { ATTRIBUTES, CLASSES, CLASSES_WITHOUT_ARGUMENT, PLAIN_CLASS } from '../names.ts'
import type { Operand } from '../syntax.ts'
import { attribute, byDefault, call, classOf, define, dict, does, gives, list, put, text, tuple } from '../syntax.ts'
import type { ClassEntry, Initial } from './class-entry.ts'
import { Need } from './class-entry.ts'
import { type Finalizer, type FinalizerFrame, finalizer } from './finalizers.ts'

const EVERY_ATTRIBUTE = 15
const INITIALS: readonly Initial[] = [
  'none',
  'none',
  'list',
  'list',
  'dict',
  'tuple',
  'itself',
  'plain',
  'argument',
  'argument',
]

interface Layout {
  readonly settable: number
  readonly hasDict: boolean
  readonly weakrefable: boolean
  readonly slots: readonly string[] | undefined
}

function layout(prng: Prng, name: number, hasNumber: boolean): Layout {
  if (prng.percent(62)) return { settable: EVERY_ATTRIBUTE, hasDict: true, weakrefable: true, slots: undefined }
  // `x` and `y` are what most idioms need; the plain class must have them.
  let settable = prng.percent(85) || name === PLAIN_CLASS ? 3 : 1
  if (prng.percent(35)) settable |= 4
  if (prng.percent(25)) settable |= 8
  const hasDict = name !== PLAIN_CLASS && prng.percent(20)
  const weakrefable = prng.percent(65)
  const slots = ATTRIBUTES.filter((_, bit) => (settable >> bit) & 1) as string[]
  if (hasNumber) slots.unshift('n')
  if (weakrefable) slots.push('__weakref__')
  if (hasDict) slots.push('__dict__')
  return { settable: hasDict ? EVERY_ATTRIBUTE : settable, hasDict, weakrefable, slots }
}

function initialValue(initial: Initial): Operand {
  switch (initial) {
    case 'list':
      return list()
    case 'dict':
      return dict()
    case 'tuple':
      return tuple('self', list())
    case 'itself':
      return 'self'
    case 'plain':
      return call('N')
    case 'argument':
      return 'v'
    default:
      return null
  }
}

function initials(prng: Prng, name: number, settable: number): Initial[] {
  const drawn: Initial[] = ['unset', 'unset', 'unset', 'unset']
  const count = prng.pick([0, 0, 1, 1, 1, 2, 2, 3])
  for (let i = 0; i < count; i++) {
    const place = prng.below(ATTRIBUTES.length)
    const initial = prng.pick(INITIALS)
    if (((settable >> place) & 1) === 0) continue
    // An instance of `N` in `N.__init__` would never end; only `A`, `B`, `C` take an object.
    if (initial === 'plain' && name === PLAIN_CLASS) continue
    if (initial === 'argument' && name >= CLASSES_WITHOUT_ARGUMENT) continue
    drawn[place] = initial
  }
  return drawn
}

/** One definition of the class numbered `name`, with a finalizer by `write`. */
export function classEntry(
  prng: Prng,
  name: number,
  write: (prng: Prng, frame: FinalizerFrame) => Finalizer = finalizer,
): ClassEntry {
  const className = CLASSES[name] as string
  const takesNumber = name < CLASSES_WITHOUT_ARGUMENT
  const hasInit = takesNumber || prng.percent(name === PLAIN_CLASS ? 50 : 35)
  const hasNumber = takesNumber
  const shape = layout(prng, name, hasNumber)
  const initial = hasInit ? initials(prng, name, shape.settable) : (['unset', 'unset', 'unset', 'unset'] as Initial[])
  const takesObject = initial.includes('argument')
  const body: Statement[] = []
  let needs = initial.includes('plain') ? Need.plainClass : 0

  if (shape.slots !== undefined) body.push(put('__slots__', tuple(...shape.slots.map(text))))
  const box = prng.pick(['none', 'none', 'none', 'none', 'none', 'list', 'list', 'dict'] as const)
  if (box !== 'none') body.push(put('box', box === 'list' ? list() : dict([text('k'), list()])))
  if (hasInit) body.push(init(prng, initial, hasNumber, takesObject))

  const firstBit = 31 - Math.clz32(shape.settable & -shape.settable)
  const links = prng.percent(30) ? firstBit : -1
  if (links >= 0)
    body.push(define('link', ['self', 'other'], [put(attribute('self', ATTRIBUTES[links] as string), 'other')]))
  const hasMethod = prng.percent(20)
  if (hasMethod) body.push(define('m', ['self'], [...work(prng), gives('self')]))

  const hasFinalizer = prng.percent(name === PLAIN_CLASS ? 40 : 62)
  let unsteady = 0
  let resurrects = false
  let uses: readonly string[] = []
  if (hasFinalizer) {
    const drawn = write(prng, {
      className,
      classNumber: name,
      attribute: ATTRIBUTES[firstBit] as string,
      hasNumber,
      hasLinks: (shape.settable & 3) === 3,
    })
    body.push(define('__del__', ['self'], drawn.body))
    unsteady = drawn.unsteady
    needs |= drawn.needs
    resurrects = drawn.resurrects
    uses = drawn.uses
  }
  return {
    statement: classOf(className, body),
    name,
    settable: shape.settable,
    initial,
    takesObject,
    hasNumber,
    weakrefable: shape.weakrefable,
    hasDict: shape.hasDict,
    hasFinalizer,
    hasSlots: shape.slots !== undefined,
    resurrects,
    unsteady,
    needs,
    uses,
    links,
    hasMethod,
    box,
  }
}

function init(prng: Prng, initial: readonly Initial[], hasNumber: boolean, takesObject: boolean): Statement {
  const body: Statement[] = hasNumber ? [put('self.n', 'n')] : []
  initial.forEach((what, place) => {
    if (what !== 'unset') body.push(put(attribute('self', ATTRIBUTES[place] as string), initialValue(what)))
  })
  if (body.length === 0) body.push({ kind: 'pass' })
  const parameters = [
    'self',
    ...(hasNumber ? ['n'] : []),
    ...(takesObject ? [byDefault('v', prng.percent(60) ? null : list())] : []),
  ]
  return define('__init__', parameters, body)
}

function work(prng: Prng): Statement[] {
  return prng.pick([
    [],
    [put('t', list('self'))],
    [put('t', list('self')), does('t.append', 't')],
    [put('t', dict([text('k'), 'self'])), put('t', null)],
    [put('t', tuple('self', list()))],
  ])
}
