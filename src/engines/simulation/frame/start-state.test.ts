/** What a program leaves behind in a machine that restarts: nothing but counters, caches and scratch registers. */
import { describe, expect, test } from 'vitest'
import { assert } from '../../../base/assert.ts'
import { parseProgram } from '../../../program/parse/parse.ts'
import { bootMachine } from '../boot.ts'
import { DIALECTS } from '../dialect.ts'
import type { Machine } from '../machine.ts'
import { endProgram, startProgram } from './program.ts'
import { dropOutcome, prepareProgram, runStatement } from './run-program.ts'

const PROGRAM = `class L(list):
    def __del__(self):
        print('del')
class K:
    def __hash__(self):
        return value
class E(Exception):
    pass
value = L([1])
w = weakref.WeakSet([value])
d = weakref.WeakValueDictionary()
d[1] = value
p = weakref.proxy(value)
f = weakref.finalize(value, print, 'ended')
gc.set_threshold(5, 5, 5)
gc.enable()
gc.freeze()
sys.setrecursionlimit(200)
{K()}
kept = L([E(value)])
kept.append(kept)
Z = type('Z', (L,), {'a': kept})
for i in w:
    break
raise kept[0]
`

/** Numbers that go on, and what is written before it is read. */
const SCRATCH: ReadonlySet<string> = new Set([
  'programNumber',
  'statementNumber',
  'typeEpoch',
  'patience',
  'hashLow',
  'hashHigh',
  'dictKey',
  'dictValue',
  'unwoundSp',
  'lastCandidates',
  'metTuple',
  'metDict',
  'slotsAt',
  'slotCount',
  'attributes',
  'attributesOffset',
  'fieldCount',
  'unreachable',
])
/** Tables of code, which stay with it. */
const OF_CODE: ReadonlySet<string> = new Set([
  'codes',
  'sitesSeen',
  'siteCallees',
  'constantCounts',
  'typeCache',
  'referents',
])

function fieldsOf(state: object): Record<string, unknown> {
  const fields: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(state)) {
    if (SCRATCH.has(name) || OF_CODE.has(name)) continue
    if (value === null || ['number', 'boolean', 'string'].includes(typeof value)) fields[name] = value
    else if (Array.isArray(value)) fields[name] = value.length > 8 ? value.length : value.map(String)
    else if (value instanceof Map) fields[name] = value.size
  }
  return fields
}

function run(m: Machine): void {
  const parsed = parseProgram(PROGRAM)
  assert(parsed.ok, 'the program is in the language')
  const statements = prepareProgram(m, parsed.program)
  startProgram(m)
  for (const statement of statements) {
    runStatement(m, statement)
    dropOutcome(m)
  }
  endProgram(m, statements)
}

describe.each(DIALECTS.map((dialect) => [dialect.semantics.id, dialect] as const))('in %s', (_id, dialect) => {
  test('every field of machine and collector is what it was, and so is memory', () => {
    const m = bootMachine(dialect, undefined, 'off', true)
    m.restarts = true
    // The first program's strings become those of its code.
    run(m)
    const machine = fieldsOf(m)
    const gc = fieldsOf(m.gc)
    const memory = m.i32.slice(m.space.heapStart >> 2, (m.space.heapStart + 65_536) >> 2)
    run(m)
    expect(fieldsOf(m)).toEqual(machine)
    expect(fieldsOf(m.gc)).toEqual(gc)
    expect(memory.every((word, i) => m.i32[(m.space.heapStart >> 2) + i] === word)).toBe(true)
  })
})
