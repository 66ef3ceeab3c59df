/** Values of flags: read strictly, refused with what would work. */
import { InvalidArgumentError } from 'commander'
import type { AdapterLie } from '../engines/engine.ts'

export const REPORTERS = ['terminal', 'json', 'junit', 'sarif', 'github', 'html'] as const
export type Reporter = (typeof REPORTERS)[number]

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, min: 60_000, h: 3_600_000 }

/** `60`, `60s`, `90m`, `8h` → milliseconds. */
export function durationMs(text: string): number {
  const parts = /^(\d+(?:\.\d+)?)(ms|s|m|min|h)?$/.exec(text.trim())
  const ms = parts === null ? Number.NaN : Number(parts[1]) * (UNIT_MS[parts[2] ?? 's'] as number)
  // setTimeout counts to 2^31 - 1 milliseconds.
  if (!(ms > 0 && ms < 2 ** 31)) {
    throw new InvalidArgumentError(
      'A time is a number of seconds, or a number with s, m or h, such as 60, 90s, 10m, 8h.',
    )
  }
  return ms
}

/** A reader of whole numbers from `least` to `most`. */
export function wholeNumber(least: number, most: number = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const value = /^\d+$/.test(text.trim()) ? Number(text) : Number.NaN
    if (!(value >= least && value <= most)) {
      const range = most === Number.MAX_SAFE_INTEGER ? `from ${least} up` : `from ${least} to ${most}`
      throw new InvalidArgumentError(`It takes a whole number ${range}.`)
    }
    return value
  }
}

/** `5` or `5%`. */
export function percentage(text: string): number {
  const parts = /^(\d+(?:\.\d+)?)\s*%?$/.exec(text.trim())
  const value = parts === null ? Number.NaN : Number(parts[1])
  if (!(value >= 0 && value <= 100)) throw new InvalidArgumentError('It takes a percentage from 0 to 100.')
  return value
}

/** `a,b`, several times. */
export function engineList(text: string, before: readonly string[] = []): readonly string[] {
  const named = text.split(',').map((id) => id.trim())
  if (named.some((id) => id === ''))
    throw new InvalidArgumentError('An engine id is empty; write --engine pyodide,cpython.')
  return [...before, ...named]
}

export function reporterList(text: string, before: readonly Reporter[] = []): readonly Reporter[] {
  const named = text.split(',').map((name) => name.trim())
  for (const name of named) {
    if (!REPORTERS.includes(name as Reporter)) {
      throw new InvalidArgumentError(`There is no reporter ${JSON.stringify(name)}; there are ${REPORTERS.join(', ')}.`)
    }
  }
  return [...before, ...(named as Reporter[])]
}

const LIES: readonly AdapterLie[] = ['hide-reference', 'swap-finalizers', 'report-one-object-less']

/** The deliberate lie that tests ask an adapter for. */
export function adapterLie(text: string): AdapterLie {
  const lie = LIES.find((each) => each === text)
  if (lie === undefined) throw new InvalidArgumentError(`The lies are ${LIES.join(', ')}.`)
  return lie
}
