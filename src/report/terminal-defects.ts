/** The score of planted defects as text: a line for each, and what it comes to. */
import { type DefectLine, type GuidedScore, type Hunt, median } from '../triage/defect-score.ts'
import { duration, grouped, indent, type Paint, plural } from './paint.ts'

export function huntLine({ defect, seed, way, programs, seconds, detected }: Hunt, paint: Paint): string {
  const which = way === 'guided' ? `seed ${seed}, guided` : `seed ${seed}`
  const after = paint.dim(`after ${plural(programs, 'program')}, ${duration(seconds)}`)
  if (detected === undefined) return `  ${paint.red('not found')}  ${defect} (${which}) ${after}`
  const found = detected.underItsRule ? paint.green('found') : paint.yellow('found')
  return `  ${found}  ${defect} (${which}) as ${detected.rule} ${after}, ${plural(detected.statements, 'statement')}`
}

const HEADS = [
  'defect',
  'level',
  'reached',
  'triggered',
  'detected',
  'under its rule',
  'programs',
  'seconds',
  'statements',
]

const GUIDED_HEADS = ['guided', 'programs', 'seconds']

/** Programs, seconds and statements are medians over the hunts that found it. */
export function defectTable(lines: readonly DefectLine[], paint: Paint): string {
  const isGuided = lines.some(({ guided }) => guided !== undefined)
  const heads = isGuided ? [...HEADS, ...GUIDED_HEADS] : HEADS
  const rows = lines.map((line) => {
    const of = (part: number) => `${part}/${line.hunts.length}`
    return [
      line.defect,
      String(line.level),
      of(line.reached),
      of(line.triggered),
      of(line.detected),
      of(line.underItsRule),
      programsCell(line),
      secondsCell(line),
      line.medianStatements === undefined ? '–' : String(line.medianStatements),
      ...(line.guided === undefined ? [] : guidedCells(line.guided)),
    ]
  })
  const widths = heads.map((head, i) => Math.max(head.length, ...rows.map((row) => row[i]?.length ?? 0)))
  const shown = (row: readonly string[]) =>
    row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  ')
  const body = rows.map((row, i) => {
    const line = lines[i]
    const missed = line !== undefined && line.detected < line.hunts.length
    return missed ? paint.red(shown(row)) : shown(row)
  })
  return [paint.bold(shown(heads)), ...body].map((row) => `  ${row}`).join('\n')
}

type Medians = Pick<DefectLine, 'medianPrograms' | 'medianSeconds'>

const programsCell = ({ medianPrograms }: Medians) => (medianPrograms === undefined ? '–' : grouped(medianPrograms))
const secondsCell = ({ medianSeconds }: Medians) => (medianSeconds === undefined ? '–' : medianSeconds.toFixed(1))

function guidedCells(guided: GuidedScore): readonly string[] {
  return [`${guided.detected}/${guided.hunts.length}`, programsCell(guided), secondsCell(guided)]
}

/** How much sooner guidance finds: over the defects that both ways found with every seed. */
function guidedSummary(lines: readonly DefectLine[]): string {
  const both = lines.filter(
    ({ hunts, detected, guided }) => detected === hunts.length && guided?.detected === guided?.hunts.length,
  )
  const ratios = (of: 'medianPrograms' | 'medianSeconds') =>
    both.flatMap((line) => {
      const [guided, random] = [line.guided?.[of], line[of]]
      return guided === undefined || random === undefined ? [] : [guided / random]
    })
  const [programs, seconds] = [median(ratios('medianPrograms')), median(ratios('medianSeconds'))]
  if (programs === undefined || seconds === undefined) return ''
  return `\nGuided to random, medians of ${plural(both.length, 'defect')}: ${programs.toFixed(2)} of the programs, ${seconds.toFixed(2)} of the seconds.`
}

export function defectSummary(lines: readonly DefectLine[], paint: Paint): string {
  // After an interrupt some were never hunted.
  const hunted = lines.filter(({ hunts }) => hunts.length > 0)
  const always = hunted.filter(({ detected, hunts }) => detected === hunts.length)
  const hunts = lines.flatMap((line) => line.hunts)
  const found = hunts.filter(({ detected }) => detected !== undefined)
  const missed = hunted.filter((line) => !always.includes(line))
  const head = `${always.length} of ${plural(hunted.length, 'defect')} found with every seed, ${found.length} of ${plural(hunts.length, 'hunt')} successful.`
  const strayed = lines.filter(({ strays }) => strays > 0)
  const strays = strayed.map(({ defect, strays: count }) => `${plural(count, 'violation')} beside ${defect}`)
  const end =
    guidedSummary(lines) +
    (strays.length === 0 ? '' : paint.red(`\nwhere the defect had done nothing wrong: ${strays.join(', ')}`))
  if (missed.length === 0) return `${paint.green(head)}${end}`
  return `${paint.red(head)}${end}\n${indent(missed.map(({ defect, what }) => `missed: ${defect} (${what})`).join('\n'), '  ')}`
}
