import { describe, expect, it } from 'vitest'
import { type Hunt, scoreOf } from '../../triage/defect-score.ts'
import { defectPlot } from './defect-plot.ts'

const hunt = (seed: number, seconds: number, underItsRule?: boolean): Hunt => ({
  defect: 'a-defect',
  seed,
  way: 'random',
  programs: 10,
  seconds,
  reached: 1,
  triggered: 1,
  strays: 0,
  detected:
    underItsRule === undefined
      ? undefined
      : {
          rule: 'refcount-exact',
          underItsRule,
          message: '',
          python: '',
          statements: 2,
          statementsFound: 20,
          shrinkingSeconds: 1,
        },
})

const plotOf = (...hunts: readonly Hunt[]) =>
  defectPlot({
    lines: scoreOf([{ name: 'a-defect', what: 'what <is> "wrong"', bug: 'gh-1', level: 2 }], hunts),
    seeds: hunts.map(({ seed }) => seed),
    seconds: 100,
  })

const places = (text: string) => [...text.matchAll(/cx="([\d.]+)"/g)].map(([, x]) => Number(x))

describe('the plot of planted defects', () => {
  it('has a dot for each hunt that found the defect and a cross for each that did not', () => {
    const text = plotOf(hunt(1, 0.5, true), hunt(2, 5, false), hunt(3, 100))
    expect(text.match(/class="found"/g)).toHaveLength(1)
    expect(text.match(/class="other"/g)).toHaveLength(1)
    expect(text.match(/class="missed"/g)).toHaveLength(1)
    expect(text).toContain('2/3')
  })

  it('puts equal factors of time at equal distances', () => {
    const [a, b, c] = places(plotOf(hunt(1, 0.1, true), hunt(2, 1, true), hunt(3, 10, true)))
    expect((b as number) - (a as number)).toBeCloseTo((c as number) - (b as number), 0)
    expect(b).toBeGreaterThan(a as number)
  })

  it('keeps what is faster or slower than the axis within it', () => {
    const [fast, slow] = places(plotOf(hunt(1, 0.001, true), hunt(2, 1_000, true)))
    expect(fast).toBeGreaterThan(0)
    expect(slow).toBeLessThan(480)
  })

  it('shows the guided hunts in a row of their own', () => {
    const text = plotOf(hunt(1, 5, true), hunt(2, 5, true), { ...hunt(1, 0.5, true), way: 'guided' })
    expect(text).toContain('2/2')
    expect(text).toContain('1/1')
    expect(text).toContain('a-defect, guided: found in 1 of 1 hunt')
  })

  it('escapes, and needs nothing from elsewhere', () => {
    const text = plotOf(hunt(1, 1, true))
    expect(text).toContain('what &lt;is&gt; &quot;wrong&quot;')
    expect(text).not.toMatch(/<script|https?:|src=/)
  })
})
