/** Runs generated programs of all levels on the simulation of every version; what they reach is counted from outside. */
import { expect, it } from 'vitest'
import { openEngine } from '../../src/engines/registry.ts'
import { generateProgram } from '../../src/generate/generate.ts'
import { abilitiesOf, campaignCase } from '../../src/task/campaign-case.ts'
import { OPTIONS, SEED, STRETCHES } from './plan.ts'

it.each(STRETCHES)('$programs programs from $first on, on $id', async ({ id, programs, first }) => {
  const engine = await openEngine(id)
  const { capabilities } = engine.description
  const abilities = abilitiesOf(capabilities)
  for (let index = first; index < first + programs; index++) {
    const program = generateProgram(SEED, index, { level: capabilities.level })
    const case_ = campaignCase(SEED, index, program, OPTIONS, abilities)
    const [seen] = await engine.run([case_])
    expect(seen?.outcome, `program ${index}`).toEqual({ kind: 'finished' })
  }
  await engine.close()
})
