/**
 * Where two engines' reports of one case begin to differ: statement, part and line. Pure, and blind to what engines may
 * show differently.
 *
 * Engines of the very same version are compared in everything comparable, the order of the collector's lists included.
 * Those that share semantics but not the patch level are compared in what a program can see and in how many objects there
 * are of each type, count and generation: the order of lists is the business of a patch.
 */
import type { Comparable, ComparableStatement } from './comparable.ts'

export interface Precision {
  readonly lists: 'in order' | 'any order'
  /** Both report each death. */
  readonly deaths: boolean
}

/** The first line that differs; undefined where one has no more. */
export interface LineDifference {
  readonly first: string | undefined
  readonly second: string | undefined
}

export interface FirstDifference extends LineDifference {
  readonly statement: number
  readonly part: keyof ComparableStatement | 'outcome'
}

/**
 * What `sys.getrefcount(None)` says, by version and by the width of a pointer: 64 and 32 bits, to 3.13 and from 3.14 on.
 * Measured on CPython 3.12.1 and 3.13.0, and on Pyodide 3.12 and 3.14.
 */
const IMMORTAL = /\bint (?:4294967295|1073741823|3221225472|1879048192)\b/g

const PARTS = ['events', 'raised', 'value', 'probes', 'statistics', 'nodes', 'roots', 'garbage'] as const

export function firstDifference(
  first: Comparable,
  second: Comparable,
  precision: Precision,
): FirstDifference | undefined {
  const common = Math.min(first.statements.length, second.statements.length)
  for (let statement = 0; statement < common; statement++) {
    const [one, other] = [first.statements[statement], second.statements[statement]]
    if (one === undefined || other === undefined) break
    for (const part of PARTS) {
      const lines = linesOf(one, part, precision)
      const others = linesOf(other, part, precision)
      // A part that one engine cannot show after this statement says nothing.
      if (lines === undefined || others === undefined) continue
      if (part === 'value' && (isOutsideCount(lines[0]) || isOutsideCount(others[0])) && areCounts(lines, others))
        continue
      const difference = differentLine(lines, others)
      if (difference !== undefined) return { statement, part, ...difference }
    }
  }
  const ends = [JSON.stringify(first.outcome, known), JSON.stringify(second.outcome, known)] as const
  if (ends[0] === ends[1] && first.statements.length === second.statements.length) return undefined
  return { statement: Math.max(0, common - 1), part: 'outcome', first: ends[0], second: ends[1] }
}

/**
 * Up to 3.11 nothing is immortal, and `sys.getrefcount` of None or a small int counts who all in the interpreter holds it:
 * the simulation says a thousand million and what the program holds.
 */
function isOutsideCount(line: string | undefined): boolean {
  return line !== undefined && /^int 1\d{9}$/.test(line)
}

function areCounts(lines: readonly string[], others: readonly string[]): boolean {
  return [...lines, ...others].every((line) => /^int \d+$/.test(line))
}

/** Undefined where all lines are the same. */
export function differentLine(lines: readonly string[], others: readonly string[]): LineDifference | undefined {
  const at = lines.length >= others.length ? differs(lines, others) : differs(others, lines)
  return at < 0 ? undefined : { first: lines[at], second: others[at] }
}

function differs(longer: readonly string[], shorter: readonly string[]): number {
  return longer.findIndex((line, i) => line !== shorter[i])
}

/** How long it was given is the asker's affair. */
function known(key: string, value: unknown): unknown {
  return key === 'limitMs' ? undefined : value
}

function linesOf(
  statement: ComparableStatement,
  part: (typeof PARTS)[number],
  { lists, deaths }: Precision,
): readonly string[] | undefined {
  switch (part) {
    case 'raised':
      return [statement.raised ?? 'nothing raised']
    case 'value':
      return [(statement.value ?? 'None').replaceAll(IMMORTAL, 'int (an immortal count)')]
    case 'events':
      return deaths ? statement.events : statement.events.filter((event) => !event.startsWith('died '))
    case 'nodes':
      return lists === 'in order'
        ? statement.nodes
        : statement.nodes?.map((node) => node.replace(/, refers to.*$/, '')).sort()
    case 'roots':
      return lists === 'in order' ? statement.roots : statement.roots?.map((root) => root.replace(/\d+$/, 'N'))
    case 'garbage':
      return lists === 'in order' ? statement.garbage : statement.garbage?.map(() => 'an object')
    default:
      return statement[part]
  }
}
