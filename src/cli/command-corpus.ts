/**
 * `heapsmith corpus`: looks at a corpus, brings several together, makes one smaller, and turns entries into programs and
 * back. A corpus is a folder of `.entry` files, or the folder of a campaign that has one. What cannot be read is set aside
 * and named; names of files come from names of entries alone, so nothing is written outside of the folder that is given.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import { UsageError } from '../base/usage-error.ts'
import { makeFolder, writeWhole } from '../base/write-file.ts'
import { corpusOf, holdsResults } from '../coordinator/campaign-folder.ts'
import { mergeEntries } from '../coordinator/merge-shards.ts'
import { Corpus, ENTRIES_MAX } from '../corpus/corpus.ts'
import { CorpusFolder } from '../corpus/corpus-folder.ts'
import { type CorpusEntry, newEntry } from '../corpus/entry.ts'
import { decodeProgram } from '../program/decode.ts'
import { printProgram } from '../program/print.ts'
import { grouped, plural } from '../report/paint.ts'
import { ExitCode, type ExitCodeValue } from './exit-code.ts'
import { wholeNumber } from './flags.ts'
import { inputCase, readInput } from './read-input.ts'

interface Into {
  readonly into: string
}

const NEVER_RUN = new Uint32Array()

export function addCorpus(program: Command, exit: (code: ExitCodeValue) => void): void {
  const corpus = program
    .command('corpus')
    .description('programs that showed something new: look, merge, minimise, import, export')
  const into = (command: Command) => command.requiredOption('--into <folder>', 'where the entries go')
  corpus
    .command('status')
    .description('how many entries a corpus has, and what they show')
    .argument('<folder>', 'corpus, or campaign')
    .action((folder: string) => exit(status(folder)))
  into(corpus.command('merge').description('bring corpora together, less what shows nothing of its own'))
    .argument('<folder...>', 'corpora, or campaigns')
    .action((folders: readonly string[], flags: Into) => exit(merge(folders, flags.into)))
  corpus
    .command('minimise')
    .description('drop entries whose features others show')
    .argument('<folder>', 'corpus')
    .option('--keep <n>', `at most so many entries (default: ${ENTRIES_MAX})`, wholeNumber(1))
    .action((folder: string, flags: { readonly keep?: number }) => exit(minimise(folder, flags.keep)))
  into(corpus.command('export').description('entries as Python programs'))
    .argument('<folder>', 'corpus, or campaign')
    .action((folder: string, flags: Into) => exit(exportAll(folder, flags.into)))
  into(corpus.command('import').description('programs and scenarios as entries, to be run first by fuzz --corpus'))
    .argument('<file...>', 'scenarios (.yaml) and programs (.py)')
    .action((files: readonly string[], flags: Into) => exit(importAll(files, flags.into)))
}

/** The entries of a corpus, or of a campaign's; complains of what cannot be read. */
export function readCorpus(folder: string): readonly CorpusEntry[] {
  if (!existsSync(folder)) throw new UsageError(`${folder}: there is no such folder`)
  const complaints: string[] = []
  const entries = new CorpusFolder(holdsResults(folder) ? corpusOf(folder) : folder).readAll(complaints)
  for (const complaint of complaints) process.stderr.write(`heapsmith: ${complaint}\n`)
  return entries
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

function status(folder: string): ExitCodeValue {
  const entries = readCorpus(folder)
  const shownBy = new Map<number, number>()
  for (const { features } of entries)
    for (const feature of features) shownBy.set(feature, (shownBy.get(feature) ?? 0) + 1)
  const sizes = entries.map(({ statements }) => statements).sort((a, b) => a - b)
  const alone = [...shownBy.values()].filter((count) => count === 1).length
  const unrun = entries.filter(({ features }) => features.length === 0).length
  say(
    `${plural(entries.length, 'entry', 'entries')}, ${grouped(shownBy.size)} features, ${grouped(alone)} of them in one entry only`,
  )
  if (sizes.length > 0) say(`statements: ${sizes[0]} to ${sizes.at(-1)}, median ${sizes[Math.floor(sizes.length / 2)]}`)
  if (unrun > 0) say(`${plural(unrun, 'entry', 'entries')} imported and not run yet`)
  return ExitCode.agrees
}

function merge(folders: readonly string[], into: string): ExitCodeValue {
  const given = [...folders, ...(existsSync(into) ? [into] : [])].flatMap(readCorpus)
  const entries = mergeEntries(given)
  makeFolder(into)
  new CorpusFolder(into).write(entries)
  say(`${into}: ${plural(entries.length, 'entry', 'entries')}, from ${grouped(given.length)}`)
  return ExitCode.agrees
}

function minimise(folder: string, keep: number | undefined): ExitCodeValue {
  const entries = readCorpus(folder)
  const corpus = new Corpus()
  for (const entry of mergeEntries(entries)) corpus.put(entry)
  corpus.minimise(keep)
  new CorpusFolder(folder).removeOthers(corpus.entries.map(({ key }) => key))
  say(`${folder}: ${plural(corpus.size, 'entry', 'entries')}, ${grouped(entries.length - corpus.size)} dropped`)
  return ExitCode.agrees
}

function exportAll(folder: string, into: string): ExitCodeValue {
  const entries = readCorpus(folder)
  for (const { key, case: case_ } of entries)
    writeWhole(join(into, `${key}.py`), `import gc, sys, weakref\n${printProgram(decodeProgram(case_.program))}`)
  say(`${into}: ${plural(entries.length, 'program')}`)
  return ExitCode.agrees
}

function importAll(files: readonly string[], into: string): ExitCodeValue {
  const entries = files.map((file) => {
    const input = readInput(file)
    return newEntry({ case: inputCase(input), statements: input.program.body.length, features: NEVER_RUN }, 0)
  })
  new CorpusFolder(into).write(entries)
  say(`${into}: ${plural(entries.length, 'entry', 'entries')} more`)
  return ExitCode.agrees
}
