/** Engine id → engine, loaded only when asked for. The only file that knows all engines. */
import { DEFECTS, defectNamed } from '../../fuzz/defects/catalogue.ts'
import { importBroken } from '../defect/load-broken.ts'
import { type Engine, type EngineOptions, EngineUnavailable } from './engine.ts'

/** What may be asked for, for messages. */
const KNOWN_IDS =
  'simulation, simulation@VERSION, pyodide, pyodide@3.12, pyodide@3.14, cpython, cpython:PATH, module:FILE, exec:COMMAND'

/** Opens the engine that `id` names: one of those that messages list. */
export async function openEngine(id: string, options: EngineOptions = {}): Promise<Engine> {
  if (/^(simulation|pyodide)\b.*[+]/.test(id)) return openDefective(id, options)
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
  if (id.startsWith('exec:')) {
    const { openExec } = await import('./exec/exec.ts')
    return openExec(id)
  }
  if (id.startsWith('module:')) {
    const { openModule } = await import('./module/module.ts')
    return openModule(id, options, (inner) => openEngine(inner, options))
  }
  throw new EngineUnavailable(`there is no engine \`${id}\`; there are: ${KNOWN_IDS}`)
}

/** `simulation@3.12+NAME`, `pyodide@3.14+NAME`: with the planted defect of that name in it. */
async function openDefective(id: string, options: EngineOptions): Promise<Engine> {
  const plus = id.indexOf('+')
  const defect = defectNamed(id.slice(plus + 1))
  const isSimulation = id.startsWith('simulation')
  if (defect === undefined || !isPartOf(defect.replaces, isSimulation)) {
    const known = DEFECTS.filter(({ replaces }) => isPartOf(replaces, isSimulation)).map(({ name }) => name)
    throw new EngineUnavailable(`engine ${id}: its defects are ${known.join(', ')}`)
  }
  if (isSimulation) {
    const { openSimulation } = await importBroken<typeof import('./simulation/simulation.ts')>(
      'engines/simulation/simulation',
      defect,
    )
    return openSimulation(id, options)
  }
  const { openPyodide } = await importBroken<typeof import('./pyodide/pyodide.ts')>('engines/pyodide/pyodide', defect)
  return openPyodide(id, id.startsWith('pyodide@3.14') ? '3.14' : '3.12', options)
}

/** A module of the simulation, or of the adapter of Pyodide. */
function isPartOf(module: string, simulation: boolean): boolean {
  return simulation ? module.startsWith('engines/simulation/') : /^engines[/](pyodide|python)[/]/.test(module)
}
