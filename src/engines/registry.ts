/** Engine id → engine, loaded only when asked for. The only file that knows all engines. */
import { DEFECTS, defectNamed } from '../../fuzz/defects/catalogue.ts'
import { importBroken } from '../defect/load-broken.ts'
import { type Engine, type EngineOptions, EngineUnavailable } from './engine.ts'

/** What may be asked for, for messages. */
const KNOWN_IDS = 'simulation, simulation@VERSION, pyodide, pyodide@3.12, pyodide@3.14, cpython, cpython:PATH'

/** Opens the engine that `id` names (`simulation`, `simulation@3.13`, `pyodide`, `pyodide@3.14`, `cpython`, `cpython:PATH`). */
export async function openEngine(id: string, options: EngineOptions = {}): Promise<Engine> {
  if (/^simulation\b.*[+]/.test(id)) return openDefective(id, options)
  if (/^simulation\b/.test(id)) {
    const { openSimulation } = await import('./simulation/simulation.ts')
    return openSimulation(id, options)
  }
  if (id === 'cpython' || id.startsWith('cpython:')) {
    const { openCpython } = await import('./cpython/cpython.ts')
    return openCpython(id, id === 'cpython' ? 'python3' : id.slice('cpython:'.length), options)
  }
  if (id === 'pyodide' || id === 'pyodide@3.12' || id === 'pyodide@3.14') {
    const { openPyodide } = await import('./pyodide/pyodide.ts')
    return openPyodide(id, id === 'pyodide@3.14' ? '3.14' : '3.12', options)
  }
  throw new EngineUnavailable(`there is no engine \`${id}\`; there are: ${KNOWN_IDS}`)
}

/** `simulation@3.12+NAME`: with the planted defect of that name in it. */
async function openDefective(id: string, options: EngineOptions): Promise<Engine> {
  const plus = id.indexOf('+')
  const defect = defectNamed(id.slice(plus + 1))
  if (defect === undefined || !defect.replaces.startsWith('engines/simulation/')) {
    const known = DEFECTS.map(({ name }) => name).join(', ')
    throw new EngineUnavailable(`engine ${id}: the defects of the simulation are ${known}`)
  }
  const { openSimulation } = await importBroken<typeof import('./simulation/simulation.ts')>(
    'engines/simulation/simulation',
    defect,
  )
  return openSimulation(id, options)
}
