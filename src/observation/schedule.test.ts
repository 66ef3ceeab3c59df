import { describe, expect, it } from 'vitest'
import { WATCH_ALL } from './case.ts'
import { scheduledModes } from './schedule.ts'
import { watchPlan } from './watch-plan.ts'

const numbers = Array.from({ length: 1_000 }, (_, i) => i)

describe('a schedule of collector modes', () => {
  it('is the plan of every campaign where there is none', () => {
    for (const index of numbers) expect(scheduledModes(index, true, [])).toEqual(watchPlan(index, true))
  })

  it('gives each program one of its modes, as often as it names them', () => {
    const modes = numbers.map((index) => scheduledModes(index, true, ['enabled', 'disabled', 'enabled', 'enabled']))
    const enabled = modes.filter(({ gc }) => gc === 'enabled')
    expect(enabled.length).toBeGreaterThan(700)
    expect(enabled.length).toBeLessThan(800)
    for (const { watch } of enabled) expect(watch).toEqual(WATCH_ALL)
  })

  it('watches nothing where the engine shows nothing', () => {
    for (const index of numbers)
      expect(scheduledModes(index, false, ['every-allocation'])).toEqual({
        gc: 'every-allocation',
        watch: watchPlan(index, false).watch,
      })
  })
})
