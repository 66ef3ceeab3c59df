/** An engine's description from the facts that a Python told about itself; refuses what is no CPython 3.8 or later. */
import { PYTHON_CAPABILITIES } from '../../observation/capabilities.ts'
import type { Facts } from '../../semantics/facts.ts'
import { type EngineDescription, EngineUnavailable } from '../engine.ts'

const OLDEST_MINOR = 8

export function describePython(id: string, facts: Facts, build: 'native' | 'wasm'): EngineDescription {
  const [major, minor, patch] = facts.version
  const version = `${facts.implementation} ${major}.${minor}.${patch} (${build}, ${facts.pointerBits} bits)`
  if (facts.implementation !== 'CPython' || major !== 3 || minor < OLDEST_MINOR) {
    throw new EngineUnavailable(`engine ${id} is ${version}; Heapsmith needs CPython 3.${OLDEST_MINOR} or later`)
  }
  return { id, version, capabilities: PYTHON_CAPABILITIES, facts }
}
