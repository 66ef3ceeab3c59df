/** Every pass in order, and all that they make of one program: its smaller neighbours. */
import type { Program } from '../program/ast.ts'
import { printProgram } from '../program/print.ts'
import { finished, type Pass } from './cut.ts'
import { measureOf } from './measure.ts'
import { aimElsewhere } from './passes/aim-elsewhere.ts'
import { countByLoop } from './passes/count-by-loop.ts'
import { deleteStatements } from './passes/delete-statements.ts'
import { deleteTogether } from './passes/delete-together.ts'
import { deleteUnused } from './passes/delete-unused.ts'
import { dropNames } from './passes/drop-names.ts'
import { dropParameters } from './passes/drop-parameters.ts'
import { gatherInList } from './passes/gather-in-list.ts'
import { inlineCalls } from './passes/inline-calls.ts'
import { inlineVariables } from './passes/inline-variables.ts'
import { mergeNames } from './passes/merge-names.ts'
import { renameForReading } from './passes/rename.ts'
import { simplifyExpressions } from './passes/simplify-expressions.ts'
import { simplifyLists } from './passes/simplify-lists.ts'
import { unwrapBlocks } from './passes/unwrap-blocks.ts'

/** What cuts most first. Names come last, outside this list: they change nothing else. */
export const PASSES: readonly Pass[] = [
  deleteStatements,
  deleteUnused,
  dropNames,
  unwrapBlocks,
  inlineCalls,
  dropParameters,
  simplifyLists,
  simplifyExpressions,
  inlineVariables,
  mergeNames,
  gatherInList,
  aimElsewhere,
  countByLoop,
  deleteTogether,
]

/** Smaller valid programs near `program`, each once, the largest cuts of each pass first. Pure; made one by one. */
export function* shrinkAttempts(program: Program): Generator<Program> {
  const size = measureOf(program)
  const seen = new Set<string>([printProgram(program)])
  for (const pass of [...PASSES, renameForReading]) {
    for (const cut of pass.cuts(program)) {
      const attempt = finished(size, cut)
      if (attempt === undefined) continue
      const text = printProgram(attempt)
      if (seen.has(text)) continue
      seen.add(text)
      yield attempt
    }
  }
}
