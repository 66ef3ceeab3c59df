/** A `python:` key → {@link VersionRange}, with a problem under the very term that is wrong. */
import type { Scalar } from 'yaml'
import type { ScenarioProblem } from './problem.ts'
import { scalarOffsets } from './scalar-offsets.ts'
import type { SourceText } from './source-text.ts'
import { parseVersionRange, type VersionRange } from './version-range.ts'
import type { PlainValue, YamlTree } from './yaml-tree.ts'

/** Undefined where the key is absent, of the wrong type (the schema check says so), or refused. */
export function readRange(
  source: SourceText,
  tree: YamlTree,
  value: PlainValue | undefined,
  at: string,
  problems: ScenarioProblem[],
): VersionRange | undefined {
  if (typeof value !== 'string' || value === '') return undefined
  const parsed = parseVersionRange(value)
  if (parsed.ok) return parsed.range
  const offsets = scalarOffsets(source.text, tree.places.get(at)?.value as Scalar)
  const start = offsets[parsed.start] ?? 0
  problems.push(source.problem(start, Math.max(offsets[parsed.end] ?? 0, start + 1), parsed.message, parsed.hint))
  return undefined
}
