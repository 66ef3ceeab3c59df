/** Random callbacks for weak references: `def k0(ref)` and what it does when it is told of a death. */
import type { Prng } from '../../base/prng.ts'
import type { Statement } from '../../program/ast.ts'
import { CALLBACKS, SHARED } from '../names.ts'
import { call, compare, define, does, drop, globals, item, list, must, put, show, text } from '../syntax.ts'
import type { CallbackEntry } from './class-entry.ts'
import { Need } from './class-entry.ts'

interface Action {
  readonly body: readonly Statement[]
  readonly writes?: 'g' | 'h' | 'q'
  readonly needs?: number
}

const ACTIONS: readonly Action[] = [
  { body: [does('print', compare(call('ref'), 'is', null))] },
  { body: [does('print', compare(call('ref'), 'is', null))] },
  { body: [does('print', compare(call('q'), 'is', null))], needs: Need.weakVariable },
  { body: [does('kept.append', 'ref')], needs: Need.kept },
  { body: [does('print', call('len', 'kept'))], needs: Need.kept },
  { body: [does('kept.clear')], needs: Need.kept },
  { body: [put('g', null)], writes: 'g' },
  { body: [put('h', null)], writes: 'h' },
  { body: [drop('h')], writes: 'h', needs: Need.sharedInstance },
  { body: [does('g.append', 'ref')], needs: Need.sharedList },
  { body: [put('q', null)], writes: 'q' },
  { body: [put('g', list('ref'))], writes: 'g' },
  { body: [put('t', list()), does('t.append', 't')] },
  { body: [put('t', call('N')), put('t.x', 't')], needs: Need.plainClass },
  { body: [put('h', call('N'))], writes: 'h', needs: Need.plainClass },
  { body: [does('gc.collect')] },
  { body: [does('gc.collect', 0)] },
  { body: [must(false, text('callback'))] },
  { body: [show('missing')] },
  { body: [show(item(list(), 0))] },
]

/** One definition of the callback numbered `name`. */
export function callbackEntry(prng: Prng, name: number): CallbackEntry {
  const callbackName = CALLBACKS[name] as string
  const body: Statement[] = prng.percent(85) ? [does('print', text(callbackName))] : []
  const action = body.length === 0 || prng.percent(65) ? prng.pick(ACTIONS) : undefined
  if (action !== undefined) body.push(...action.body)
  if (action?.writes !== undefined) body.unshift(globals(action.writes))
  return {
    statement: define(callbackName, ['ref'], body),
    name,
    unsteady: action?.writes === undefined ? 0 : 1 << SHARED[action.writes],
    needs: action?.needs ?? 0,
    uses: [],
  }
}
