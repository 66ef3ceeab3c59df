/**
 * What a planted defect says of itself, in this thread: how often its code ran, and how often it made something wrong.
 * A defect that was reached but never triggered, or triggered but not detected, tells where the harness is blind.
 */
export interface Marks {
  reached: number
  triggered: number
}

export const marks: Marks = { reached: 0, triggered: 0 }

export function reached(): void {
  marks.reached++
}

/** Gives `wrong` back, so that it can stand in a condition. */
export function triggered(wrong = true): boolean {
  if (wrong) marks.triggered++
  return wrong
}

export function forgetMarks(): void {
  marks.reached = 0
  marks.triggered = 0
}
