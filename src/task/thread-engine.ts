/**
 * The engines of this worker thread: each is opened at its first task and kept, because a start costs seconds and a
 * case less than a millisecond. The semantics that the engine's facts stand for are chosen at the same time.
 */
import type { Engine, EngineOptions } from '../engines/engine.ts'
import { openEngine } from '../engines/registry.ts'
import { selectSemantics } from '../semantics/select.ts'
import type { Semantics } from '../semantics/semantics.ts'
import type { ControlBlock } from './control-block.ts'
import type { EngineChoice } from './messages.ts'

export interface ReadyEngine {
  readonly engine: Engine
  readonly semantics: Semantics
}

const ready = new Map<string, Promise<ReadyEngine>>()

/** The engine of this thread that `choice` names. A start that failed is tried anew by the next task. */
export function threadEngine(choice: EngineChoice, control: ControlBlock): Promise<ReadyEngine> {
  const key = `${choice.lie ?? 'honest'} ${choice.engine}`
  const known = ready.get(key)
  if (known !== undefined) return known
  const opening = open(choice, control)
  ready.set(key, opening)
  opening.catch(() => ready.delete(key))
  return opening
}

async function open(choice: EngineChoice, control: ControlBlock): Promise<ReadyEngine> {
  control.forgetEngine()
  const options: EngineOptions = { ledger: control.ledger, interrupt: control.interrupt }
  const engine = await openEngine(choice.engine, choice.lie === undefined ? options : { ...options, lie: choice.lie })
  try {
    return { engine, semantics: selectSemantics(engine.description.facts) }
  } catch (error) {
    await engine.close()
    throw error
  }
}

/** Ends every engine of this thread, with the processes that belong to it. */
export async function closeThreadEngines(): Promise<void> {
  const all = await Promise.allSettled(ready.values())
  ready.clear()
  await Promise.allSettled(all.map((each) => (each.status === 'fulfilled' ? each.value.engine.close() : undefined)))
}
