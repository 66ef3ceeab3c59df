/** Runs Python text in a fresh machine, for tests: what it prints, and how statements end that raise. */

import type { Program } from '../../../program/ast.ts'
import { parseProgram } from '../../../program/parse/parse.ts'
import { bootMachine } from '../boot.ts'
import { DIALECTS } from '../dialect.ts'
import type { Machine, TypeSlots } from '../machine.ts'
import type { Address } from '../memory/layout.ts'
import { Kind } from '../object/kinds.ts'
import { listItem, listSize } from '../object/list.ts'
import { repr } from '../object/protocol.ts'
import { errorTypeName } from '../object/raise.ts'
import { kindOf, typeOf } from '../object/refcount.ts'
import { tupleItem, tupleSize } from '../object/tuple.ts'
import { typeName } from '../object/type-lookup.ts'
import { endProgram, startProgram } from './program.ts'
import { dropOutcome, prepareProgram, runStatement } from './run-program.ts'

const machines = new Map<string, Machine>()

/** A booted machine of that dialect, the same one each time. */
export function machineOf(id: string): Machine {
  let m = machines.get(id)
  if (m === undefined) {
    const dialect = DIALECTS.find(({ semantics }) => semantics.id === id)
    if (dialect === undefined) throw new Error(`no dialect ${id}`)
    m = bootMachine(dialect)
    machines.set(id, m)
  }
  return m
}

/** Lines: what was printed, `!Name` for a statement that raised, `~Name` for an unraisable exception. */
export function linesOf(id: string, text: string): string[] {
  const parsed = parseProgram(text)
  if (!parsed.ok) throw new Error(parsed.problems.map(({ message }) => message).join('; '))
  return linesOfProgram(id, parsed.program)
}

export function linesOfProgram(id: string, program: Program): string[] {
  const m = machineOf(id)
  const statements = prepareProgram(m, program)
  const lines: string[] = []
  startProgram(m)
  m.log.take()
  for (const statement of statements) {
    const isDone = runStatement(m, statement)
    tell(m, lines)
    if (!isDone) lines.push(`!${errorTypeName(m)}`)
    else if (m.result !== m.None) lines.push(`=${shown(m, m.result)}`)
    dropOutcome(m)
    tell(m, lines)
  }
  if (!endProgram(m, statements)) lines.push('?left over')
  return lines
}

const DEPTH_MAX = 3

/** Literals as they are written, lists and tuples of them, and of all else the type. */
function shown(m: Machine, o: Address, depth = 0): string {
  const kind = kindOf(m, o)
  const row = m.slots[kind] as TypeSlots
  if (kind === Kind.instance) return typeName(m, typeOf(m, o))
  if (kind === Kind.list || kind === Kind.tuple) {
    if (depth === DEPTH_MAX) return row.name
    const items: string[] = []
    const size = kind === Kind.list ? listSize(m, o) : tupleSize(m, o)
    for (let i = 0; i < size; i++)
      items.push(shown(m, kind === Kind.list ? listItem(m, o, i) : tupleItem(m, o, i), depth + 1))
    return `${row.name}[${items.join(', ')}]`
  }
  if (LITERALS.includes(kind)) return repr(m, o) ?? ''
  return typeName(m, typeOf(m, o))
}

const LITERALS: readonly number[] = [Kind.int, Kind.str, Kind.float, Kind.bool, Kind.bytes, Kind.none]

function tell(m: Machine, lines: string[]): void {
  for (const event of m.log.take()) {
    if (event.kind === 'printed') lines.push(event.text)
    else if (event.kind === 'unraisable') lines.push(`~${event.type}`)
  }
}

/** The next test gets a new machine. */
export function forget(id: string): void {
  machines.delete(id)
}
