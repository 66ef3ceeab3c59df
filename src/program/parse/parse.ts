/**
 * Python text → Program. The maintained grammar of `@lezer/python` finds the structure; it forgives much, so that
 * every node must have exactly the parts that are expected of it, and the rules of the language are checked on the
 * result. All problems are reported, in the order of the text. Parsing never throws for any text.
 */
import type { SyntaxNode, Tree } from '@lezer/common'
import { parser } from '@lezer/python'
import type { Expression, Program } from '../ast.ts'
import type { Fault } from '../rules/fault.ts'
import { expressionAloneFaults, programFaults } from '../rules/rules.ts'
import { readSuite } from './blocks.ts'
import { readExpressions } from './expressions.ts'
import { checkIndentation } from './indentation.ts'
import type { Problem, Span } from './problem.ts'
import { partsOf, Reading } from './reading.ts'
import { scan } from './scan.ts'
import { type SourceOptions, SourceText } from './source-text.ts'
import { reportSyntaxErrors } from './syntax-errors.ts'

export type ParseOptions = SourceOptions

/** `positions` knows every statement, at every depth, and every expression and target. */
export type ParseResult =
  | { readonly ok: true; readonly program: Program; readonly positions: ReadonlyMap<object, Span> }
  | { readonly ok: false; readonly problems: readonly Problem[] }

export type ExpressionResult =
  | { readonly ok: true; readonly expression: Expression; readonly positions: ReadonlyMap<object, Span> }
  | { readonly ok: false; readonly problems: readonly Problem[] }

/** The program that `text` spells, or every reason why it spells none. */
export function parseProgram(text: string, options: ParseOptions = {}): ParseResult {
  const read = readText(text, options, (reading, script) => {
    checkIndentation(reading, script)
    const program: Program = { body: readSuite(reading, partsOf(script)) }
    return { value: program, faults: programFaults(program) }
  })
  return read.ok ? { ok: true, program: read.value, positions: read.positions } : read
}

/** The expression that `text` spells, in the place of a global one; blanks around it are allowed. */
export function parseExpression(text: string, options: ParseOptions = {}): ExpressionResult {
  const read = readText(text, options, (reading, script) => {
    const [only, ...rest] = partsOf(script)
    if (only === undefined || only.name !== 'ExpressionStatement' || rest.length > 0) {
      const at = rest.find((part) => !part.type.isError) ?? only ?? script
      if (![only, ...rest].some((part) => part?.type.isError))
        reading.refuse(at, 'one expression is expected here', 'write a value, not a statement')
      return { value: reading.hole(script), faults: [] }
    }
    const value = readExpressions(reading, partsOf(only), only)
    return { value, faults: expressionAloneFaults(value) }
  })
  return read.ok ? { ok: true, expression: read.value, positions: read.positions } : read
}

type Read<T> =
  | { readonly ok: true; readonly value: T; readonly positions: ReadonlyMap<object, Span> }
  | { readonly ok: false; readonly problems: readonly Problem[] }

function readText<T>(
  text: string,
  options: ParseOptions,
  read: (reading: Reading, script: SyntaxNode) => { value: T; faults: readonly Fault[] },
): Read<T> {
  const source = new SourceText(text, options)
  const reading = new Reading(source)
  const tree = grammarTree(source.masked)
  if (tree === undefined) {
    reading.refuse({ from: 0, to: 1 }, 'nested too deeply', 'assign parts to variables first')
    return { ok: false, problems: reading.refused.map(({ problem }) => problem) }
  }
  const { problems, poisoned } = scan(source)
  const { value, faults } = read(reading, tree.topNode)
  const doubtful = [...poisoned, ...reportSyntaxErrors(reading, tree, poisoned)]
  for (const fault of faults) reading.refuseFault(fault)
  const clean = reading.refused.filter(
    ({ range }) => !doubtful.some(({ from, to }) => range.from >= from && range.from <= to),
  )
  const all = inOrder([...problems, ...clean.map(({ problem }) => problem)])
  if (all.length > 0) return { ok: false, problems: all }
  const [unread] = reading.unread
  if (unread !== undefined) {
    return {
      ok: false,
      problems: [
        source.problem(unread.from, unread.to, 'this is not Python', 'see the heap language in the documentation'),
      ],
    }
  }
  return { ok: true, value, positions: reading.positions() }
}

/** The grammar builds its tree recursively; a text that is nothing but brackets can overflow the stack. */
function grammarTree(text: string): Tree | undefined {
  try {
    return parser.parse(text)
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

/** Sorted by place, one problem a place: the first that was found says most. */
function inOrder(problems: readonly Problem[]): Problem[] {
  const seen = new Set<string>()
  return problems
    .filter(({ line, column }) => {
      const place = `${line}:${column}`
      return !seen.has(place) && seen.add(place)
    })
    .sort((a, b) => a.line - b.line || a.column - b.column)
}
