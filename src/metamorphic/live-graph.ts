/**
 * What a program has reached when it is over, as lines: each object that the global names lead to, with its type, its count
 * and what it refers to, numbered in the order in which names (sorted) and references lead there. Generations, handles
 * and everything unreachable are left out: they depend on when collections ran.
 */
import { remembered } from '../base/remembered.ts'
import { nodeName } from '../observation/comparable.ts'
import type { Observations, Snapshot } from '../observation/observations.ts'

/** Of the last snapshot; with how the program ended, and the exceptions on the way. Several twins ask for that of one case. */
export const liveGraph = remembered(({ statements, outcome }: Observations): readonly string[] => {
  const raised = statements.flatMap((statement) => statement.raised ?? [])
  const snapshot = statements.at(-1)?.snapshot
  return [
    `ended: ${outcome.kind}`,
    `raised: ${raised.join(', ') || 'nothing'}`,
    ...(snapshot === undefined ? [] : graphLines(snapshot)),
  ]
})

function graphLines(snapshot: Snapshot): string[] {
  const { handles, rootNames, roots, edges, edgeStarts } = snapshot
  const nodeOf = new Map(Array.from(handles, (handle, node) => [handle, node]))
  const names = rootNames.map((name, i) => [name, roots[i] as number] as const).sort(([a], [b]) => (a < b ? -1 : 1))
  const numbers = new Map<number, number>()
  const number = (handle: number): number | undefined => {
    const node = nodeOf.get(handle)
    if (node === undefined) return undefined
    if (!numbers.has(node)) numbers.set(node, numbers.size)
    return numbers.get(node)
  }
  const lines = names.map(([name, handle]) => `${name} is ${nodeName(number(handle))}`)
  // The map grows while it is walked.
  for (const [node, own] of numbers) {
    const referents = Array.from(edges.slice(edgeStarts[node], edgeStarts[node + 1]), number)
    const shown = referents.filter((referent) => referent !== undefined).join(' ') || 'nothing'
    lines.push(`object ${own}: ${looks(snapshot, node)}, refers to ${shown}`)
  }
  return lines
}

/** Tuples may be constants of the code, whose counts are nobody's business. */
function looks({ types, typeNames, refcounts }: Snapshot, node: number): string {
  const type = typeNames[types[node] as number] as string
  return type === 'tuple' ? type : `${type}, count ${refcounts[node]}`
}
