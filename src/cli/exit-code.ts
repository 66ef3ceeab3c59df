/** What the process says when it ends; build servers and scripts rely on these numbers. */
export const ExitCode = {
  agrees: 0,
  findings: 1,
  usage: 2,
  broken: 3,
  engineMissing: 4,
  undecided: 5,
  /** Stopped at once by a second signal. */
  killed: 130,
} as const

export type ExitCodeValue = (typeof ExitCode)[keyof typeof ExitCode]
