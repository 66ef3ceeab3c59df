/**
 * The generator: `generateProgram(seed, index)` is a pure function, the same on every machine and in any order of
 * calls. Programs are valid by construction (level 1 of the heap language) and most of their statements do not raise.
 *
 * Statements are shared: one distinct text is one frozen object, drawn from a space that is small within an epoch of
 * 4,096 programs. The shape of programs comes from the repertoire, weighed anew for each program (swarm testing).
 */
import { assert } from '../base/assert.ts'
import { Prng } from '../base/prng.ts'
import type { Program } from '../program/ast.ts'
import { Composer } from './composer.ts'
import { withEnding } from './ending.ts'
import { fullOrYoung } from './full-or-young.ts'
import { stopSaving } from './idioms/ages.ts'
import { collect, look } from './moves/observations.ts'
import { release, setNothing } from './moves/variables.ts'
import { DATA_VARIABLES, VARIABLES } from './names.ts'
import { paletteFor } from './palette/palette.ts'
import type { Move } from './repertoire.ts'
import { RARITIES, REPERTOIRE } from './repertoire.ts'
import { Wheel } from './swarm.ts'

export interface GenerateOptions {
  /** Number of top-level statements, 3 to 300; by default drawn, 50 on average. */
  readonly statements?: number
  /** Collect the youngest generation or all, never up to the middle one: for the incremental collector. */
  readonly fullOrYoung?: boolean
}

const SMALLEST = 3
const LARGEST = 300
/** Sets the snapshot stream apart from that of the program. */
const SNAPSHOT_STREAM = 0x736e6170
const RARITY_PERCENT = 10
/** Every so many programs one drops all that it made. */
const ENDING_EVERY = 8

const composer = new Composer()
const wheel = new Wheel(REPERTOIRE)

/** The program numbered `index` of the campaign `seed`. */
export function generateProgram(seed: number, index: number, options: GenerateOptions = {}): Program {
  const prng = new Prng(seed, index)
  const drawn = drawSize(prng)
  const size = options.statements ?? drawn
  assert(Number.isInteger(size) && size >= SMALLEST && size <= LARGEST, 'a program has 3 to 300 statements')
  write(prng, seed, index, size, undefined)
  const drawnBody = { body: composer.body() }
  const program = options.statements === undefined && index % ENDING_EVERY === 0 ? withEnding(drawnBody) : drawnBody
  return options.fullOrYoung === true ? fullOrYoung(program) : program
}

/** The names of the moves and idioms that make up that program, in order; for progress displays and tests. */
export function movesOf(seed: number, index: number, options: GenerateOptions = {}): string[] {
  const prng = new Prng(seed, index)
  const drawn = drawSize(prng)
  const log: string[] = []
  write(prng, seed, index, options.statements ?? drawn, log)
  return log
}

/** Statements after which an engine takes a snapshot: up to two at random, and the last. */
export function snapshotPlan(seed: number, index: number, program: Program): number[] {
  const last = program.body.length - 1
  const prng = new Prng(seed, index, SNAPSHOT_STREAM)
  const first = prng.below(last + 1)
  const second = prng.below(last + 1)
  const plan: number[] = []
  for (const statement of first < second ? [first, second, last] : [second, first, last]) {
    if (plan[plan.length - 1] !== statement) plan.push(statement)
  }
  return plan
}

function drawSize(prng: Prng): number {
  const percent = prng.below(100)
  if (percent < 12) return prng.between(SMALLEST, 12)
  if (percent < 75) return prng.between(10, 60)
  if (percent < 95) return prng.between(40, 120)
  return prng.between(100, LARGEST)
}

/** Fills the composer's body with exactly `size` statements: a middle of moves, then an end. */
function write(prng: Prng, seed: number, index: number, size: number, log: string[] | undefined): void {
  const ends = prng.percent(85) && size > 5
  const collections = ends ? 2 : 0
  const drops = ends && prng.percent(75) ? prng.below(Math.min(8, size >> 2) + 1) : 0
  composer.begin(prng, paletteFor(seed, index), size - collections - drops)
  wheel.spin(prng)
  const rarity = prng.percent(RARITY_PERCENT) ? prng.pick(RARITIES) : undefined
  fill(log, rarity)
  composer.truncate()
  composer.extend(size - collections - (composer.hasSaved ? 2 : 0))
  if (drops > 1 && prng.percent(60)) composer.clearKept()
  drop(prng, drops)
  fill(log, undefined)
  composer.truncate()
  if (composer.hasSaved) stopSaving(composer)
  for (let i = 0; i < collections; i++) collect(composer, 3)
}

function fill(log: string[] | undefined, rarity: Omit<Move, 'weight' | 'feature'> | undefined): void {
  const prng = composer.prng
  while (composer.room > 0) {
    const before = composer.count
    const rare = rarity !== undefined && prng.below(12) === 0
    const move = rare ? rarity : (REPERTOIRE[wheel.draw(prng)] as Move)
    move.make(composer)
    if (composer.count === before) continue
    log?.push(move.name)
    if (prng.below(12) === 0) look(composer)
  }
}

function drop(prng: Prng, drops: number): void {
  let v = prng.below(VARIABLES.length)
  for (let i = 0; i < VARIABLES.length && drops > 0; i++, v = (v + 1) % VARIABLES.length) {
    if (composer.room <= 0) return
    // What running code may have put into a shared global goes, too; whether it is bound is not known.
    if (composer.sketch.isBound(v)) release(composer, v)
    else if (v < DATA_VARIABLES && (composer.sketch.unsteady >> v) & 1) setNothing(composer, v)
    else continue
    drops--
  }
}
