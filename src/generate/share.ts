/**
 * The statements of programs that are not made by families: decoded ones and mutants. Equal ones become one object for a
 * while, so that engines and the oracle, which remember statements by identity, meet few new ones. Bounded: what was not
 * met for long is forgotten.
 */
import type { Program, Statement } from '../program/ast.ts'
import { decodeValidProgram } from '../program/decode.ts'
import { printStatement } from '../program/print.ts'
import { deepFreeze, interned } from './intern.ts'

/** A map that forgets: when the newer half is full, it becomes the older, and what was there is gone. */
class RecentMap<V extends object> {
  private newer = new Map<string, V>()
  private older = new Map<string, V>()
  private readonly most: number

  constructor(most: number) {
    this.most = most
  }

  get(key: string): V | undefined {
    const value = this.newer.get(key) ?? this.older.get(key)
    if (value !== undefined) this.set(key, value)
    return value
  }

  set(key: string, value: V): void {
    if (this.newer.size >= this.most) {
      this.older = this.newer
      this.newer = new Map()
    }
    this.newer.set(key, value)
  }
}

const statements = new RecentMap<Statement>(4_000)
const programs = new RecentMap<Program>(1_000)
const shared = new WeakSet<Statement>()

/** The program with shared statements in the place of its own. */
export function sharedProgram(program: Program): Program {
  return { body: program.body.map(sharedStatement) }
}

/** Decodes a program, or remembers it by its key. It was found valid when it was made, or when its entry was read. */
export function sharedDecoded(key: string, encoded: Uint8Array): Program {
  const known = programs.get(key)
  if (known !== undefined) return known
  const program = sharedProgram(decodeValidProgram(encoded))
  programs.set(key, program)
  return program
}

function sharedStatement(statement: Statement): Statement {
  if (shared.has(statement)) return statement
  const text = printStatement(statement)
  let one = interned(text) ?? statements.get(text)
  if (one === undefined) {
    one = deepFreeze(statement)
    statements.set(text, one)
  }
  shared.add(one)
  return one
}
