/** Functions of level 3: what `weakref.finalize` calls, and makers of classes that hold their instances and die with them. */
import type { Prng } from '../../base/prng.ts'
import { definitionOf } from '../stencil.ts'
import { acts, classText, definition } from './third-bodies.ts'
import { type ThirdEntry, usesOf } from './third-entry.ts'

function entryOf(name: string, lines: readonly string[]): ThirdEntry {
  const text = lines.join('\n')
  return {
    statement: definitionOf(text),
    name,
    kind: 0,
    traits: 0,
    makes: [],
    uses: usesOf(text, name),
  }
}

export function endEntry(prng: Prng, name: string): ThirdEntry {
  const body = [`print('${name}', u is None)`, ...(prng.percent(75) ? acts(prng, 'u') : [])]
  if (prng.percent(8)) body.push('raise ValueError(u)')
  else if (prng.percent(60)) body.push(`return ${prng.pick(['u', '[u, v]', '1'])}`)
  return entryOf(name, definition(name, 'u=None, v=None', body))
}

const BASES = ['', '', 'N', 'list', 'List', 'Dict', 'Error', 'Key']
const CYCLES = ['Gone.me = Gone', 'Gone.own = [Gone]', 'Gone.get = lambda self: Gone', 'u = Gone']

/** A class of its own for each call. */
export function classMakerEntry(prng: Prng, name: string): ThirdEntry {
  const base = prng.pick(BASES)
  const finalizes = prng.percent(50) ? definition('__del__', 'self', ["print('~Gone')", ...acts(prng, 'self')]) : []
  const holds = prng.percent(40) ? ['held = u'] : []
  const made = base === 'Key' ? 'Gone(1)' : 'Gone()'
  const body =
    base !== 'Key' && base !== 'N' && prng.percent(30)
      ? [`Gone = type('Gone', (${base === '' ? '' : `${base},`}), {'held': u})`]
      : classText('Gone', base, [...holds, ...finalizes]).split('\n')
  const cycle = prng.percent(60) ? [prng.pick([...CYCLES, `Gone.me = ${made}`, `Gone.me = ${made}`])] : []
  const result = prng.pick(['Gone', made, made, '[Gone, u]', 'None', `weakref.ref(Gone)`, `(Gone, ${made})`])
  return entryOf(name, definition(name, 'u', [...body, ...cycle, `return ${result}`]))
}
