/** Curves with a band from lowest to highest → a page with a plot for each group of them, drawn as SVG; no script runs in it. */
import { type Html, html } from '../src/report/html/escape.ts'

export interface Curve {
  readonly name: string
  readonly points: readonly {
    readonly x: number
    readonly y: number
    readonly lowest: number
    readonly highest: number
  }[]
}

export interface Plot {
  /** What the axes show, with units. */
  readonly x: string
  readonly y: string
  readonly curves: readonly Curve[]
}

const [WIDTH, HEIGHT, LEFT, BOTTOM, TOP, RIGHT] = [720, 400, 70, 50, 20, 90]
/** Of Okabe and Ito: told apart by all eyes. */
const COLOURS = ['#000000', '#e69f00', '#0072b2', '#009e73', '#d55e00']

export function linePlots(title: string, plots: readonly Plot[]): string {
  return html`<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title>
<style>body{font:16px system-ui,sans-serif;max-width:60rem;margin:2rem auto}text{font-size:13px}</style>
<h1>${title}</h1>
${plots.map(drawn)}</html>
`.text
}

function drawn({ x, y, curves }: Plot): Html {
  const points = curves.flatMap((curve) => curve.points)
  const [xMax, yMax] = [Math.max(1, ...points.map((point) => point.x)), Math.max(1, ...points.map((p) => p.highest))]
  const right = (value: number) => (LEFT + (value / xMax) * (WIDTH - LEFT - RIGHT)).toFixed(1)
  const down = (value: number) => (HEIGHT - BOTTOM - (value / yMax) * (HEIGHT - BOTTOM - TOP)).toFixed(1)
  const path = (pairs: readonly (readonly [number, number])[]) =>
    pairs.map(([at, value], i) => `${i === 0 ? 'M' : 'L'}${right(at)} ${down(value)}`).join('')
  const lines = curves.map(({ name, points: own }, i) => {
    const colour = COLOURS[i % COLOURS.length] as string
    const upper = own.map((point) => [point.x, point.highest] as const)
    const lower = own.map((point) => [point.x, point.lowest] as const).reverse()
    const end = own.at(-1)
    return html`<path d="${path([...upper, ...lower])}Z" fill="${colour}" opacity="0.15"/>
<path d="${path(own.map((point) => [point.x, point.y] as const))}" fill="none" stroke="${colour}" stroke-width="2"/>
${end === undefined ? '' : html`<text x="${WIDTH - RIGHT + 6}" y="${TOP + 14 + 18 * i}" fill="${colour}">${name}</text>`}`
  })
  return html`<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${y} by ${x}">
<path d="M${LEFT} ${TOP}V${HEIGHT - BOTTOM}H${WIDTH - RIGHT}" fill="none" stroke="#666"/>
${ticks(xMax).map((tick) => html`<text x="${right(tick)}" y="${HEIGHT - BOTTOM + 18}" text-anchor="middle">${tick}</text>`)}
${ticks(yMax).map((tick) => html`<text x="${LEFT - 8}" y="${down(tick)}" text-anchor="end">${tick}</text>`)}
<text x="${(WIDTH - RIGHT + LEFT) / 2}" y="${HEIGHT - 8}" text-anchor="middle">${x}</text>
<text x="${LEFT + 8}" y="${TOP}">${y}</text>
${lines}</svg>
`
}

/** Four to ten round numbers from 0 on. */
function ticks(most: number): readonly number[] {
  const magnitude = 10 ** Math.floor(Math.log10(most))
  const step = most / magnitude >= 4 ? magnitude : most / magnitude >= 2 ? magnitude / 2 : magnitude / 5
  return Array.from({ length: Math.floor(most / step) + 1 }, (_, i) => i * step)
}
