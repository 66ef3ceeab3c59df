/** How much of the language the oracle understands; a program above that is undecided from its first statement on. */
import type { Level } from '../program/level.ts'

export const JUDGED_LEVEL: Level = 3
