/**
 * What is left to discover, estimated from how many features were seen in exactly one and in exactly two programs:
 * Chao2 (Chao 1987) for the number of features, Good–Turing for the next programs. Both hold for programs drawn alike;
 * a guided campaign draws rare ones more often, so that for it Chao2 is a lower bound that moves as the corpus does.
 */
export interface Discovery {
  /** Features that this kind of program is estimated to reach but has not: at least so many. */
  readonly undiscovered: number
  /** New features that the next 1,000 programs are expected to show. */
  readonly nextThousand: number
}

export function estimateDiscovery(programs: number, seenOnce: number, seenTwice: number): Discovery {
  if (programs === 0) return { undiscovered: 0, nextThousand: 0 }
  const correction = (programs - 1) / programs
  // Without anything seen twice, the form of Chao2 that is corrected for that.
  const pairs = seenTwice > 0 ? seenOnce ** 2 / seenTwice : Math.max(0, seenOnce * (seenOnce - 1))
  return {
    undiscovered: Math.round((correction * pairs) / 2),
    nextThousand: Math.round((1000 * seenOnce) / programs),
  }
}
