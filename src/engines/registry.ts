/** Engine id → engine, loaded only when asked for. The only file that knows all engines. */
import { type Engine, type EngineOptions, EngineUnavailable } from './engine.ts'

/** Opens the engine that `id` names (`pyodide`, `pyodide@3.14`, `cpython`, `cpython:PATH`). */
export async function openEngine(id: string, _options: EngineOptions = {}): Promise<Engine> {
  throw new EngineUnavailable(`there is no engine ${id}`)
}
