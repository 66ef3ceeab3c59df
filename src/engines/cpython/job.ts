/**
 * What `run` was asked for, cut into chunks: a chunk is what the process gets at a time. Answers are gathered in the
 * order of the cases, whatever happens on the way.
 */
import { present } from '../../base/assert.ts'
import type { Case } from '../../observation/case.ts'
import type { Observations } from '../../observation/observations.ts'

const CHUNK_CASES_MAX = 64

/** Part of a job: the cases with these indices, in order. */
export interface Chunk {
  readonly job: Job
  readonly indices: readonly number[]
}

export class Job {
  readonly cases: readonly Case[]
  private readonly results: (Observations | undefined)[]
  private missing: number
  private resolve: (results: readonly Observations[]) => void = () => {}
  reject: (error: Error) => void = () => {}
  readonly done: Promise<readonly Observations[]>

  constructor(cases: readonly Case[]) {
    this.cases = cases
    this.results = new Array<Observations | undefined>(cases.length).fill(undefined)
    this.missing = cases.length
    this.done = new Promise((resolve, reject) => {
      this.resolve = resolve
      this.reject = reject
    })
    if (this.missing === 0) this.resolve([])
  }

  /** Cases of one chunk have the same memory limit. */
  chunks(): Chunk[] {
    const chunks: Chunk[] = []
    let indices: number[] = []
    for (let i = 0; i < this.cases.length; i++) {
      const first = indices[0]
      const fits = first === undefined || this.caseAt(first).limits.memoryBytes === this.caseAt(i).limits.memoryBytes
      if (!fits || indices.length === CHUNK_CASES_MAX) {
        chunks.push({ job: this, indices })
        indices = []
      }
      indices.push(i)
    }
    if (indices.length > 0) chunks.push({ job: this, indices })
    return chunks
  }

  caseAt(index: number): Case {
    return present(this.cases[index], 'a chunk names cases of its job')
  }

  settle(index: number, result: Observations): void {
    if (this.results[index] !== undefined) return
    this.results[index] = result
    this.missing--
    if (this.missing === 0) this.resolve(this.results as readonly Observations[])
  }
}
