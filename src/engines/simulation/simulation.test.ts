/** The contract on one simulation of each family of layouts and collectors, and what a version's name stands for. */
import { describe, expect, it } from 'vitest'
import { selectSemantics } from '../../semantics/select.ts'
import { caseOfText } from '../contract/subject.contract.ts'
import { describeEngineContract } from '../engine.contract.ts'
import { EngineUnavailable } from '../engine.ts'
import { openEngine } from '../registry.ts'

for (const id of ['simulation@3.8', 'simulation', 'simulation@3.13', 'simulation@3.14.2', 'simulation@3.15']) {
  describeEngineContract(id, () => openEngine(id))
}

describe('a machine full of code', () => {
  it('gives way to a new one between cases', async () => {
    const engine = await openEngine('simulation')
    const statements = Array.from({ length: 300 }, (_, i) => `a${i} = ['${i}', ${i}.5, (${i}, 'b'), {'k': ${i}}]`).join(
      '\n',
    )
    for (let round = 0; round < 150; round++) {
      // Parsed anew, so that every statement is compiled anew.
      const [seen] = await engine.run([caseOfText(`${statements}\na299[0]\n`)])
      expect(seen?.outcome).toEqual({ kind: 'finished' })
      expect(seen?.statements.at(-1)?.value).toEqual({ kind: 'str', value: '299' })
    }
  })
})

describe('simulation ids', () => {
  const idOf = async (id: string): Promise<string> => selectSemantics((await openEngine(id)).description.facts).id

  it('takes the newest patch of a version, or the dialect of one patch', async () => {
    expect(await idOf('simulation')).toBe('3.12')
    expect(await idOf('simulation@3.13')).toBe('3.13')
    expect(await idOf('simulation@3.13.1')).toBe('3.13.0')
    expect(await idOf('simulation@3.14.2')).toBe('3.14.0')
    expect(await idOf('simulation@3.14')).toBe('3.14')
  })

  it('refuses versions that it does not know', async () => {
    await expect(openEngine('simulation@3.7')).rejects.toBeInstanceOf(EngineUnavailable)
    await expect(openEngine('simulation@banana')).rejects.toBeInstanceOf(EngineUnavailable)
  })
})
