/** The only source of time. Everything that measures or stamps asks here, so that no result depends on time by accident. */

/** Milliseconds since an arbitrary start; never goes backwards. */
export function monotonicMs(): number {
  return performance.now()
}

/** The current date, for report headers and run ids only. */
export function wallClock(): Date {
  return new Date()
}
