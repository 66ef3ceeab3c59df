/**
 * Generated programs as a fast-check arbitrary: fast-check draws (seed, index), the generator makes the program, and
 * shrinking walks the same smaller neighbours as the reducer of findings.
 */
import fc from 'fast-check'
import type { Program } from '../program/ast.ts'
import { shrinkAttempts } from '../shrink/attempts.ts'
import type { GenerateOptions } from './generate.ts'
import { generateProgram } from './generate.ts'

const SEEDS = 0x7fffffff
/** Within the first epochs: there the palettes that tests use are few and stay in memory. */
const INDICES = 8191

class ProgramArbitrary extends fc.Arbitrary<Program> {
  private readonly options: GenerateOptions

  constructor(options: GenerateOptions) {
    super()
    this.options = options
  }

  override generate(random: fc.Random): fc.Value<Program> {
    const seed = random.nextInt(0, SEEDS)
    const index = random.nextInt(0, INDICES)
    return new fc.Value(generateProgram(seed, index, this.options), undefined)
  }

  override canShrinkWithoutContext(value: unknown): value is Program {
    return typeof value === 'object' && value !== null && 'body' in value
  }

  override shrink(program: Program): fc.Stream<fc.Value<Program>> {
    return new fc.Stream(values(program))
  }
}

function* values(program: Program): IterableIterator<fc.Value<Program>> {
  for (const candidate of shrinkAttempts(program)) yield new fc.Value(candidate, undefined)
}

/** Valid programs of 3 to 300 statements, or of exactly `statements`. Failing ones shrink statement by statement. */
export function programArbitrary(options: GenerateOptions = {}): fc.Arbitrary<Program> {
  return new ProgramArbitrary(options)
}
