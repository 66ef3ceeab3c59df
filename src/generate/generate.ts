/**
 * The generator: `generateProgram(seed, index, options)` is a pure function, the same on every machine and in any order
 * of calls. Programs are valid by construction and most of their statements do not raise. A share of the programs of a
 * higher level is of level 1, and equal to what a campaign of that level makes.
 *
 * Statements are shared: one distinct text is one frozen object, drawn from a space that is small within an epoch of
 * 4,096 programs. The shape of programs comes from the repertoire, weighed anew for each program (swarm testing).
 */
import { assert } from '../base/assert.ts'
import { Prng } from '../base/prng.ts'
import type { Program } from '../program/ast.ts'
import type { Level } from '../program/level.ts'
import { Composer } from './composer.ts'
import { withEnding } from './ending.ts'
import { fullOrYoung } from './full-or-young.ts'
import { stopSaving } from './idioms/ages.ts'
import { collect, look } from './moves/observations.ts'
import { release, setNothing } from './moves/variables.ts'
import { DATA_VARIABLES, VARIABLES } from './names.ts'
import { laterPaletteFor, paletteFor, thirdPaletteFor } from './palette/palette.ts'
import type { Rarity } from './repertoire.ts'
import { levelOf, STYLES, type Style } from './style.ts'
import type { Bias, Emphasis, Traits } from './swarm.ts'

export interface GenerateOptions {
  /** Number of top-level statements, 3 to 300; by default drawn, 50 on average. */
  readonly statements?: number
  /** Collect the youngest generation or all, never up to the middle one: for the incremental collector. */
  readonly fullOrYoung?: boolean
  /** The highest level of the language that programs may need; 1 by default. */
  readonly level?: Level
  readonly emphasis?: Emphasis
  readonly bias?: Bias
}

/** The highest level that campaigns reach without being asked. */
export const DEFAULT_LEVEL: Level = 3

const SMALLEST = 3
const LARGEST = 300
/** Sets the snapshot stream apart from that of the program. */
const SNAPSHOT_STREAM = 0x736e6170
const RARITY_PERCENT = 32
/** Every so many programs one drops all that it made. */
const ENDING_EVERY = 8

const composer = new Composer()

export interface Drawn {
  readonly program: Program
  readonly moves: readonly (string | undefined)[]
  readonly traits: Traits
}

/** What came from where. */
interface MoveLog {
  /** In order. */
  readonly names: string[]
  /** For each statement of the middle the move that wrote it. */
  readonly byStatement: (string | undefined)[]
}

/** The program numbered `index` of the campaign `seed`. */
export function generateProgram(seed: number, index: number, options: GenerateOptions = {}): Program {
  return generated(seed, index, options, undefined)
}

/** The same, with its traits and the name of the move that wrote each statement; undefined where no move did. */
export function generateWithMoves(seed: number, index: number, options: GenerateOptions): Drawn {
  const log: MoveLog = { names: [], byStatement: [] }
  return { program: generated(seed, index, options, log), moves: log.byStatement, traits: composer.traits }
}

function generated(seed: number, index: number, options: GenerateOptions, log: MoveLog | undefined): Program {
  const prng = new Prng(seed, index)
  const drawn = drawSize(prng)
  const size = options.statements ?? drawn
  assert(Number.isInteger(size) && size >= SMALLEST && size <= LARGEST, 'a program has 3 to 300 statements')
  write(prng, seed, index, size, options, log)
  const drawnBody = { body: composer.body() }
  const program = options.statements === undefined && index % ENDING_EVERY === 0 ? withEnding(drawnBody) : drawnBody
  return options.fullOrYoung === true ? fullOrYoung(program) : program
}

/** The names of the moves and idioms that make up that program, in order; for progress displays and tests. */
export function movesOf(seed: number, index: number, options: GenerateOptions = {}): string[] {
  const prng = new Prng(seed, index)
  const drawn = drawSize(prng)
  const log: MoveLog = { names: [], byStatement: [] }
  write(prng, seed, index, options.statements ?? drawn, options, log)
  return log.names
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
function write(
  prng: Prng,
  seed: number,
  index: number,
  size: number,
  options: GenerateOptions,
  log: MoveLog | undefined,
): void {
  const level = levelOf(seed, index, options.level)
  const style = STYLES[level]
  const ends = prng.percent(85) && size > 5
  const collections = ends ? 2 : 0
  const drops = ends && prng.percent(75) ? prng.below(Math.min(8, size >> 2) + 1) : 0
  const later = level === 1 ? undefined : laterPaletteFor(seed, index)
  const third = level === 3 ? thirdPaletteFor(seed, index) : undefined
  composer.begin(
    prng,
    paletteFor(seed, index),
    size - collections - drops,
    later,
    options.emphasis?.traits,
    third,
    options.bias?.traits,
  )
  style.wheel.spin(prng, options.emphasis?.weights, options.bias?.gains)
  const rarity = prng.percent(RARITY_PERCENT) ? prng.pick(style.rarities) : undefined
  fill(style, log, rarity)
  truncate(log)
  composer.extend(size - collections - (composer.hasSaved ? 2 : 0))
  if (drops > 1 && prng.percent(60)) composer.clearKept()
  drop(prng, drops)
  fill(style, log, undefined)
  truncate(log)
  if (composer.hasSaved) stopSaving(composer)
  for (let i = 0; i < collections; i++) collect(composer, 3)
}

function fill(style: Style, log: MoveLog | undefined, rarity: Rarity | undefined): void {
  const prng = composer.prng
  while (composer.room > 0) {
    const before = composer.count
    const rare = rarity !== undefined && prng.below(12) === 0
    const move = rare ? rarity : style.draw(prng)
    move.make(composer)
    if (composer.count === before) continue
    if (log !== undefined) note(log, move.name, before)
    if (prng.below(12) === 0) look(composer)
  }
}

/** Drops what a move wrote beyond the limit. */
function truncate(log: MoveLog | undefined): void {
  composer.truncate()
  if (log !== undefined) log.byStatement.length = Math.min(log.byStatement.length, composer.count)
}

function note({ names, byStatement }: MoveLog, name: string, first: number): void {
  names.push(name)
  byStatement.length = first
  while (byStatement.length < composer.count) byStatement.push(name)
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
