/**
 * What a program does, statement by statement: what happened, who was born, died and changed, what the collector did, and
 * where it is not what the oracle expects. Everything is told from the story, and so is what the engine showed.
 */
import type { StatementStory, Story, StoryGraph, StoryNode, StoryValue } from '../observation/story.ts'
import type { Program } from '../program/ast.ts'
import { printStatement } from '../program/print.ts'
import type { Verdict, Violation } from '../verdict/verdict.ts'
import { indent, type Paint, plural } from './paint.ts'

export function explanation(program: Program, story: Story, verdict: Verdict, paint: Paint): string {
  const width = String(program.body.length).length
  let before: StoryGraph | undefined
  return program.body
    .map((statement, i) => {
      const told = story.statements[i]
      const number = paint.dim(`${String(i + 1).padStart(width)} | `)
      const text = indent(printStatement(statement), paint.dim(`${' '.repeat(width)} | `)).slice(
        paint.dim(`${' '.repeat(width)} | `).length,
      )
      const lines = told === undefined ? [row('not reached', '', paint.yellow)] : statementLines(told, before, paint)
      before = told?.graph ?? before
      const wrong = verdict.kind === 'violates' ? verdict.violations.filter((each) => each.statement === i) : []
      return [
        `${number}${text}`,
        ...[...lines, ...wrong.flatMap((each) => violationLines(each, paint))].map(
          (line) => `${' '.repeat(width + 3)}${line}`,
        ),
      ].join('\n')
    })
    .join('\n')
}

function row(word: string, text: string, color: (text: string) => string): string {
  return `${color(word.padEnd(11))} ${text}`.trimEnd()
}

function statementLines(told: StatementStory, before: StoryGraph | undefined, paint: Paint): readonly string[] {
  const { dim, yellow, red } = paint
  const lines: string[] = []
  const list = (word: string, items: readonly string[], color = dim) => {
    if (items.length > 0) lines.push(row(word, items.join(', '), color))
  }
  if (told.value !== undefined && told.value.kind !== 'none') lines.push(row('value', valueText(told.value), dim))
  if (told.raised !== undefined) lines.push(row('raises', told.raised, yellow))
  list(
    'prints',
    told.printed.map((line) => JSON.stringify(line)),
  )
  list(
    'collected',
    told.collections.map((generation) => `generation ${generation}, by itself`),
  )
  list('finalized', told.finalized)
  list('callbacks', told.callbacks)
  list('unraisable', told.unraisable, yellow)
  list('dead', told.dead ?? [])
  list('garbage', told.garbage ?? [], yellow)
  if (told.graph !== undefined) for (const [word, text] of changes(before, told.graph)) lines.push(row(word, text, dim))
  if (told.unsure !== undefined) lines.push(row('unsure', told.unsure, red))
  return lines
}

/** What is new, and what has another count or generation than before. */
function changes(before: StoryGraph | undefined, now: StoryGraph): readonly (readonly [word: string, text: string])[] {
  const known = new Map(before?.nodes.map((node) => [node.label, node]))
  const found: (readonly [string, string])[] = []
  const born = now.nodes.filter(({ label }) => !known.has(label))
  if (born.length > 0) found.push(['new', born.map(nodeText).join(', ')])
  const moved = now.nodes.flatMap((node) => {
    const old = known.get(node.label)
    const changed = old === undefined ? '' : changeText(old, node)
    return changed === '' ? [] : [`${node.label} ${changed}`]
  })
  if (moved.length > 0) found.push(['changed', moved.join(', ')])
  const runs = now.collections.flatMap((count, generation) => {
    const ran = count - (before?.collections[generation] ?? 0)
    const collected = (now.collected[generation] ?? 0) - (before?.collected[generation] ?? 0)
    return ran === 0
      ? []
      : [`generation ${generation}${ran === 1 ? '' : ` ${ran} times`}, ${plural(collected, 'object')} collected`]
  })
  if (runs.length > 0) found.push(['collector', runs.join('; ')])
  return found
}

function nodeText({ label, count, generation }: StoryNode): string {
  return `${label} (${plural(count, 'reference')}, ${generationText(generation)})`
}

function changeText(old: StoryNode, now: StoryNode): string {
  return [
    ...(old.count === now.count ? [] : [`${old.count} → ${plural(now.count, 'reference')}`]),
    ...(old.generation === now.generation
      ? []
      : [`${generationText(old.generation)} → ${generationText(now.generation)}`]),
  ].join(' and ')
}

function generationText(generation: StoryNode['generation']): string {
  return typeof generation === 'number' ? `generation ${generation}` : generation
}

function violationLines({ rule, message, expected, seen }: Violation, paint: Paint): readonly string[] {
  return [
    row('WRONG', `${rule}: ${message}`, paint.red),
    row('expected', expected, paint.red),
    row('seen', seen, paint.red),
  ]
}

function valueText(value: StoryValue): string {
  switch (value.kind) {
    case 'none':
      return 'None'
    case 'bool':
      return value.value ? 'True' : 'False'
    case 'str':
      return JSON.stringify(value.value)
    case 'bytes':
      return `b${JSON.stringify(value.value)}`
    case 'list':
      return `[${value.items.map(valueText).join(', ')}]`
    case 'tuple':
      return `(${value.items.map(valueText).join(', ')}${value.items.length === 1 ? ',' : ''})`
    case 'label':
      return value.label
    default:
      return String(value.value)
  }
}
