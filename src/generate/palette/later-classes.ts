/**
 * The classes that level 2 adds: the witness `M`, whose instances tell of their death by their number, and the managers,
 * whose `__exit__` swallows or lets pass, keeps the exception, collects, or raises another.
 */
import type { Prng } from '../../base/prng.ts'
import type { Statement } from '../../program/ast.ts'
import { raises } from '../later-syntax.ts'
import { WITNESS } from '../names.ts'
import { call, classOf, compare, define, does, gives, list, put, text, tuple } from '../syntax.ts'
import type { LaterEntry } from './later-entry.ts'
import { before } from './later-functions.ts'
import { newSuite } from './new-suite.ts'
import type { Licence, Suite } from './suite.ts'
import { danger, RAISED } from './suite-leaves.ts'

const init = define('__init__', ['self', 'n'], [put('self.n', 'n')])

/** What methods are written with, all of one class. */
class Methods {
  readonly prng: Prng
  readonly uses = new Set<string>()
  needs = 0
  unsteady = 0

  constructor(prng: Prng) {
    this.prng = prng
  }

  method(
    name: string,
    parameters: readonly string[],
    licence: Omit<Licence, 'isGenerator'>,
    write: (suite: Suite) => readonly Statement[],
  ): Statement {
    const suite = newSuite(this.prng, { ...licence, isGenerator: false }, this.prng.between(1, 5))
    const body = suite.declared(write(suite))
    for (const used of suite.uses) this.uses.add(used)
    this.needs |= suite.needs
    this.unsteady |= suite.unsteady
    return define(name, parameters, body)
  }

  entry(name: string, body: readonly Statement[]): LaterEntry {
    const { uses, needs, unsteady } = this
    return {
      statement: classOf(name, body),
      name,
      shape: 'any',
      result: 'instance',
      uses: [...uses],
      needs,
      unsteady,
    }
  }
}

/** `M(n)`: its finalizer prints the number, and now and then does something else. */
export function witnessEntry(prng: Prng): LaterEntry {
  const methods = new Methods(prng)
  const body: Statement[] = []
  if (prng.percent(20)) body.push(put('__slots__', tuple(...['n', 'x', 'y', '__weakref__'].map(text))))
  body.push(init, define('m', ['self'], [gives('self')]))
  const licence = { names: ['self'], shape: 'instance', creates: false, calls: [] } as const
  body.push(
    methods.method('__del__', ['self'], licence, (suite) => {
      const tell = does('print', text(WITNESS), 'self.n')
      return prng.percent(55) ? [tell] : prng.percent(60) ? [tell, ...danger(suite)] : [tell, ...suite.block(2)]
    }),
  )
  return methods.entry(WITNESS, body)
}

export function managerEntry(prng: Prng, name: string): LaterEntry {
  const methods = new Methods(prng)
  const licence = { names: ['self'], shape: 'instance', creates: true, calls: before(name) } as const
  const enter = methods.method('__enter__', ['self'], licence, (suite) => [
    ...(prng.percent(60) ? [does('print', text('enter'), 'self.n')] : []),
    ...(prng.percent(30) ? danger(suite) : []),
    prng.percent(6)
      ? raises(call(prng.pick(RAISED), 'self'))
      : gives(prng.pick(['self', 'self', list('self'), suite.name(), null])),
  ])
  const exit = methods.method('__exit__', ['self', 'a', 'b', 'c'], { ...licence, names: ['self', 'b'] }, (suite) => [
    does('print', text('exit'), 'self.n', compare('a', 'is', null)),
    ...(prng.percent(65) ? danger(suite) : []),
    ...(prng.percent(30) ? [put('self.x', prng.pick(['b', 'c', tuple('b', 'self')]))] : []),
    ...(prng.percent(8) ? [raises(call(prng.pick(RAISED), 'b'))] : [gives(prng.pick([true, true, false, null]))]),
  ])
  const body: Statement[] = [init, enter, exit]
  if (prng.percent(35))
    body.push(
      methods.method('__del__', ['self'], { ...licence, creates: false, calls: [] }, (suite) => [
        does('print', text(name), 'self.n'),
        ...(prng.percent(30) ? danger(suite) : []),
      ]),
    )
  return methods.entry(name, body)
}
