/**
 * A few words of shared memory between the coordinator and one worker thread, so that either can be read while the
 * other runs: where a hung thread stands, whether it moves, and whether it shall stop. The engine writes the first two
 * words itself (see `EngineOptions.ledger`); −1 there means that it never did, which tells engines that run outside the
 * thread from those inside it.
 *
 *   word 0  case of the batch that the engine runs      word 3  beats: any progress of the worker's own code
 *   word 1  its statement                               word 4  1: return what is done so far
 *   word 2  first case of the batch in its block,       byte 20 the engine's interrupt buffer
 *           −1 while no batch runs                      word 6  milliseconds that a case of the batch may take,
 *   word 7  1: the batch is one case, and the engine            0: those of the request
 *           has nothing else to do; 2: that case is     word 8  milliseconds of silence that an engine outside the
 *           judged                                              thread may need now, 0: nobody knows
 */

const BYTES = 36
const BATCH = 2
const BEATS = 3
const STOP = 4
const LIMIT = 6
const ALONE = 7
const SILENCE = 8

const IS_ALONE = 1
const IS_JUDGED = 2

export interface BatchSigns {
  /** Milliseconds that a case of it may take, where it is less than the request allows. */
  readonly limitMs?: number
  /** It is one case, and the engine has nothing else to do: without a ledger, too, it is clear which one runs. */
  readonly alone?: boolean
}

/** Where a thread stands inside a block; undefined parts are unknown. */
export interface Position {
  readonly caseInBlock: number
  readonly statement: number
  /** The engine is done with it: what it stands at now is the judgement. */
  readonly isJudged?: true
}

export class ControlBlock {
  readonly memory: SharedArrayBuffer
  readonly ledger: Int32Array
  readonly interrupt: Uint8Array
  private readonly words: Int32Array

  /** Without `memory`, a new block; with it, a view of the other thread's. */
  constructor(memory?: SharedArrayBuffer) {
    this.memory = memory ?? new SharedArrayBuffer(BYTES)
    this.words = new Int32Array(this.memory)
    this.ledger = new Int32Array(this.memory, 0, 2)
    this.interrupt = new Uint8Array(this.memory, 20, 1)
    if (memory === undefined) this.reset()
  }

  /** Forgets the thread that used it; for the thread that takes its place. */
  reset(): void {
    this.words.fill(0)
    this.words[BATCH] = -1
    this.forgetEngine()
  }

  /** Before an engine starts: whether it keeps a ledger is open again. */
  forgetEngine(): void {
    this.ledger.fill(-1)
    this.interrupt[0] = 0
  }

  /** The engine notes each case, so it runs inside the thread: nothing else happens there meanwhile. */
  get engineInThread(): boolean {
    return Atomics.load(this.words, 0) >= 0
  }

  /** Where the engine stands; undefined when it runs nothing, or several cases without a ledger. */
  get position(): Position | undefined {
    const batch = Atomics.load(this.words, BATCH)
    if (batch < 0) return undefined
    const statement = Atomics.load(this.words, 1)
    const alone = Atomics.load(this.words, ALONE)
    if (alone === IS_JUDGED) return { caseInBlock: batch, statement, isJudged: true }
    if (alone === IS_ALONE) return { caseInBlock: batch, statement }
    if (!this.engineInThread) return undefined
    return { caseInBlock: batch + Atomics.load(this.words, 0), statement }
  }

  /** Changes whenever a case begins or ends; not with each statement, as the time limit is the whole case's. */
  get pulse(): string {
    return `${Atomics.load(this.words, 0)} ${Atomics.load(this.words, BATCH)} ${Atomics.load(this.words, BEATS)}`
  }

  get stopRequested(): boolean {
    return Atomics.load(this.words, STOP) === 1
  }

  requestStop(stop: boolean): void {
    Atomics.store(this.words, STOP, stop ? 1 : 0)
  }

  /** The limit of a case of the batch that runs, where it is less than that of the task's request. */
  get limitMs(): number | undefined {
    const limit = Atomics.load(this.words, LIMIT)
    return limit === 0 ? undefined : limit
  }

  /** How long an engine outside the thread may be silent now; undefined where nobody knows. */
  get silenceMs(): number | undefined {
    const silence = Atomics.load(this.words, SILENCE)
    return silence === 0 ? undefined : silence
  }

  expectWithin(silenceMs: number): void {
    Atomics.store(this.words, SILENCE, Math.ceil(silenceMs))
    this.beat()
  }

  startBatch(firstCaseInBlock: number, { limitMs = 0, alone = false }: BatchSigns = {}): void {
    Atomics.store(this.words, LIMIT, limitMs)
    Atomics.store(this.words, ALONE, alone ? IS_ALONE : 0)
    Atomics.store(this.words, BATCH, firstCaseInBlock)
    this.interrupt[0] = 0
    this.beat()
  }

  /** The batch that was alone is run; until its end it is judged. */
  startJudging(): void {
    Atomics.store(this.words, ALONE, IS_JUDGED)
    Atomics.store(this.words, SILENCE, 0)
    this.beat()
  }

  endBatch(): void {
    Atomics.store(this.words, BATCH, -1)
    Atomics.store(this.words, SILENCE, 0)
    this.beat()
  }

  beat(): void {
    Atomics.add(this.words, BEATS, 1)
  }
}
