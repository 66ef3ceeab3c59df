/** docs/scenarios.md: every scenario on it passes, every program on it is taken, and what it calls refused is refused. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { packageRoot } from '../src/base/package-root.ts'
import { BUILTIN_NAMES } from '../src/program/ast.ts'
import { levelOf } from '../src/program/level.ts'
import { parseProgram } from '../src/program/parse/parse.ts'
import { formatProblem } from '../src/program/parse/problem.ts'
import { MODULE_MEMBERS, SPECIAL_METHODS } from '../src/program/surface.ts'
import { loadScenario } from '../src/scenario/load.ts'
import { heapsmith, temporaryFolder } from './heapsmith.test-support.ts'

const page = readFileSync(join(packageRoot, 'docs', 'scenarios.md'), 'utf8')

function blocks(info: string): string[] {
  return [...page.matchAll(new RegExp(`^\`\`\`${info}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map((match) => match[1] as string)
}

const schema = JSON.parse(readFileSync(join(packageRoot, 'schema', 'scenario.schema.json'), 'utf8'))

describe('the reference of scenarios', () => {
  /** Only the simulation can have memory run out. */
  const refuses = (text: string): boolean => /^ *refuses:/m.test(text)

  it.each([
    ['on the default engine', [], blocks('yaml').filter((text) => !refuses(text))],
    ['on the simulation', ['--engine', 'simulation'], blocks('yaml').filter(refuses)],
  ] as const)(
    'has scenarios that pass as they stand, %s',
    async (_, flags, scenarios) => {
      const folder = temporaryFolder()
      mkdirSync(join(folder, 'page'))
      for (const [i, text] of scenarios.entries()) writeFileSync(join(folder, 'page', `${i + 10}.yaml`), text)
      const { stdout, code } = await heapsmith(['run', 'page', '--no-color', ...flags], folder)
      expect(stdout.split('\n').filter((line) => /^(failed|skipped|undecided|invalid)/.test(line))).toEqual([])
      expect(stdout).toMatch(new RegExp(`^${scenarios.length} passed`, 'm'))
      expect(code).toBe(0)
    },
    60_000,
  )

  it('shows every key that a file may have, and every expectation that an engine can show', () => {
    const top = Object.keys(schema.properties)
    expect(top.filter((key) => !page.includes(`| \`${key}\``) && !page.includes(`, \`${key}\``))).toEqual([])
    const keys = Object.keys(schema.$defs.expectation.properties).filter((key) => key !== 'python')
    const used = blocks('yaml').flatMap((text) => {
      const loaded = loadScenario(text, 'page.yaml')
      if (!loaded.ok) throw new Error(loaded.problems[0]?.message)
      return loaded.scenario.steps.flatMap((step) =>
        step.expectations.flatMap(({ checks }) => checks.map((c) => c.key)),
      )
    })
    expect(keys.filter((key) => !used.includes(key as never)).sort()).toEqual(['image', 'memory'])
    expect(keys.filter((key) => !page.includes(`\`${key}\``))).toEqual([])
  })

  it('has a program of each level, which the language takes', () => {
    const levels = blocks('python').map((text) => {
      const parsed = parseProgram(text)
      if (!parsed.ok) throw new Error(parsed.problems.map(formatProblem).join('\n'))
      return levelOf(parsed.program)
    })
    expect(levels).toEqual([1, 2, 3])
  })

  it('names every built-in, every member of a module and every special method', () => {
    const words = new Set(page.match(/\w+/g))
    const members = [...MODULE_MEMBERS.sys, ...MODULE_MEMBERS.weakref]
    const names = [...BUILTIN_NAMES, ...members, ...SPECIAL_METHODS.keys()]
    expect(names.filter((name) => !words.has(name))).toEqual([])
  })

  it('calls refused what is refused', () => {
    const rows = blocks('python refused').flatMap((text) => text.trim().split('\n'))
    expect(rows.length).toBeGreaterThan(10)
    expect(rows.filter((row) => parseProgram(row.replaceAll('\\n', '\n')).ok)).toEqual([])
  })
})
