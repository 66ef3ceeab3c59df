/**
 * Bodies of `__del__`: one to three actions, each something that a real finalizer does and a collector must stand.
 *
 * Keeps true: a finalizer makes only instances of the plain class `N`, and the finalizer of `N` makes none, so that no
 * finalizer feeds itself (gh-140958).
 */
import type { Prng } from '../../base/prng.ts'
import type { Statement } from '../../program/ast.ts'
import { KEPT, PLAIN_CLASS, SHARED } from '../names.ts'
import {
  attribute,
  call,
  compare,
  dict,
  does,
  drop,
  globals,
  item,
  list,
  must,
  put,
  set,
  show,
  text,
  tuple,
} from '../syntax.ts'
import { Need } from './class-entry.ts'

export interface Finalizer {
  readonly body: readonly Statement[]
  readonly unsteady: number
  readonly needs: number
  readonly resurrects: boolean
  /** Definitions of level 2 that it uses. */
  readonly uses: readonly string[]
}

interface Action {
  readonly body: readonly Statement[]
  /** A global that the action rebinds. */
  readonly writes?: 'g' | 'h' | 'q'
  readonly needs?: number
  readonly resurrects?: boolean
  readonly makesInstances?: boolean
}

/** What a finalizer may be written for: the class, an attribute that its instances may have, whether they have `n`. */
export interface FinalizerFrame {
  readonly className: string
  readonly classNumber: number
  readonly attribute: string
  readonly hasNumber: boolean
  /** Whether its instances can have `x` and `y`. */
  readonly hasLinks: boolean
}

const bit = (name: 'g' | 'h' | 'q') => 1 << SHARED[name]

const RESURRECT: readonly ((frame: FinalizerFrame) => Action)[] = [
  () => ({ body: [does('kept.append', 'self')], needs: Need.kept, resurrects: true }),
  () => ({ body: [put('h', 'self')], writes: 'h', resurrects: true }),
  () => ({ body: [put('g', list('self'))], writes: 'g', resurrects: true }),
  () => ({ body: [put('h.x', 'self')], needs: Need.sharedInstance, resurrects: true }),
  () => ({ body: [does('g.append', 'self')], needs: Need.sharedList, resurrects: true }),
  // The list and its owner hold each other again: garbage that only the next collection finds.
  (frame) => ({ body: [put(attribute('self', frame.attribute), list('self'))], resurrects: true }),
  (frame) => ({ body: [does('kept.append', attribute('self', frame.attribute))], needs: Need.kept }),
]

const DROP: readonly ((frame: FinalizerFrame) => Action)[] = [
  (frame) => ({ body: [put(attribute('self', frame.attribute), null)] }),
  (frame) => ({ body: [drop(attribute('self', frame.attribute))] }),
  () => ({ body: [put('g', null)], writes: 'g' }),
  () => ({ body: [put('h', null)], writes: 'h' }),
  () => ({ body: [drop('h')], writes: 'h', needs: Need.sharedInstance }),
  () => ({ body: [does('g.clear')], needs: Need.sharedList }),
  () => ({ body: [does('kept.clear')], needs: Need.kept }),
  () => ({ body: [put('q', null)], writes: 'q' }),
]

const ALLOCATE: readonly ((frame: FinalizerFrame) => Action)[] = [
  () => ({ body: [put('t', list(1, 2)), put('s', tuple('t', 't'))] }),
  () => ({ body: [put('t', list()), does('t.append', 't')] }),
  () => ({ body: [put('t', dict([text('self'), null])), put(item('t', text('self')), 't')] }),
  () => ({ body: [does('N')], needs: Need.plainClass, makesInstances: true }),
  () => ({ body: [put('t', call('N')), put('t.x', 't')], needs: Need.plainClass, makesInstances: true }),
  () => ({ body: [put('h', call('N'))], writes: 'h', needs: Need.plainClass, makesInstances: true }),
  () => ({ body: [put('g', list(call('N'), list()))], writes: 'g', needs: Need.plainClass, makesInstances: true }),
  () => ({ body: [show(tuple(set(1, 2), dict([1, list()])))] }),
]

const COLLECT: readonly ((frame: FinalizerFrame) => Action)[] = [
  () => ({ body: [does('gc.collect')] }),
  () => ({ body: [does('gc.collect', 0)] }),
  () => ({ body: [does('gc.collect', 1)] }),
]

const RAISE: readonly ((frame: FinalizerFrame) => Action)[] = [
  (frame) => ({ body: [must(false, text(frame.className))] }),
  () => ({ body: [show('missing')] }),
  () => ({ body: [show(item(list(), 0))] }),
  () => ({ body: [show(item(dict(), text('k')))] }),
  (frame) => ({
    body: [show(attribute('self', frame.attribute)), show(attribute(attribute('self', frame.attribute), 'missing'))],
  }),
]

const LOOK: readonly ((frame: FinalizerFrame) => Action)[] = [
  () => ({ body: [does('print', compare(call('q'), 'is', null))], needs: Need.weakVariable }),
  () => ({ body: [put('t', call('q')), does('print', compare('t', 'is', 'self'))], needs: Need.weakVariable }),
  () => ({ body: [does('print', call('len', KEPT))], needs: Need.kept }),
  (frame) => ({ body: [does('print', compare(attribute('self', frame.attribute), 'is', 'self'))] }),
  // A weak reference made while its object dies.
  () => ({ body: [put('q', call('weakref.ref', 'self'))], writes: 'q' }),
]

const WEIGHTED = [RESURRECT, RESURRECT, RESURRECT, DROP, DROP, ALLOCATE, ALLOCATE, COLLECT, RAISE, LOOK, LOOK]

export function print(frame: FinalizerFrame): Statement {
  return frame.hasNumber ? does('print', text(frame.className), 'self.n') : does('print', text(`~${frame.className}`))
}

/** A finalizer: most print who dies, a quarter does nothing else. */
export function finalizer(prng: Prng, frame: FinalizerFrame): Finalizer {
  const body: Statement[] = prng.percent(85) ? [print(frame)] : []
  const written = new Set<string>()
  let unsteady = 0
  let needs = 0
  let resurrects = false
  const actions = body.length === 0 ? 1 : prng.pick([0, 0, 1, 1, 1, 2, 2])
  for (let i = 0; i < actions; i++) {
    const action = prng.pick(prng.pick(WEIGHTED))(frame)
    if (action.makesInstances && frame.classNumber === PLAIN_CLASS) continue
    if (prng.percent(80)) body.push(...action.body)
    else body.unshift(...action.body)
    if (action.writes !== undefined) {
      written.add(action.writes)
      unsteady |= bit(action.writes)
    }
    needs |= action.needs ?? 0
    resurrects ||= action.resurrects ?? false
  }
  if (written.size > 0) body.unshift(globals(...[...written].sort()))
  if (body.length === 0) body.push(print(frame))
  return { body, unsteady, needs, resurrects, uses: [] }
}
