import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { packageRoot } from '../base/package-root.ts'
import { CLASS_TRAITS, FEATURES, LATER_FEATURES, THIRD_FEATURES, WEIGHT_MAX } from '../generate/swarm.ts'
import { GC_MODES } from '../observation/case-modes.ts'
import { formatScenarioProblem } from '../scenario/problem.ts'
import { loadCampaign } from './campaign-file.ts'

function loaded(text: string) {
  const result = loadCampaign(text, 'c.yaml')
  if (!result.ok) throw new Error(result.problems.map(formatScenarioProblem).join('\n'))
  return result.campaign
}

/** The problems of a refused file, as `line:column message`. */
function refused(text: string): readonly string[] {
  const result = loadCampaign(text, 'c.yaml')
  if (result.ok) throw new Error('the file is taken')
  return result.problems.map(({ line, column, message }) => `${line}:${column} ${message}`)
}

describe('a campaign file', () => {
  it('becomes the options of a campaign', () => {
    const { title, differential, options, rules } = loaded(`title: All of it
engines: [simulation@3.12, {id: pyodide@3.12, every: 7}]
seed: 9
time: 1.5m
programs: 1000
workers: 2
statements: 40
level: 2
guided: false
shrink: false
weights: {towers: 4, ages: 0}
traits: {slots: false}
gc: [disabled, enabled]
rules:
  ignored: [promotion]
  required: [lifo-reuse]
max-undecided: 2.5
`)
    expect({ title, differential }).toEqual({ title: 'All of it', differential: false })
    expect(options).toEqual({
      engines: [
        { id: 'simulation@3.12', every: 1 },
        { id: 'pyodide@3.12', every: 7 },
      ],
      seed: 9,
      timeMs: 90_000,
      programs: 1000,
      workers: 2,
      statements: 40,
      level: 2,
      guided: false,
      shrink: false,
      emphasis: { weights: { towers: 4, ages: 0 }, traits: { slots: false } },
      schedule: ['disabled', 'enabled'],
      maxUndecided: 2.5,
    })
    expect(rules).toEqual({ ignored: ['promotion'], required: ['lifo-reuse'] })
  })

  it('says nothing of what it leaves out', () => {
    expect(loaded('title: Short').options).toEqual({})
    expect(loaded('title: Short\ntime: 90').options).toEqual({ timeMs: 90_000 })
  })

  it.each([
    ['', ['1:1 the file is empty']],
    ['titel: x', ['1:1 the campaign lacks the key title', '1:1 unknown key "titel"']],
    ['title: x\ntime: soon', ['2:7 "time" cannot be "soon"']],
    ['title: x\ntime: 0s', ['2:7 0s is no time']],
    ['title: x\nprograms: -5', ['2:11 "programs" must be >= 1']],
    ['title: x\nweights: {towrs: 3}', ['2:11 unknown key "towrs"']],
    ['title: x\nweights: {towers: 99}', ['2:19 "towers" must be <= 8']],
    ['title: x\ngc: [off]', ['2:6 an item of "gc" cannot be "off"']],
    ['title: x\nrules: {required: [promotoin]}', ['2:20 there is no rule promotoin']],
    ['title: x\nengines: []', ['2:10 "engines" needs at least one entry']],
    ['title: x\nengines: [{id: a, every: 2}]', ['2:11 the first engine must run every program']],
    ['title: x\nengines: [a, {id: a, every: 2}]', ['2:14 a is named twice']],
    ['title: x\nengines: [a, {id: b, evry: 2}]', ['2:22 unknown key "evry"']],
    [
      'title: x\ndifferential: true\nengines: [a, {id: b, every: 2}]',
      ['3:29 engines that are compared run the same programs'],
    ],
    ['title: x\n__proto__: {polluted: 1}', ['2:1 unknown key "__proto__"']],
    ['title: x\ntitle: y', ['2:1 the key "title" stands here a second time']],
    ['title: &a [*a]', ['1:12 this alias contains itself']],
    ['title: x\n---\ntitle: y', ['2:1 a second document begins here']],
  ])('is refused at the true place: %j', (text, problems) => {
    const given = refused(text)
    for (const problem of problems) expect(given).toContainEqual(problem)
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })

  it('has a schema that names what there is', () => {
    const { properties, $defs } = JSON.parse(readFileSync(join(packageRoot, 'schema', 'campaign.schema.json'), 'utf8'))
    const weighed = [...FEATURES, ...LATER_FEATURES, ...THIRD_FEATURES].filter((name) => name !== 'basics')
    expect(Object.keys(properties.weights.properties).sort()).toEqual(weighed.sort())
    expect($defs.weight.maximum).toBe(WEIGHT_MAX)
    expect(Object.keys(properties.traits.properties)).toEqual(CLASS_TRAITS)
    expect(properties.gc.items.enum).toEqual(GC_MODES)
  })
})
