/**
 * Bodies of special methods, finalizers and functions of level 3, as lines of Python: they change the container that is
 * being worked on, drop what the operation works with, collect, compare once more.
 *
 * Keeps true: what is put into `table` are ints below `FIRST_HASH`, so that it meets no `__eq__` of the program, and
 * containers grow to nine items at most, so that nothing that looks through one goes on for ever. Nothing is put into `group`:
 * a set to which a comparison adds breaks most of the interpreters for all programs that follow (gh-141805).
 */
import type { Prng } from '../../base/prng.ts'

/** Hashes of the program's own begin here. */
export const FIRST_HASH = 11

/** `O` stands for something at hand. */
const ACTS = [
  'box.clear()',
  'box.clear()',
  'table.clear()',
  'table.clear()',
  'group.clear()',
  'if len(box) < 9:\n    box.append(O)',
  'if len(box) < 9:\n    box.insert(0, O)',
  'if len(table) < 9:\n    table[len(table)] = O',
  'group.discard(len(group))',
  "table.pop('k', None)",
  'if box:\n    box.pop()',
  'last = None',
  'last = None',
  'last = None',
  'last = O',
  'g = None',
  'h = None',
  'gc.collect()',
  'gc.collect()',
  'gc.collect(0)',
  'kept.append(O)',
  'kept.clear()',
  'ws.clear()',
  'wk.clear()',
  'wv.clear()',
  'N()',
  'print(len(box), len(table), len(group))',
] as const

/** What compares again, within what is left of the budget. */
const AGAIN = ['box.count(O)', 'O in box', 'box == [O]', 'table.get(self)', 'self in box', 'self in group'] as const

const GLOBALS = ['last', 'g', 'h', 'budget'] as const

export function act(prng: Prng, other: string): string[] {
  return prng.pick(ACTS).replace(/\bO\b/g, other).split('\n')
}

/** One to two acts. */
export function acts(prng: Prng, other: string): string[] {
  return prng.percent(30) ? [...act(prng, other), ...act(prng, other)] : act(prng, other)
}

export function again(prng: Prng, other: string): string[] {
  const text = prng.pick(AGAIN).replace(/\bO\b/g, other)
  return ['budget = budget - 1', 'if budget > 0:', `    ${text}`]
}

/** With the globals that it rebinds declared. */
export function definition(name: string, parameters: string, body: readonly string[]): string[] {
  const rebound = GLOBALS.filter((global) => body.some((line) => line.trimStart().startsWith(`${global} = `)))
  const declared = rebound.length === 0 ? [] : [`global ${rebound.join(', ')}`]
  return [`def ${name}(${parameters}):`, ...indented([...declared, ...body])]
}

export function classText(name: string, bases: string, body: readonly string[]): string {
  const head = bases === '' ? `class ${name}:` : `class ${name}(${bases}):`
  return [head, ...indented(body.length === 0 ? ['pass'] : body)].join('\n')
}

function indented(lines: readonly string[]): string[] {
  return lines.map((line) => `    ${line}`)
}
