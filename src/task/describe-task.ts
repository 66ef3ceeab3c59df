/** Opens an engine in the worker and says what it is; also warms the thread up for the tasks that follow. */
import { JUDGED_LEVEL } from '../oracle/judged-level.ts'
import type { Level } from '../program/level.ts'
import { task } from './answer.ts'
import type { Described, EngineChoice } from './messages.ts'
import type { ReadyEngine } from './thread-engine.ts'

export const describeTask = task(
  async (_request: EngineChoice, { engine, semantics }: ReadyEngine): Promise<Described> => ({
    description: engine.description,
    semantics: semantics.id,
    level: Math.min(engine.description.capabilities.level, JUDGED_LEVEL) as Level,
  }),
)
