/**
 * What it costs to make and drop an instance, a list, a float: loops of one program, in the simulation and in native
 * CPython in turns, by processor time. Prints nanoseconds a turn of the loop, median and spread, and the ratio.
 *
 *   node dist/bench/simulation/object-speed.js VERSION PYTHON
 */
import { execFileSync } from 'node:child_process'
import { present } from '../../src/base/assert.ts'
import { bootMachine } from '../../src/engines/simulation/boot.ts'
import type { CompiledStatement } from '../../src/engines/simulation/frame/code.ts'
import { startProgram } from '../../src/engines/simulation/frame/program.ts'
import { dropOutcome, prepareProgram, runStatement } from '../../src/engines/simulation/frame/run-program.ts'
import { parseProgram } from '../../src/program/parse/parse.ts'
import { dialectNamed } from './booted.ts'

const ROUNDS = 5
const TURNS = 200_000
const SETUP = 'class P:\n    pass\nclass S:\n    __slots__ = ("a",)\nx = 2.5\n'
const LOOPS: Readonly<Record<string, string>> = {
  nothing: 'pass',
  instance: 'P()',
  'slots instance': 'S()',
  list: '[]',
  'list of three': '[i, i, i]',
  float: 'x + x',
}

const [version = '3.12', python] = process.argv.slice(2)
if (python === undefined) throw new Error('usage: object-speed.js VERSION PYTHON')
const dialect = dialectNamed(version)
const textOf = (body: string): string => `for i in range(${TURNS}):\n    ${body}\n`

const m = bootMachine(dialect)

function compiled(text: string): CompiledStatement[] {
  const parsed = parseProgram(text)
  if (!parsed.ok) throw new Error(text)
  return prepareProgram(m, parsed.program)
}

function run(statements: readonly CompiledStatement[]): void {
  for (const statement of statements) {
    if (!runStatement(m, statement)) throw new Error('nothing raises')
    dropOutcome(m)
  }
}

function ours(statements: readonly CompiledStatement[]): number {
  const before = process.cpuUsage()
  run(statements)
  const { user, system } = process.cpuUsage(before)
  return ((user + system) * 1000) / TURNS
}

/** Code objects of a function are faster than a module's, so that each statement is run as a harness runs it: by exec. */
function theirs(): Record<string, number> {
  const script = `
import gc, json, time
gc.disable()
space = {}
exec(${JSON.stringify(SETUP)}, space)
out = {}
for name, text in json.loads(${JSON.stringify(JSON.stringify(Object.entries(LOOPS).map(([name, body]) => [name, textOf(body)])))}):
    code = compile(text, 'loop', 'exec')
    exec(code, space)
    start = time.process_time()
    exec(code, space)
    out[name] = (time.process_time() - start) * 1e9 / ${TURNS}
print(json.dumps(out))
`
  return JSON.parse(execFileSync(present(python, 'an interpreter is named'), ['-c', script], { encoding: 'utf8' }))
}

function summary(values: readonly number[], digits: number): string {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (i: number): string => (sorted[i] as number).toFixed(digits)
  return `${at(sorted.length >> 1)} (${at(0)}–${at(sorted.length - 1)})`
}

startProgram(m)
run(compiled(SETUP))
const loops = Object.entries(LOOPS).map(([name, body]) => ({
  name,
  statements: compiled(textOf(body)),
  mine: [] as number[],
  other: [] as number[],
}))
for (const { statements } of loops) run(statements)
for (let round = 0; round < ROUNDS; round++) {
  const reference = theirs()
  for (const loop of loops) {
    loop.mine.push(ours(loop.statements))
    loop.other.push(present(reference[loop.name], 'each loop was measured'))
  }
}
console.log(`simulation@${version} beside ${python}: ns a turn, median (spread) of ${ROUNDS}`)
for (const { name, mine, other } of loops) {
  const ratios = mine.map((cost, i) => cost / (other[i] as number))
  console.log(`${name}: ${summary(mine, 0)}  CPython ${summary(other, 0)}  ratio ${summary(ratios, 2)}`)
}
