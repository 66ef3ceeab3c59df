/**
 * Finalizers and weakref callbacks of level 2: they handle, suspend, close and call while an object dies or a collection
 * runs. Their ranks are those of `later-entry.ts`.
 */
import type { Prng } from '../../base/prng.ts'
import type { Statement } from '../../program/ast.ts'
import { CALLBACKS, LATER_NAMES, PLAIN_CLASS, WITNESS } from '../names.ts'
import { call, compare, define, does, text } from '../syntax.ts'
import type { CallbackEntry } from './class-entry.ts'
import { Need } from './class-entry.ts'
import { type Finalizer, type FinalizerFrame, print } from './finalizers.ts'
import { newSuite } from './new-suite.ts'
import type { Licence, Suite } from './suite.ts'
import { compound } from './suite-blocks.ts'
import { danger } from './suite-leaves.ts'

/** A finalizer for `classEntry`; that of the plain class makes no instances and calls nothing. */
export function laterFinalizer(prng: Prng, frame: FinalizerFrame): Finalizer {
  const isPlain = frame.classNumber === PLAIN_CLASS
  const suite = newSuite(
    prng,
    {
      names: ['self'],
      shape: frame.hasLinks ? 'instance' : 'any',
      isGenerator: false,
      creates: !isPlain,
      calls: isPlain ? [] : LATER_NAMES,
    },
    prng.between(2, 7),
  )
  const body: Statement[] = prng.percent(85) ? [print(frame)] : []
  body.push(...written(suite, isPlain))
  return {
    body: suite.declared(body),
    unsteady: suite.unsteady,
    needs: suite.needs,
    resurrects: true,
    uses: [...suite.uses],
  }
}

function written(suite: Suite, isPlain: boolean): readonly Statement[] {
  const { prng } = suite
  const style = prng.below(10)
  if (style < 6) return compound(suite)
  // A finalizer of rank 0 calls nothing, so it lets nothing go on.
  if (style < 8 || isPlain) return suite.block(3)
  // What is suspended in a global goes on, or is closed, in the middle of a death.
  suite.need(Need.sharedGenerator)
  return [prng.percent(50) ? does('h.close') : does('next', 'h', null), ...(prng.percent(40) ? danger(suite) : [])]
}

const CALLBACK: Licence = { names: ['ref'], shape: 'any', isGenerator: false, creates: true, calls: [WITNESS] }

export function laterCallback(prng: Prng, name: number): CallbackEntry {
  const callbackName = CALLBACKS[name] as string
  const suite = newSuite(prng, CALLBACK, prng.between(2, 6))
  const body: Statement[] = [does('print', text(callbackName), compare(call('ref'), 'is', null))]
  body.push(...(prng.percent(60) ? compound(suite) : suite.block(2)))
  return {
    statement: define(callbackName, ['ref'], suite.declared(body)),
    name,
    unsteady: suite.unsteady,
    needs: suite.needs,
    uses: [...suite.uses],
  }
}
