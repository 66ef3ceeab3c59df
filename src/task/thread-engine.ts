/**
 * The engines of this worker thread: each is opened at its first task and kept, because a start costs seconds and a
 * case less than a millisecond. The semantics that the engine's facts stand for are chosen at the same time.
 */
import { present } from '../base/assert.ts'
import type { Engine, EngineOptions } from '../engines/engine.ts'
import { openEngine } from '../engines/registry.ts'
import { selectSemantics } from '../semantics/select.ts'
import type { Semantics } from '../semantics/semantics.ts'
import { BesideItself, ITSELF } from './beside-itself.ts'
import type { ControlBlock } from './control-block.ts'
import { EngineGroup, groupMembers } from './engine-group.ts'
import type { EngineChoice } from './messages.ts'

export interface ReadyEngine {
  readonly engine: Engine
  readonly semantics: Semantics
}

const ready = new Map<string, Promise<ReadyEngine>>()

/** The engine of this thread that `choice` names. A start that failed is tried anew by the next task. */
export function threadEngine(choice: EngineChoice, control: ControlBlock): Promise<ReadyEngine> {
  const key = keyOf(choice)
  const known = ready.get(key)
  if (known !== undefined) return known
  const opening = open(choice, control)
  ready.set(key, opening)
  opening.catch(() => ready.delete(key))
  return opening
}

async function open(choice: EngineChoice, control: ControlBlock): Promise<ReadyEngine> {
  control.forgetEngine()
  const engine = await openOneOrGroup(choice, control)
  try {
    return { engine, semantics: selectSemantics(engine.description.facts) }
  } catch (error) {
    await engine.close()
    throw error
  }
}

/** In a group only the last member lies, so that tests can see it disagree with the others. */
async function openOneOrGroup({ engine: id, lie }: EngineChoice, control: ControlBlock): Promise<Engine> {
  const honest: EngineOptions = { ledger: control.ledger, interrupt: control.interrupt }
  const last = lie === undefined ? honest : { ...honest, lie }
  const ids = groupMembers(id)
  if (ids.length === 1) return openEngine(id, last)
  if (ids.length === 2 && ids[1] === ITSELF)
    return new BesideItself(id, await openEngine(present(ids[0], 'an id'), last))
  const members: Engine[] = []
  try {
    for (const [i, each] of ids.entries()) members.push(await openEngine(each, i === ids.length - 1 ? last : honest))
    return new EngineGroup(id, members, () => control.beat())
  } catch (error) {
    await Promise.all(members.map((member) => member.close()))
    throw error
  }
}

/** What an engine gets to end by itself when it has failed. */
const CLOSE_MS = 3_000

/** Ends the engine that failed; the next task that asks for it opens it anew. */
export async function forgetEngine(choice: EngineChoice): Promise<void> {
  const key = keyOf(choice)
  const failed = ready.get(key)
  ready.delete(key)
  if (failed === undefined) return
  const closed = failed.then(({ engine }) => engine.close()).catch(() => {})
  await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, CLOSE_MS).unref())])
}

function keyOf({ engine, lie }: EngineChoice): string {
  return `${lie ?? 'honest'} ${engine}`
}

/** Ends every engine of this thread, with the processes that belong to it. */
export async function closeThreadEngines(): Promise<void> {
  const all = await Promise.allSettled(ready.values())
  ready.clear()
  await Promise.allSettled(all.map((each) => (each.status === 'fulfilled' ? each.value.engine.close() : undefined)))
}
