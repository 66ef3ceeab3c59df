/**
 * Statements from texts of ours without parsing each anew: a text is parsed once and its tree copied, with other names in
 * the place of letters. The copy is the tree that the filled text has, for a twentieth of the time; every node of it is new,
 * because a program's nodes tell places apart.
 */
import { assert } from '../base/assert.ts'
import type { Statement } from '../program/ast.ts'
import { parseProgram } from '../program/parse/parse.ts'

/** A name for each letter that stands for one. */
export type Names = Readonly<Record<string, string>>

const WORD = /\b[A-Z]\b/g

/** The statements of a text, each by the names that its letters stand for. */
export function stencils(text: string): readonly ((names: Names) => Statement)[] {
  return statementsOf(text).map((statement) => (names) => copied(statement, names))
}

/** The statements of a text, which is always one of ours. */
export function statementsOf(text: string): readonly Statement[] {
  const parsed = parseProgram(`${text}\n`)
  assert(parsed.ok, `${text}\nis in the language`)
  return parsed.program.body
}

function copied<T>(node: T, names: Names): T {
  if (typeof node === 'string') return node.replace(WORD, (word) => names[word] ?? word) as T
  if (typeof node !== 'object' || node === null) return node
  if (Array.isArray(node)) return node.map((item) => copied(item, names)) as T
  // A spread keeps the object's layout, which what reads trees is compiled for.
  const copy = { ...node }
  for (const key in copy) copy[key] = copied(copy[key], names)
  return copy
}

const NO_NAMES: Names = {}
const BLOCK_INDENT = '    '
/** What a part of a definition stands in while it is parsed by itself. */
const AROUND = { class: 'class Around:', def: 'def around():' } as const

/**
 * The class or function that a text defines. Its parts, which other definitions share, are parsed once: what stands in a
 * function or class body is found line by line with the lines indented below.
 */
export function definitionOf(text: string): Statement {
  return definitionIn([], text.split('\n'))
}

function definitionIn(around: readonly string[], [head = '', ...body]: readonly string[]): Statement {
  const [empty] = partsIn(around, `${head}\n${BLOCK_INDENT}pass`)
  assert(empty?.kind === 'class' || empty?.kind === 'def', 'a definition begins with its head')
  const inside = [...around, AROUND[empty.kind]]
  const parts = blocksOf(body.map((line) => line.slice(BLOCK_INDENT.length)))
  return {
    ...empty,
    body: parts.flatMap((lines) =>
      /^(class|def) /.test(lines[0] as string) ? definitionIn(inside, lines) : partsIn(inside, lines.join('\n')),
    ),
  }
}

/** Each line with those that belong to it: indented ones, and what goes on with it (`else:`). */
function blocksOf(lines: readonly string[]): string[][] {
  const blocks: string[][] = []
  for (const line of lines) {
    const goesOn = /^( |elif |else:|except|finally:)/.test(line)
    if (goesOn) blocks[blocks.length - 1]?.push(line)
    else blocks.push([line])
  }
  return blocks
}

const known = new Map<string, readonly Statement[]>()

/** The statements of `text` in the suite that `around` leads to. */
function partsIn(around: readonly string[], text: string): readonly Statement[] {
  const lines = [...around.map((head, depth) => indented(head, depth)), indented(text, around.length)]
  const whole = lines.join('\n')
  let parts = known.get(whole)
  if (parts === undefined) {
    parts = around.reduce(bodyOf, statementsOf(whole))
    known.set(whole, parts)
  }
  return copied(parts, NO_NAMES)
}

function bodyOf([only]: readonly Statement[]): readonly Statement[] {
  assert(only?.kind === 'class' || only?.kind === 'def', 'what is around a part are definitions')
  return only.body
}

function indented(text: string, depth: number): string {
  const indent = BLOCK_INDENT.repeat(depth)
  return text.replace(/^/gm, indent)
}
