/** Engines that are programs of their own: what they write is what was seen, and whatever they do is an outcome. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { assert } from '../../base/assert.ts'
import { type Case, DEFAULT_LIMITS, plainCase } from '../../observation/case.ts'
import { parseExpression, parseProgram } from '../../program/parse/parse.ts'
import { openEngine } from '../registry.ts'

const folder = mkdtempSync(join(tmpdir(), 'heapsmith-exec-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** An engine that begins with a greeting and answers each case with what `answer` prints of it. */
function command(name: string, answer: string): string {
  const file = join(folder, `${name}.mjs`)
  writeFileSync(
    file,
    `import { createInterface } from 'node:readline'
const say = (what) => process.stdout.write(JSON.stringify(what) + '\\n')
say({ heapsmith: 1, version: 'Toy 1.0', capabilities: { level: 1 }, facts: { version: [3, 12, 7] } })
for await (const line of createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line)
  ${answer}
}
`,
  )
  return `exec:${process.execPath} ${file}`
}

function caseOf(text: string, timeMs = DEFAULT_LIMITS.timeMs): Case {
  const parsed = parseProgram(text)
  assert(parsed.ok, 'the program is in the language')
  return plainCase(parsed.program, [0], { ...DEFAULT_LIMITS, timeMs })
}

const ECHO = `for (const text of asked.statements) say({ events: [{ kind: 'printed', text }] })
  say({ outcome: { kind: 'finished' } })`

describe('an engine that is a program', () => {
  it('gets the statements of a case as Python, and its answers are observations', async () => {
    const engine = await openEngine(command('echo', ECHO))
    expect(engine.description).toMatchObject({ version: 'Toy 1.0', facts: { version: [3, 12, 7] } })
    const [one, two] = await engine.run([caseOf('def f():\n    pass\nf()'), caseOf('x = 1')])
    expect(one).toEqual({
      statements: ['def f():\n    pass', 'f()'].map((text) => ({ events: [{ kind: 'printed', text }] })),
      outcome: { kind: 'finished' },
    })
    expect(two?.statements).toHaveLength(1)
    await engine.close()
  })

  it('writes numbers that JSON cannot hold as texts, and arrays as lists', async () => {
    const snapshot = `{ handles: [5, 9007199254740993], types: [0, 0], typeNames: ['list'], refcounts: [1, 1],
      generations: [0, -1], edgeStarts: [0, 1, 1], edges: [9], weakTargets: [0, 0], rootNames: ['x'], roots: [5],
      garbage: [], collections: [0, 0, 0], collected: [0, 0, 0] }`
    const answer = `say({ events: [], snapshot: ${snapshot}, value: { kind: 'list', items: [{ kind: 'int', value: '36893488147419103232' }] },
      probes: asked.probes.map(({ expression }) => ({ kind: 'raised', type: expression })) })
    say({ outcome: { kind: 'finished' } })`
    const engine = await openEngine(command('numbers', answer))
    const expression = parseExpression('x + 1')
    assert(expression.ok, 'it is in the language')
    const probes = [{ statement: 0, kind: 'value', expression: expression.expression }] as const
    const [seen] = await engine.run([{ ...caseOf('x'), probes }])
    const [{ value, snapshot: heap, probes: told } = {}] = seen?.statements ?? []
    expect(value).toEqual({ kind: 'list', items: [{ kind: 'int', value: 2n ** 65n }] })
    expect(heap).toMatchObject({ generations: Int8Array.of(0, -1), edgeStarts: Uint32Array.of(0, 1, 1) })
    expect(told).toEqual([{ kind: 'raised', type: 'x + 1' }])
    await engine.close()
  })

  it.each([
    ['ends', 'process.exit(7)', { kind: 'crashed', statement: 1, how: 'exit code 7' }],
    ['kills itself', "process.kill(process.pid, 'SIGSEGV')", { kind: 'crashed', statement: 1 }],
    ['hangs', 'for (;;);', { kind: 'hung', statement: 1, limitMs: 300 }],
  ])('is started again after it %s', async (name, fails, outcome) => {
    const answer = `for (const text of asked.statements) {
      if (text === 'bad') ${fails}
      say({ events: [] })
    }
    say({ outcome: { kind: 'finished' } })`
    const engine = await openEngine(command(name.replace(' ', '-'), answer))
    const seen = await engine.run([caseOf('good\nbad', 300), caseOf('good')])
    expect(seen).toMatchObject([
      { statements: [{ events: [] }], outcome },
      { statements: [{ events: [] }], outcome: { kind: 'finished' } },
    ])
    await engine.close()
  })

  it('fails as an adapter where it writes what is no answer', async () => {
    const engine = await openEngine(command('nonsense', "process.stdout.write('Traceback\\n')"))
    await expect(engine.run([caseOf('x')])).rejects.toThrow('it wrote what is no JSON object: Traceback')
    await engine.close()
  })

  it.each([
    ['no-such-command-anywhere', /cannot be started: it ended \(exit code 127\)/],
    [`${process.execPath} -e "console.log('{}')"`, /another form/],
    [`${process.execPath} -e "console.error('no licence'); process.exit(3)"`, /exit code 3\): no licence/],
  ])('is unavailable where it does not greet: %s', async (wrong, why) => {
    await expect(openEngine(`exec:${wrong}`)).rejects.toMatchObject({
      name: 'EngineUnavailable',
      message: expect.stringMatching(why),
    })
  })
})
