/** The known word nearest to a mistyped one, so that a message can say "did you mean". */
import { distance } from 'fastest-levenshtein'

const LONGEST_WORD = 50

/** Undefined when none is near: at most two letters in five may be wrong, and case never counts. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  if (word.length > LONGEST_WORD) return undefined
  let best: string | undefined
  let least = Math.min(word.length, Math.floor(word.length * 0.4) + 1)
  for (const candidate of known) {
    const away = distance(word.toLowerCase(), candidate.toLowerCase())
    if (away < least) {
      best = candidate
      least = away
    }
  }
  return best
}
