/** Values of flags: read strictly, refused with what would work. */
import { InvalidArgumentError } from 'commander'
import { durationInMs } from '../base/duration.ts'
import type { Shard } from '../coordinator/shard.ts'
import type { AdapterLie } from '../engines/engine.ts'
import type { Level } from '../program/level.ts'

export const REPORTERS = ['terminal', 'json', 'junit', 'sarif', 'github', 'html'] as const
export type Reporter = (typeof REPORTERS)[number]

/** `60`, `60s`, `90m`, `8h` → milliseconds. */
export function durationMs(text: string): number {
  const ms = durationInMs(text)
  if (ms === undefined) {
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

const MOST_SHARDS = 10_000

/** `2/5`: the second of five. */
export function shard(text: string): Shard {
  const [, index = Number.NaN, of = Number.NaN] = (/^(\d+)\/(\d+)$/.exec(text.trim()) ?? []).map(Number)
  if (!(index >= 1 && index <= of && of <= MOST_SHARDS))
    throw new InvalidArgumentError('A shard is one of several, such as 1/4, 2/4, 3/4, 4/4.')
  return { index, of }
}

/** `1`, `2` or `3`. */
export function levelOfLanguage(text: string): Level {
  return wholeNumber(1, 3)(text) as Level
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

const LIES: readonly AdapterLie[] = [
  ...(['hide-reference', 'swap-finalizers', 'report-one-object-less'] as const),
  ...(['exhaust-memory', 'throw', 'answer-too-few', 'answer-nonsense', 'never-answer', 'block-thread'] as const),
]

/** The deliberate lie that tests ask an adapter for. */
export function adapterLie(text: string): AdapterLie {
  const lie = LIES.find((each) => each === text)
  if (lie === undefined) throw new InvalidArgumentError(`The lies are ${LIES.join(', ')}.`)
  return lie
}
