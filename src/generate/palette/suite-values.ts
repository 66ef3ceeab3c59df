/** Random values inside bodies of level 2: witnesses, containers, closures, comprehensions, generators, bound methods. */
import { clause, comprehension, dictComprehension, lambda, yields } from '../later-syntax.ts'
import { MAKERS, TRAPS, WALKS, WITNESS } from '../names.ts'
import { attribute, byDefault, call, compare, dict, list, type Operand, text, tuple } from '../syntax.ts'
import { Need } from './class-entry.ts'
import type { Suite } from './suite.ts'

/** Something that nothing else holds: an instance where the body may make some. */
export function fresh(suite: Suite): Operand {
  const { prng, licence } = suite
  if (!licence.creates) return prng.percent(50) ? list(suite.name()) : tuple(suite.name(), list())
  if (prng.percent(20)) {
    suite.need(Need.plainClass)
    return call('N')
  }
  return witness(suite)
}

/** `M(n)` */
export function witness(suite: Suite): Operand {
  suite.uses.add(WITNESS)
  return call(WITNESS, suite.number())
}

const VALUES: readonly ((suite: Suite) => Operand)[] = [
  fresh,
  fresh,
  fresh,
  (suite) => suite.name(),
  (suite) => list(suite.name(), fresh(suite)),
  (suite) => tuple(fresh(suite), suite.name()),
  (suite) => dict([text('k'), suite.name()]),
  ...closures(),
  ...comprehensions(),
  (suite) => (suite.licence.creates ? attribute(witness(suite), 'm') : suite.name()),
  (suite) => (suite.licence.creates ? call('weakref.ref', fresh(suite)) : suite.name()),
  (suite) => {
    if (!suite.licence.creates) return suite.name()
    suite.need(Need.kept)
    return call('weakref.ref', fresh(suite), lambda(['r'], call('kept.append', 'r')))
  },
  (suite) => compare(suite.name(), 'is', suite.name()),
  calls,
  calls,
  (suite) => (suite.licence.isGenerator ? yields(suite.name()) : fresh(suite)),
  (suite) => (suite.licence.isGenerator ? yields(fresh(suite)) : suite.name()),
]

function closures(): readonly ((suite: Suite) => Operand)[] {
  return [
    (suite) => lambda([], suite.name()),
    (suite) => lambda([], suite.subject),
    (suite) => lambda([byDefault('k', suite.name())], tuple('k', suite.name())),
    (suite) => call(lambda(['k'], lambda([], tuple('k', suite.name()))), fresh(suite)),
  ]
}

function comprehensions(): readonly ((suite: Suite) => Operand)[] {
  return [
    (suite) => comprehension('list-comprehension', suite.name(), clause('i', call('range', 2))),
    (suite) => comprehension('list-comprehension', lambda([], 'i'), clause('i', tuple(fresh(suite), suite.name()))),
    (suite) =>
      comprehension(
        'list-comprehension',
        tuple('i', 'k'),
        clause('i', tuple(suite.name(), fresh(suite)), compare('i', 'is not', null)),
        clause('k', call('range', 2)),
      ),
    () => comprehension('set-comprehension', 'i', clause('i', call('range', 3), compare('i', '!=', 1))),
    (suite) => dictComprehension('i', suite.name(), clause('i', call('range', 2))),
    (suite) => comprehension('generator-expression', tuple('i', suite.name()), clause('i', tuple(fresh(suite), 1))),
    (suite) =>
      comprehension('generator-expression', 'k', clause('i', tuple(list(fresh(suite)), list())), clause('k', 'i')),
  ]
}

function calls(suite: Suite): Operand {
  const name = suite.callable([...WALKS, ...TRAPS, ...MAKERS])
  if (name === undefined) return fresh(suite)
  const called = call(name, suite.prng.percent(70) ? suite.subject : fresh(suite), suite.name())
  if (!(WALKS as readonly string[]).includes(name)) return called
  return suite.prng.pick([called, call('next', called, null), call('list', called), call('tuple', called)])
}

export function value(suite: Suite): Operand {
  return suite.prng.pick(VALUES)(suite)
}
