/** `heapsmith init`: a new scenario to start from, that passes as it is. */
import { existsSync } from 'node:fs'
import type { Command } from 'commander'
import { UsageError } from '../base/usage-error.ts'
import { writeWhole } from '../base/write-file.ts'
import { ExitCode, type ExitCodeValue } from './exit-code.ts'

export const TEMPLATE = `title: A dropped cycle waits for the collector
why: Reference counts alone never reach zero in a cycle; only the collector finds it.
source: https://docs.python.org/3/library/gc.html
steps:
  - run: |
      class Node:
          pass
      a = Node()
      a.me = a
    expect:
      refcounts: {a: 2}
  - run: del a
    expect:
      dead: []
  - run: gc.collect()
    expect:
      dead: [Node#1]
`

export function addInit(program: Command, exit: (code: ExitCodeValue) => void): void {
  program
    .command('init')
    .description('write a scenario to start from')
    .argument('[file]', 'where', 'scenario.yaml')
    .option('-f, --force', 'replace the file that is there')
    .action((file: string, flags: { readonly force?: boolean }) => {
      if (existsSync(file) && !flags.force) throw new UsageError(`${file} is there already; --force replaces it`)
      writeWhole(file, TEMPLATE)
      process.stdout.write(`${file} is written. Run it: npx heapsmith run ${file}\n`)
      exit(ExitCode.agrees)
    })
}
