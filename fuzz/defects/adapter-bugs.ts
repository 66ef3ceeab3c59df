/** Defects of an adapter: the interpreter is right, and what is told of it is not. The lies of `python/lie.ts` are more. */
import type { Defect } from '../../src/defect/defect.ts'

const PYODIDE = 'pyodide@3.14'

export const ADAPTER_BUGS: readonly Defect[] = [
  {
    name: 'adapter-delays-output',
    what: 'what a statement prints is told after everything else that happened in it, as if it had been buffered',
    replaces: 'engines/python/decode-log',
    rules: ['program-result', 'release-order', 'live-object-kept'],
    engine: PYODIDE,
  },
  {
    name: 'adapter-loses-unraisable',
    what: 'exceptions of finalizers and callbacks are not told',
    replaces: 'engines/python/decode-log',
    rules: ['finalizer-error-reported'],
    engine: PYODIDE,
  },
  {
    name: 'adapter-shifts-generations',
    what: 'the last object of the youngest generation is shown in the next one',
    replaces: 'engines/python/pack-nodes',
    rules: ['born-young', 'promotion'],
    engine: PYODIDE,
  },
]
