/** Engines from modules of a user's own, over the simulation: what they report is what the oracle judges. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { assert } from '../../base/assert.ts'
import { plainCase } from '../../observation/case.ts'
import { parseProgram } from '../../program/parse/parse.ts'
import { openEngine } from '../registry.ts'

const folder = mkdtempSync(join(tmpdir(), 'heapsmith-module-'))
afterAll(() => rmSync(folder, { recursive: true }))

function open(name: string, text: string) {
  const file = join(folder, `${name}.mjs`)
  writeFileSync(file, text)
  return openEngine(`module:${file}`)
}

const QUIET = `
export async function openEngine({ printProgram, openEngine }) {
  const inner = await openEngine('simulation@3.12')
  const silent = (seen) => ({ ...seen, statements: seen.statements.map((each) => ({ ...each, events: [] })) })
  return {
    description: { ...inner.description, version: 'without events' },
    async run(cases) {
      return (await inner.run(cases)).map((seen, i) => (printProgram(cases[i].program).includes('print') ? silent(seen) : seen))
    },
    close: () => inner.close(),
  }
}`

describe('an engine from a module', () => {
  it('runs cases, and can be made of one of ours', async () => {
    const engine = await open('quiet', QUIET)
    expect(engine.description).toMatchObject({ id: `module:${join(folder, 'quiet.mjs')}`, version: 'without events' })
    const parsed = parseProgram("print('told')\n1 + 1")
    assert(parsed.ok, 'the program is in the language')
    const [seen] = await engine.run([plainCase(parsed.program, [])])
    expect(seen).toEqual({
      statements: [{ events: [] }, { events: [], value: { kind: 'int', value: 2 } }],
      outcome: { kind: 'finished' },
    })
    await engine.close()
  })

  it.each([
    ['nothing', 'export const other = 1', 'exports no function `openEngine`'],
    ['wrong', 'export const openEngine = () => ({ run() {} })', 'answered with no engine'],
    ['throws', "export function openEngine() { throw new RangeError('no') }", 'RangeError: no'],
  ])('is unavailable where the module is %s', async (name, text, why) => {
    await expect(open(name, text)).rejects.toMatchObject({
      name: 'EngineUnavailable',
      message: expect.stringContaining(why),
    })
  })

  it('is unavailable where there is no such file', async () => {
    await expect(openEngine('module:no-such-file.js')).rejects.toThrow('there is no such file')
  })
})
