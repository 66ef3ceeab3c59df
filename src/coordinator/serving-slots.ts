/**
 * The workers as takers of jobs: each slot asks for a job whenever it has none, and sleeps while there is none. Keeps
 * true: a slot has one job at a time; after {@link close} no job is running; the first error of any job comes out there.
 */
export type NextJob = (slot: number) => (() => Promise<void>) | undefined

export class ServingSlots {
  private readonly size: number
  private readonly nextJob: NextJob
  private readonly asleep: (() => void)[] = []
  private serving: Promise<unknown> = Promise.resolve()
  private running = 0
  private closing = false
  private failure: { readonly error: unknown } | undefined

  constructor(size: number, nextJob: NextJob) {
    this.size = size
    this.nextJob = nextJob
  }

  open(): void {
    this.serving = Promise.all(Array.from({ length: this.size }, (_, slot) => this.serve(slot)))
  }

  /** There may be a job again. */
  wake(): void {
    for (const rise of this.asleep.splice(0)) rise()
  }

  /** As if a job had failed so. */
  fail(error: unknown): void {
    this.failure ??= { error }
  }

  /** Does all jobs that are left and ends; throws what the first failed job threw. */
  async close(): Promise<void> {
    this.closing = true
    this.wake()
    await this.serving
    if (this.failure !== undefined) throw this.failure.error
  }

  private async serve(slot: number): Promise<void> {
    for (;;) {
      const job = this.failure === undefined ? this.nextJob(slot) : undefined
      if (job !== undefined) {
        this.running++
        await job().catch((error: unknown) => this.fail(error))
        this.running--
        this.wake()
      } else if (this.closing && this.running === 0) {
        // Those that sleep would wait for ever.
        this.wake()
        return
      } else {
        await new Promise<void>((resolve) => this.asleep.push(resolve))
      }
    }
  }
}
