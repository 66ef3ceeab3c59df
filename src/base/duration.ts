/** Times as people write them: `60`, `90s`, `10m`, `8h`. */
const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, min: 60_000, h: 3_600_000 }

/** Milliseconds; undefined for what is no time, or longer than a timer counts. */
export function durationInMs(text: string): number | undefined {
  const parts = /^(\d+(?:\.\d+)?)(ms|s|m|min|h)?$/.exec(text.trim())
  const ms = parts === null ? Number.NaN : Number(parts[1]) * (UNIT_MS[parts[2] ?? 's'] as number)
  // setTimeout counts to 2^31 - 1 milliseconds.
  return ms > 0 && ms < 2 ** 31 ? ms : undefined
}
