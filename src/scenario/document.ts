/**
 * A YAML document of another kind than a scenario, read against its schema: all its problems at their true places, those
 * that only the reader of its meaning finds included.
 */
import type { ScenarioProblem } from './problem.ts'
import { isMapping } from './read-expectation.ts'
import { checkSchema, type DocumentKind } from './schema-check.ts'
import { readSource, SourceText } from './source-text.ts'
import { extentOf, type PlainMapping, readYaml, type YamlTree } from './yaml-tree.ts'

export type Complain = (at: string, message: string, hint?: string) => void

/** What a reader of the document gets: it may complain, or add problems itself. */
export interface ReadDocument {
  readonly source: SourceText
  readonly tree: YamlTree
  readonly root: PlainMapping
  readonly problems: ScenarioProblem[]
  /** About the value at a pointer into the document. */
  readonly complain: Complain
}

export type DocumentResult<T> =
  | { readonly ok: true; readonly value: T }
  /** At least one. */
  | { readonly ok: false; readonly problems: readonly ScenarioProblem[] }

/** `read` is asked only where the schema finds nothing wrong. */
export function loadDocument<T>(
  text: string | Uint8Array,
  file: string,
  kind: DocumentKind,
  read: (document: ReadDocument) => T,
): DocumentResult<T> {
  const source = readSource(file, text)
  if (!(source instanceof SourceText)) return { ok: false, problems: [source] }
  const tree = readYaml(source, kind.noun)
  const problems = [...tree.problems]
  if (problems.length === 0) problems.push(...checkSchema(source, tree, kind))
  if (problems.length > 0 || !isMapping(tree.root)) return { ok: false, problems }
  const complain: Complain = (at, message, hint) => {
    const value = tree.places.get(at)?.value
    const [start, end] = value === undefined ? [0, 1] : extentOf(value)
    problems.push(source.problem(start, end, message, hint))
  }
  const value = read({ source, tree, root: tree.root, problems, complain })
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value }
}
