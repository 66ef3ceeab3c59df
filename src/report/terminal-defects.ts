/** The score of planted defects as text: a line for each, and what it comes to. */
import type { DefectLine, Hunt } from '../triage/defect-score.ts'
import { duration, grouped, indent, type Paint, plural } from './paint.ts'

export function huntLine({ defect, seed, programs, seconds, detected }: Hunt, paint: Paint): string {
  const after = paint.dim(`after ${plural(programs, 'program')}, ${duration(seconds)}`)
  if (detected === undefined) return `  ${paint.red('not found')}  ${defect} (seed ${seed}) ${after}`
  const found = detected.underItsRule ? paint.green('found') : paint.yellow('found')
  return `  ${found}  ${defect} (seed ${seed}) as ${detected.rule} ${after}, ${plural(detected.statements, 'statement')}`
}

const HEADS = ['defect', 'reached', 'triggered', 'detected', 'under its rule', 'programs', 'seconds', 'statements']

/** Programs, seconds and statements are medians over the hunts that found it. */
export function defectTable(lines: readonly DefectLine[], paint: Paint): string {
  const rows = lines.map((line) => {
    const of = (part: number) => `${part}/${line.hunts.length}`
    return [
      line.defect,
      of(line.reached),
      of(line.triggered),
      of(line.detected),
      of(line.underItsRule),
      line.medianPrograms === undefined ? '–' : grouped(line.medianPrograms),
      line.medianSeconds === undefined ? '–' : line.medianSeconds.toFixed(1),
      line.medianStatements === undefined ? '–' : String(line.medianStatements),
    ]
  })
  const widths = HEADS.map((head, i) => Math.max(head.length, ...rows.map((row) => row[i]?.length ?? 0)))
  const shown = (row: readonly string[]) =>
    row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  ')
  const body = rows.map((row, i) => {
    const line = lines[i]
    const missed = line !== undefined && line.detected < line.hunts.length
    return missed ? paint.red(shown(row)) : shown(row)
  })
  return [paint.bold(shown(HEADS)), ...body].map((row) => `  ${row}`).join('\n')
}

export function defectSummary(lines: readonly DefectLine[], paint: Paint): string {
  const always = lines.filter(({ detected, hunts }) => detected === hunts.length)
  const hunts = lines.flatMap((line) => line.hunts)
  const found = hunts.filter(({ detected }) => detected !== undefined)
  const missed = lines.filter((line) => !always.includes(line))
  const head = `${always.length} of ${plural(lines.length, 'defect')} found with every seed, ${found.length} of ${plural(hunts.length, 'hunt')} successful.`
  if (missed.length === 0) return paint.green(head)
  return `${paint.red(head)}\n${indent(missed.map(({ defect, what }) => `missed: ${defect} (${what})`).join('\n'), '  ')}`
}
