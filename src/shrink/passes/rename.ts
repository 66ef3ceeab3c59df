/** The last pass: names that a person reads easily, if the program still fails with them. */
import { renameNames } from '../../program/repair.ts'
import type { Pass } from '../cut.ts'
import { readableNames } from '../readable-names.ts'

export const renameForReading: Pass = {
  name: 'rename',
  cuts(program) {
    const names = readableNames(program)
    return names.size === 0 ? [] : [() => renameNames(program, names)]
  },
}
