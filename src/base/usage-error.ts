/**
 * A user's mistake: a bad flag, a bad file, an engine that is not there. Says what was given and what would work.
 * The command line prints the message without a stack and exits with 2.
 */
export class UsageError extends Error {
  override name = 'UsageError'
}
