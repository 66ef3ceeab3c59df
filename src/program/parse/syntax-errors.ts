/**
 * The grammar's error marks → problems in words. The grammar only knows that it could not go on, and where; what was
 * probably meant is guessed from what stands around the place.
 */
import type { SyntaxNode, Tree } from '@lezer/common'
import { isKeyword } from '../names.ts'
import { partsOf, type Range, type Reading } from './reading.ts'

/**
 * Reports each error mark that nothing else explains, at most one a line. Answers what lies behind them on their lines:
 * what the grammar made of it means little.
 */
export function reportSyntaxErrors(reading: Reading, tree: Tree, poisoned: readonly Range[]): Range[] {
  const covered = [...poisoned, ...reading.refused.map(({ range }) => range)]
  const lines = new Map<number, number>()
  tree.iterate({
    enter(ref) {
      if (
        reading.isFull ||
        !ref.type.isError ||
        isBareYield(ref.node) ||
        covered.some(({ from, to }) => ref.from >= from && ref.from <= to)
      )
        return
      const line = reading.source.lineIndex(ref.from)
      if (lines.has(line)) return
      lines.set(line, ref.from)
      reportError(reading, ref.node)
    },
  })
  return [...lines].map(([line, from]) => ({ from: from + 1, to: reading.source.lineEnd(line) }))
}

/** The grammar wants a value behind every `yield`; Python does not. */
function isBareYield({ from, to, parent }: SyntaxNode): boolean {
  if (parent === null || from !== to || (parent.name !== 'YieldStatement' && parent.name !== 'YieldExpression'))
    return false
  return partsOf(parent).every((part) => part.type.isError || part.name === 'yield')
}

const COMPOUND: ReadonlySet<string> = new Set([
  'IfStatement',
  'WhileStatement',
  'ForStatement',
  'FunctionDefinition',
  'ClassDefinition',
  'WithStatement',
  'TryStatement',
])

function reportError(reading: Reading, node: SyntaxNode): void {
  const { text } = reading.source
  const parent = node.parent
  const found = tokenAt(text, node.from)
  const at = { from: found.from, to: Math.max(found.to, found.from + 1) }
  const before = /(?:^|[^A-Za-z0-9_])([A-Za-z_]\w*)\s*$/.exec(text.slice(Math.max(0, node.from - 80), node.from))?.[1]
  const here = { from: node.from, to: node.from + 1 }
  if (parent?.name === 'Body' && parent.firstChild?.name === ':') {
    const { line } = reading.source.span(parent.from, parent.from)
    return reading.refuse(
      here,
      `a block is missing behind the colon of line ${line}`,
      'indent at least one statement below it, such as `pass`',
    )
  }
  if (/\d\.$/.test(text.slice(0, node.from)))
    return reading.refuse(
      { from: node.from - 1, to: node.from },
      'a point needs a digit behind it',
      'write `1.0` for `1.`',
    )
  if (found.text === '' && parent !== null && (parent.name === 'Body' || COMPOUND.has(parent.name)))
    return reading.refuse(here, 'a colon is missing at the end of this line', 'write `:`')
  if (before === 'print' || before === 'exec') {
    return reading.refuse(at, `\`${before}\` is not a statement`, `call the function: \`${before}(x)\``)
  }
  if (isKeyword(found.text))
    return reading.refuse(
      at,
      `\`${found.text}\` is a keyword and cannot stand here`,
      'choose another name, or begin a new line',
    )
  if (/^(t|tr|rt)$/i.test(before ?? '') && /^['"]/.test(found.text))
    return reading.refuse(at, 'a t-string is not in the heap language', 'add strings with `+` and `str(x)`')
  if (found.text === '=' || found.text === '!')
    return reading.refuse(at, `\`${found.text}\` cannot stand here`, 'to compare, write `==` or `!=`')
  if (found.text === '') return reading.refuse(here, 'the line ends too early', 'finish the expression')
  return reading.refuse(
    at,
    `\`${found.text}\` cannot stand here`,
    'an operator, a comma or a line end may be missing before it',
  )
}

/** The word or sign at or behind `at` on its line; empty at the line's end. */
function tokenAt(text: string, at: number): Range & { text: string } {
  const match = /[ \t]*(\w+|[^\s\w])?/y
  match.lastIndex = at
  const token = match.exec(text)?.[1] ?? ''
  return { from: match.lastIndex - token.length, to: match.lastIndex, text: token }
}
