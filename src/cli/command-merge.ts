/**
 * `heapsmith merge`: the shards of a campaign as one result, as if one machine had run them all: report, findings, corpus.
 * Where nothing guided the shards and none is missing, `report.json` is byte by byte that of the whole campaign.
 */
import { join } from 'node:path'
import type { Command } from 'commander'
import { UsageError } from '../base/usage-error.ts'
import { makeFolder, writeWhole } from '../base/write-file.ts'
import { corpusOf, holdsResults, MERGED } from '../coordinator/campaign-folder.ts'
import { mergeEntries, mergeStates, mergeSummaries, missingSome } from '../coordinator/merge-shards.ts'
import { encodeMerged } from '../coordinator/merged-codec.ts'
import { CorpusFolder } from '../corpus/corpus-folder.ts'
import { plural } from '../report/paint.ts'
import { campaignSummary } from '../report/terminal-fuzz.ts'
import { mergeReports } from '../triage/merge-reports.ts'
import { failsTheRun } from '../triage/triage.ts'
import { codeOfRules, ExitCode, type ExitCodeValue } from './exit-code.ts'
import { percentage, reporterList } from './flags.ts'
import { type ResultFolder, readResult } from './read-result.ts'
import { saveFinding } from './save-finding.ts'
import { type SharedFlags, screenFlags, screenOf } from './shared-flags.ts'
import { writeReports } from './write-reports.ts'

interface MergeFlags extends SharedFlags {
  readonly out: string
  readonly maxUndecided?: number
}

const MOST_UNDECIDED_PERCENT = 5

export function addMerge(program: Command, exit: (code: ExitCodeValue) => void): void {
  const command = program
    .command('merge')
    .description('the results of fuzz --shard on several machines as those of one campaign')
    .argument('<folder...>', 'what fuzz --shard, or a merge, has left')
    .requiredOption('-o, --out <folder>', 'where the merged results go')
    .option('-r, --reporter <name,…>', 'terminal, json, junit, sarif, github, html; several are allowed', reporterList)
    .option('--max-undecided <percent>', 'more undecided programs than that are a failure (default: 5)', percentage)
  screenFlags(command).action((folders: readonly string[], flags: MergeFlags) => exit(merge(folders, flags)))
}

function merge(folders: readonly string[], flags: MergeFlags): ExitCodeValue {
  const screen = screenOf(flags)
  const { out } = flags
  if (holdsResults(out)) throw new UsageError(`${out} holds results already: name another folder with --out`)
  const results = readAll(folders)
  for (const complaint of results.flatMap(({ complaints }) => complaints)) screen.complain(`heapsmith: ${complaint}`)
  const state = mergeStates(results)
  const entries = mergeEntries(results.flatMap((result) => result.entries))
  const shards = missingSome(state.shards)
  const summaries = results.flatMap(({ report }) => report.corpus ?? [])
  const corpus = mergeSummaries(summaries, entries.length, state)
  const reports = results.map(({ report }) => report)
  const report = mergeReports(reports, {
    ...(shards === undefined ? {} : { shards }),
    ...(corpus === undefined ? {} : { corpus }),
  })

  makeFolder(out)
  new CorpusFolder(corpusOf(out)).write(entries)
  for (const finding of report.findings) saveFinding(finding, out)
  const failed = failsTheRun(report.findings)
  screen.print(campaignSummary(report, screen.paint), failed)
  const of = state.shards[0]?.of ?? 1
  screen.print(
    shards === undefined
      ? `Merged: all of ${plural(of, 'shard')}`
      : screen.paint.yellow(`Merged: ${plural(shards.length, 'shard')} of ${of} (${shards.join(', ')})`),
    shards !== undefined,
  )
  // `report.json` always: a merge is made of it.
  for (const path of writeReports(report, ['json', ...(flags.reporter ?? [])], out)) screen.print(`Report: ${path}`)
  // Last: with it the folder can be merged again, so everything else must be there.
  writeWhole(join(out, MERGED), encodeMerged(state))
  if (failed) return codeOfRules(report.findings.map(({ rule }) => rule))
  const { programs, undecided } = report.totals
  const most = flags.maxUndecided ?? MOST_UNDECIDED_PERCENT
  return 100 * undecided > most * programs ? ExitCode.undecided : ExitCode.agrees
}

/** Every folder that cannot be read is named, not the first alone. */
function readAll(folders: readonly string[]): readonly ResultFolder[] {
  const refused: string[] = []
  const results = folders.flatMap((folder) => {
    try {
      return [readResult(folder)]
    } catch (error) {
      if (!(error instanceof UsageError)) throw error
      refused.push(error.message)
      return []
    }
  })
  if (refused.length > 0) throw new UsageError([...refused, 'nothing was merged'].join('\n'))
  return results
}
