/**
 * Hunts for planted defects → one HTML file, self-contained and without scripts: a row a defect, and on one logarithmic
 * axis of seconds a dot for each hunt that found it, a cross at the end for each that did not, a bar up to the median.
 */
import type { DefectLine, GuidedScore, Hunt } from '../../triage/defect-score.ts'
import { duration, grouped, plural } from '../paint.ts'
import { Html, html } from './escape.ts'
import { STYLE } from './style.ts'

export interface DefectPlot {
  readonly lines: readonly DefectLine[]
  readonly seeds: readonly number[]
  /** For one hunt: where the axis ends. */
  readonly seconds: number
}

/** Sizes of a strip; the axis begins at the shortest time that is told apart. */
const WIDTH = 480
const HEIGHT = 18
const MARGIN = 8
const SHORTEST = 0.1

const PLOT_STYLE = `
.strip { display: block; width: 100%; min-width: 20rem; height: 1.2rem }
.strip .grid { stroke: var(--line) } .strip .bar { stroke: var(--green); stroke-width: 3 }
.strip .found { fill: var(--green) } .strip .other { fill: var(--amber) } .strip .missed { stroke: var(--red); stroke-width: 2 }
.strip text { fill: var(--soft); font: 11px system-ui, sans-serif; text-anchor: middle }
td { white-space: nowrap } td.plot { width: 60%; padding-right: 0 }
`

export function defectPlot({ lines, seeds, seconds }: DefectPlot): string {
  const hunts = lines.flatMap((line) => [...line.hunts, ...(line.guided?.hunts ?? [])])
  const found = hunts.filter(({ detected }) => detected !== undefined)
  const end = Math.max(seconds, 10 * SHORTEST)
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Heapsmith: planted defects</title>
<style>${new Html(STYLE + PLOT_STYLE)}</style>
</head>
<body>
<h1>Planted defects</h1>
<p>${plural(lines.length, 'defect')}, each hunted with ${plural(seeds.length, 'seed')} for at most ${duration(seconds)}:
${grouped(found.length)} of ${plural(hunts.length, 'hunt')} succeeded.</p>
<p class="soft">A dot is a hunt that found the defect, <span class="green">green</span> under a rule of its own and
<span class="amber">amber</span> under another; a <span class="red">red</span> cross is one that did not. The bar ends at the median.</p>
<div class="scroll" tabindex="0" role="group" aria-label="Time to detection"><table>
<caption>Seconds until the first violation, on a logarithmic axis</caption>
<thead><tr><th scope="col">Defect</th><th scope="col" class="number">Level</th><th scope="col" class="number">Found</th>
<th scope="col">${axis(end)}</th></tr></thead>
<tbody>
${lines.map((line) => row(line, end))}</tbody></table></div>
</body>
</html>
`.text
}

function row(line: DefectLine, end: number): Html {
  const bug = line.bug === undefined ? '' : html` <span class="soft">${line.bug}</span>`
  const missed = line.detected < line.hunts.length
  return html`<tr><td title="${line.what}"><code>${line.defect}</code>${bug}</td><td class="number">${line.level}</td>
<td class="number${missed ? ' red' : ''}">${line.detected}/${line.hunts.length}</td><td class="plot">${strip(line.defect, line, end)}</td></tr>
${line.guided === undefined ? '' : guidedRow(line.defect, line.guided, end)}`
}

function guidedRow(defect: string, guided: GuidedScore, end: number): Html {
  return html`<tr><td class="soft">guided</td><td></td>
<td class="number${guided.detected < guided.hunts.length ? ' red' : ''}">${guided.detected}/${guided.hunts.length}</td><td class="plot">${strip(`${defect}, guided`, guided, end)}</td></tr>
`
}

type Strip = Pick<DefectLine, 'medianSeconds' | 'detected' | 'hunts'>

function strip(name: string, line: Strip, end: number): Html {
  const { medianSeconds } = line
  const middle = HEIGHT / 2
  const bar =
    medianSeconds === undefined
      ? ''
      : html`<line class="bar" x1="${MARGIN}" x2="${placeOf(medianSeconds, end)}" y1="${middle}" y2="${middle}"/>`
  return html`<svg class="strip" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${told(name, line)}">
${ticks(end).map((tick) => html`<line class="grid" x1="${placeOf(tick, end)}" x2="${placeOf(tick, end)}" y1="0" y2="${HEIGHT}"/>`)}
${bar}${line.hunts.map((hunt) => mark(hunt, end))}</svg>`
}

function told(name: string, { medianSeconds, detected, hunts }: Strip): string {
  const time = medianSeconds === undefined ? '' : `, median ${duration(medianSeconds)}`
  return `${name}: found in ${detected} of ${plural(hunts.length, 'hunt')}${time}`
}

function mark({ seed, seconds, detected }: Hunt, end: number): Html {
  const middle = HEIGHT / 2
  if (detected === undefined) {
    const x = placeOf(end, end)
    return html`<path class="missed" d="M${x - 4} ${middle - 4}l8 8m0 -8l-8 8"><title>seed ${seed}: not found</title></path>`
  }
  const kind = detected.underItsRule ? 'found' : 'other'
  return html`<circle class="${kind}" cx="${placeOf(seconds, end)}" cy="${middle}" r="4"><title>seed ${seed}: ${detected.rule} after ${duration(seconds)}</title></circle>`
}

function axis(end: number): Html {
  return html`<svg class="strip" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="seconds from ${SHORTEST} to ${end}">
${ticks(end).map((tick) => html`<text x="${placeOf(tick, end)}" y="${HEIGHT - 4}">${String(tick)}</text>`)}</svg>`
}

/** 0.1, 1, 10, … and the end. */
function ticks(end: number): readonly number[] {
  const places = [SHORTEST]
  for (let tick = 1; tick < end * 0.7; tick *= 10) places.push(tick)
  return [...places, end]
}

/** Rounded, so that the same hunts make the same file. */
function placeOf(seconds: number, end: number): number {
  const part = Math.log(Math.max(seconds, SHORTEST) / SHORTEST) / Math.log(end / SHORTEST)
  return Math.round(10 * (MARGIN + Math.min(1, part) * (WIDTH - 2 * MARGIN))) / 10
}
