/**
 * How long the generator needs for a program of 50 statements at each level, whole epochs through, so that making palettes is
 * part of the time; and how many statements an engine that keeps every text sees for the first time.
 */
import { generateProgram } from '../../src/generate/generate.ts'
import type { Level } from '../../src/program/level.ts'
import { nsEach } from '../clocks.ts'
import type { Part } from '../part.ts'
import { summarize } from '../result.ts'

const LEVELS: readonly Level[] = [1, 2, 3]
const STATEMENTS = 50
const WINDOW = 256
const EPOCH = 4_096

export const generate: Part = {
  name: 'generate',
  title: `the generator alone, programs of ${STATEMENTS} statements`,
  async measure({ short }, listener) {
    const [warmUp, windows, epochs] = short ? [20, 40, 2] : [160, 320, 8]
    for (const level of LEVELS) {
      const subject = `level ${level}`
      let index = 0
      const window = (): void => {
        const options = { statements: STATEMENTS, level }
        for (const end = index + WINDOW; index < end; index++) generateProgram(1, index, options)
      }
      for (let i = 0; i < warmUp; i++) window()
      const cost = await nsEach(WINDOW * STATEMENTS, windows, window)
      listener.row({ subject, what: 'a statement', unit: 'ns of processor' }, cost)
      const news = Array.from({ length: epochs }, newStatements(level))
      listener.row({ subject, what: 'new statements in a program, by epoch', unit: 'statements' }, summarize(news))
    }
  },
}

/** Epoch by epoch. */
function newStatements(level: Level): (_: unknown, epoch: number) => number {
  const seen = new Set<object>()
  return (_, epoch) => {
    const before = seen.size
    for (let i = 0; i < EPOCH; i++)
      for (const statement of generateProgram(1, epoch * EPOCH + i, { level }).body) seen.add(statement)
    return (seen.size - before) / EPOCH
  }
}
