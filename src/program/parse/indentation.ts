/**
 * Indentation as Python demands it: every statement of a block behind the very same blanks, deeper than the block
 * around it. The grammar is content with less.
 */
import type { SyntaxNode } from '@lezer/common'
import { STATEMENT_DEPTH_MAX } from '../limits.ts'
import { partsOf, type Reading } from './reading.ts'

export function checkIndentation(reading: Reading, script: SyntaxNode): void {
  block(reading, partsOf(script), '', 0)
}

/** Statements that belong together; each that begins a line must stand behind `blanks`. */
function block(reading: Reading, statements: readonly SyntaxNode[], blanks: string, depth: number): void {
  for (const [index, statement] of statements.entries()) {
    if (statement.type.isError) continue
    const before = statements[index - 1]
    if (before !== undefined && (lacksBody(before) || opensBlock(reading, before, statement))) continue
    checkLine(reading, statement, blanks, before?.getChild('Body') != null)
    if (depth <= STATEMENT_DEPTH_MAX) inside(reading, statement, blanks, depth)
  }
}

/** A compound statement without colon: what should have been its block stands behind it, rightly indented. */
function lacksBody(node: SyntaxNode): boolean {
  return node.lastChild?.type.isError === true && node.getChild('Body') === null
}

/** A line that ends in a colon, and yet is no compound statement because of an error that the grammar has marked. */
function opensBlock(reading: Reading, before: SyntaxNode, node: SyntaxNode): boolean {
  const lineBefore = reading.source.line(reading.source.lineIndex(node.from) - 1)
  if (!lineBefore.trimEnd().endsWith(':')) return false
  let marked = false
  before.cursor().iterate((inner) => {
    marked ||= inner.type.isError
  })
  return marked
}

function inside(reading: Reading, node: SyntaxNode, blanks: string, depth: number): void {
  for (const part of partsOf(node)) {
    if (part.name === 'Body' || part.name === 'MatchBody') body(reading, part, blanks, depth)
    else if (['elif', 'else', 'except', 'finally', 'FunctionDefinition', 'ClassDefinition'].includes(part.name)) {
      checkLine(reading, part, blanks)
      inside(reading, part, blanks, depth)
    }
  }
}

function body(reading: Reading, node: SyntaxNode, outer: string, depth: number): void {
  const statements = partsOf(node)
    .slice(1)
    .filter((part) => !part.type.isError)
  const [first] = statements
  if (first === undefined) return
  const blanks = blanksBefore(reading, first)
  if (blanks === undefined) {
    block(reading, statements, outer, depth + 1)
    return
  }
  if (blanks.length <= outer.length || !blanks.startsWith(outer)) {
    const hint =
      blanks.includes('\t') !== outer.includes('\t')
        ? 'indent with spaces only'
        : 'put it further right than the line that opens it'
    reading.refuse({ from: first.from, to: first.from + 1 }, 'this block is not indented', hint)
  }
  block(reading, statements, blanks, depth + 1)
}

function checkLine(reading: Reading, node: SyntaxNode, blanks: string, afterBlock = false): void {
  const own = blanksBefore(reading, node)
  if (own === undefined || own === blanks) return
  const at = { from: node.from, to: node.from + 1 }
  if (/[^ \t]/.test(own)) reading.refuse(at, 'a line begins with something other than blanks', 'indent with spaces')
  else if (own.includes('\t') !== blanks.includes('\t'))
    reading.refuse(at, 'tabs and spaces are mixed in the indentation', 'indent with spaces only')
  else if (own.length > blanks.length && !afterBlock)
    reading.refuse(at, 'this line is indented more than its block', `indent it by ${blanks.length}`)
  else
    reading.refuse(
      at,
      'this line is indented like no block around it',
      `indent it by ${blanks.length}, or like the line above or a block further out`,
    )
}

/** What stands before the node on its line, if nothing but blanks does. */
function blanksBefore(reading: Reading, node: SyntaxNode): string | undefined {
  const before = reading.text({ from: reading.source.lineStart(node.from), to: node.from })
  return before.trim() === '' ? before : undefined
}
