/** Colours and small layouts for a terminal: everything here is text in, text out. */
import picocolors from 'picocolors'

export type Paint = ReturnType<typeof picocolors.createColors>

export function paint(colored: boolean): Paint {
  return picocolors.createColors(colored)
}

/** `12,345`, the same in every locale. */
export function grouped(value: number): string {
  return Math.round(value)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, ',')
}

/** Three significant places: `950`, `12.3k`, `4.56M`. */
export function short(value: number): string {
  if (value < 1_000) return String(Math.round(value))
  const [scaled, unit] =
    value < 1_000_000 ? [value / 1_000, 'k'] : value < 1e9 ? [value / 1e6, 'M'] : [value / 1e9, 'G']
  return `${scaled.toFixed(scaled < 10 ? 2 : scaled < 100 ? 1 : 0)}${unit}`
}

export function percent(part: number, whole: number): string {
  if (whole === 0 || part === 0) return '0 %'
  const share = (100 * part) / whole
  return share < 0.01 ? '<0.01 %' : `${share.toFixed(share < 1 ? 2 : share < 10 ? 1 : 0)} %`
}

/** `8 s`, `12 min 5 s`, `8 h 0 min`. */
export function duration(seconds: number): string {
  const whole = Math.round(seconds)
  if (whole < 60) return seconds < 10 ? `${seconds.toFixed(1)} s` : `${whole} s`
  const minutes = Math.floor(whole / 60)
  return minutes < 60 ? `${minutes} min ${whole % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${grouped(count)} ${count === 1 ? one : many}`
}

/** Every line of `text` with `before` in front. */
export function indent(text: string, before: string): string {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => `${before}${line}`)
    .join('\n')
}
