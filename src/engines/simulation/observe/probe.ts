/** Answers to a case's probes: an expression evaluated after a statement, and what is asked about its value. */
import type { Probe } from '../../../observation/case.ts'
import type { GenerationName, Handle, ProbeAnswer } from '../../../observation/observations.ts'
import type { CompiledStatement } from '../frame/code.ts'
import { dropOutcome, runStatement } from '../frame/run-program.ts'
import { isTracked } from '../gc/gc-alloc.ts'
import { nextOf, objectOf } from '../gc/gc-list.ts'
import type { Machine } from '../machine.ts'
import type { Address } from '../memory/layout.ts'
import { errorTypeName } from '../object/raise.ts'
import { slotsOf } from '../object/refcount.ts'
import { shownGeneration } from './heap-graph.ts'
import { shownCountOf } from './snapshot.ts'
import { observeValue } from './value.ts'

/** `code` is the probe's expression as a compiled statement. */
export function answerProbe(m: Machine, kind: Probe['kind'], code: CompiledStatement): ProbeAnswer {
  const answer: ProbeAnswer = runStatement(m, code)
    ? describe(m, kind, m.result)
    : { kind: 'raised', type: errorTypeName(m) }
  dropOutcome(m)
  return answer
}

function describe(m: Machine, kind: Probe['kind'], o: Address): ProbeAnswer {
  switch (kind) {
    case 'value':
      return { kind, value: observeValue(m, o) }
    case 'refcount':
      // Less the reference that the evaluation itself gave.
      return { kind, count: shownCountOf(m, o) - 1 }
    case 'generation':
      return { kind, generation: generationOf(m, o) }
    case 'handle':
      return { kind, object: o as Handle }
  }
}

function generationOf(m: Machine, o: Address): GenerationName {
  if (!slotsOf(m, o).gc || !isTracked(m, o)) return 'untracked'
  for (const number of [0, 1, 2] as const) {
    const list = m.gc.heads[number]
    for (let head = nextOf(m, list); head !== list; head = nextOf(m, head)) {
      if (objectOf(head) === o) return shownGeneration(m, number)
    }
  }
  return 'permanent'
}
