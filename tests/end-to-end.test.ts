/** The command line as a user meets it: exit codes, messages, files, signals. Needs nothing but Node. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { packageRoot } from '../src/base/package-root.ts'
import { heapsmith, processesIn, reportIn, start, temporaryFolder } from './heapsmith.test-support.ts'

const folder = temporaryFolder()
const file = (name: string, text: string): string => {
  const path = join(folder, name)
  mkdirSync(join(path, '..'), { recursive: true })
  writeFileSync(path, text)
  return path
}

/** Where it does not matter which engine runs: interpreters in WebAssembly take seconds to start. */
const SIMULATION = ['--engine', 'simulation']

describe('the command line', () => {
  it.each([
    [['--version'], 0, /^\d+\.\d+\.\d+/],
    [['--help'], 0, /fuzz[\s\S]*replay[\s\S]*engines/],
    [['fuzz', '--help'], 0, /--time[\s\S]*--seed/],
  ])('answers %j', async (args, code, output) => {
    const ended = await heapsmith(args, folder)
    expect(ended.code).toBe(code)
    expect(ended.stdout).toMatch(output)
  })

  it.each([
    [['fuz'], /Did you mean fuzz\?/],
    [['fuzz', '--sed', '1'], /Did you mean --seed\?/],
    [['fuzz', '--time', 'soon'], /60, 90s, 10m, 8h/],
    [['fuzz', '--workers', '0'], /from 1 to 256/],
    [['fuzz', '--reporter', 'xml'], /terminal, json, junit, sarif, github, html/],
    [['run'], /missing required argument 'file'/],
    [['run', 'not-there.yaml'], /not-there\.yaml: there is no such file/],
    [['replay', 'hs1.pyodide.AAAA'], /no replay token/],
    [['replay', 'note.txt'], /cannot read note\.txt/],
    [['export', 'x.yaml', '--to', 'xml'], /python, yaml, json/],
    [[], /Usage: heapsmith/],
  ])('refuses %j with a hint and exit code 2', async (args, complaint) => {
    const ended = await heapsmith(args, folder)
    expect(ended.stderr).toMatch(complaint)
    expect(ended.stderr).not.toMatch(/\n {4}at /)
    expect(ended.code).toBe(2)
  })

  it.each([
    ['fuzz', '--engine', 'cpytohn'],
    ['fuzz', '--engine', 'cpython:/not/there/python3'],
    ['engines', '--engine', 'cpython:/not/there/python3'],
  ])('says which engine is not available, with exit code 4: %s %s %s', async (...args) => {
    const ended = await heapsmith([...args], folder)
    expect(ended.stderr).toContain(args[2])
    expect(ended.code).toBe(4)
  })
})

describe('heapsmith run', () => {
  it('passes the scenario that init writes, and init replaces nothing', async () => {
    const name = 'fresh/first.yaml'
    expect((await heapsmith(['init', name], folder)).code).toBe(0)
    expect((await heapsmith(['init', name], folder)).code).toBe(2)
    const ended = await heapsmith(['run', name], folder)
    expect(ended.stdout).toMatch(/^passed/)
    expect(ended.code).toBe(0)
  })

  it('runs the good files although a bad one is among them, shows its mistakes in place, and exits with 2', async () => {
    await heapsmith(['init', 'mixed/good.yaml'], folder)
    file('mixed/bad.yaml', 'title: bad\nsteps:\n  - run: a = (1,\n    expcet: {value: 1}\n')
    const ended = await heapsmith(['run', 'mixed', ...SIMULATION], folder)
    expect(ended.stdout).toMatch(/invalid +mixed\/bad\.yaml/)
    expect(ended.stdout).toMatch(/bad\.yaml:4:\d+: .*expcet/)
    expect(ended.stdout).toMatch(/\^/)
    expect(ended.stdout).toMatch(/1 passed, 1 invalid/)
    expect(ended.code).toBe(2)
  })

  it('shows step, key, expected and seen of what fails, and exits with 1', async () => {
    const scenario = file(
      'fails.yaml',
      'title: wrong\nsteps:\n  - run: a = []\n  - run: len(a)\n    expect: {value: 3}\n',
    )
    const ended = await heapsmith(
      ['run', scenario, ...SIMULATION, '--reporter', 'terminal,json,junit', '--out', 'failed'],
      folder,
    )
    expect(ended.stdout).toMatch(/failed +wrong[\s\S]*step 2[\s\S]*value[\s\S]*expected +3\n +seen +0/)
    expect(ended.code).toBe(1)
    expect(reportIn(join(folder, 'failed')).scenarios[0]).toMatchObject({
      outcome: 'failed',
      violations: [{ step: 2 }],
    })
    expect(readFileSync(join(folder, 'failed', 'junit.xml'), 'utf8')).toContain('failures="1"')
  })

  it('reports a program that never ends as a failure of its own and runs the others', {
    timeout: 120_000,
  }, async () => {
    file('endless/a.yaml', 'title: endless\nsteps:\n  - run: |\n      while True:\n          pass\n')
    await heapsmith(['init', 'endless/b.yaml'], folder)
    const ended = await heapsmith(['run', 'endless', '--workers', '1', ...SIMULATION], folder)
    expect(ended.stdout).toMatch(/failed +endless[\s\S]*engine-survives/)
    expect(ended.stdout).toMatch(/1 passed, 1 failed/)
    expect(ended.code).toBe(1)
  })
})

describe('heapsmith import and export', () => {
  it('record what the engine does as a scenario that passes', async () => {
    const python =
      'class C:\n    def __del__(self):\n        print("gone")\nc = C()\nc.me = c\ndel c\ngc.collect()\nlen([1, 2])\n'
    file('plain.py', python)
    const imported = await heapsmith(['import', 'plain.py'], folder)
    expect(imported.stderr).toBe('')
    expect(imported.code).toBe(0)
    const yaml = readFileSync(join(folder, 'plain.yaml'), 'utf8')
    expect(yaml).toMatch(/finalized: \[C#1\]/)
    expect(yaml).toMatch(/prints: \[gone\]/)
    expect((await heapsmith(['run', 'plain.yaml', ...SIMULATION], folder)).stdout).toMatch(/^passed/)
    const exported = await heapsmith(['export', 'plain.yaml', '--to', 'python'], folder)
    expect(exported.stdout).toContain("        print('gone')\n")
    expect((await heapsmith(['export', 'plain.py', '--to', 'yaml', ...SIMULATION], folder)).stdout).toMatch(
      /^title: plain\n/,
    )
  })

  it('refuse Python outside the language, in place', async () => {
    file('outside.py', 'a = 1\nasync def f():\n    pass\n')
    const ended = await heapsmith(['import', 'outside.py'], folder)
    expect(ended.stderr).toMatch(/outside\.py:2:1/)
    expect(ended.code).toBe(2)
  })
})

describe('heapsmith fuzz', () => {
  const validate = new Ajv2020({ strict: false }).compile(
    JSON.parse(readFileSync(join(packageRoot, 'schema', 'report.schema.json'), 'utf8')),
  )

  it('comes to the same bytes with one worker and with two', { timeout: 180_000 }, async () => {
    const reports = []
    for (const workers of ['1', '2']) {
      const out = join(folder, `workers-${workers}`)
      const ended = await heapsmith(
        ['fuzz', '--programs', '96', '--seed', '11', '--workers', workers, '--out', out],
        folder,
      )
      expect([0, 1]).toContain(ended.code)
      expect(reportIn(out).engines[0].did.programs).toBe(96)
      reports.push(readFileSync(join(out, 'report.json'), 'utf8'))
    }
    expect(reports[1]).toBe(reports[0])
  })

  it('agrees with the interpreter, with exit code 0', { timeout: 120_000 }, async () => {
    const ended = await heapsmith(['fuzz', '--programs', '200', '--seed', '2', '--out', join(folder, 'agrees')], folder)
    expect(ended.stdout).toContain('Everything agrees.')
    expect(ended.code).toBe(0)
  })

  it('writes a report of the published form', async () => {
    const out = join(folder, 'form')
    await heapsmith(['fuzz', '--programs', '20', '--seed', '3', '--out', out, '--quiet', ...SIMULATION], folder)
    validate(reportIn(out))
    expect(validate.errors).toBeNull()
    const kept = ['campaign.previous', 'campaign.state', 'corpus', 'report.json', 'timing.json']
    expect(readdirSync(out).sort()).toEqual(kept)
  })

  it.each(['SIGINT', 'SIGTERM'] as const)('ends cleanly at %s, with a report and no process left', async (signal) => {
    const out = join(folder, `signal-${signal}`)
    const running = start(['fuzz', '--time', '10m', '--seed', '5', '--out', out], folder, { HEAPSMITH_TEST: out })
    await running.printed(/[1-9]\d* programs \(/)
    running.signal(signal)
    const ended = await running.ended
    const report = reportIn(out)
    expect(report.ended).toBe('interrupted')
    expect(report.totals.programs).toBeGreaterThan(0)
    expect(ended.stdout).toContain('interrupted')
    expect(ended.code).toBe(report.findings.length > 0 ? 1 : 0)
    expect(processesIn(out)).toEqual([])
  })

  it('ends at once at a second signal', async () => {
    const out = join(folder, 'twice')
    const running = start(['fuzz', '--time', '10m', '--seed', '5', '--out', out], folder, { HEAPSMITH_TEST: out })
    await running.printed(/^heapsmith /)
    running.signal('SIGINT')
    await new Promise((resolve) => setTimeout(resolve, 600))
    running.signal('SIGINT')
    const ended = await running.ended
    expect([0, 130]).toContain(ended.code)
    expect(processesIn(out)).toEqual([])
  })

  it('replaces no campaign, and goes on only as the campaign that it was', async () => {
    const out = join(folder, 'form')
    const refused = [
      [['--out', out], /holds a campaign already: go on with it by --resume/],
      [['--resume', out, '--seed', '4'], /--seed does not go with --resume/],
      [['--resume', folder], /holds no campaign/],
    ] as const
    for (const [flags, complaint] of refused) {
      const ended = await heapsmith(['fuzz', '--programs', '20', ...flags], folder)
      expect(ended.stderr).toMatch(complaint)
      expect(ended.code).toBe(2)
    }
  })

  it('leaves no half-written file, unless it ended at once', () => {
    expect(existsSync(join(folder, 'form', 'report.json'))).toBe(true)
    const halves = readdirSync(folder, { recursive: true }).filter((name) => String(name).endsWith('.part'))
    expect(halves.filter((name) => !String(name).startsWith('twice'))).toEqual([])
  })
})

describe('heapsmith explain and export --to dot', () => {
  it('tell a scenario on an engine, statement by statement and as graphs after each step', async () => {
    await heapsmith(['init', 'told.yaml'], folder)
    const told = await heapsmith(['explain', 'told.yaml', '-e', 'simulation'], folder)
    expect(told.stdout).toMatch(/\| del a\n[\s\S]*\| gc\.collect\(\)\n[\s\S]*dead +Node#1[\s\S]*agrees/)
    expect(told.code).toBe(0)
    const dot = await heapsmith(['export', 'told.yaml', '--to', 'dot'], folder)
    expect(dot.stdout.match(/^digraph "after step \d"/gm)).toHaveLength(3)
    expect(dot.stdout).toMatch(/after step 2"[\s\S]*"Node#1" \[.*color=red/)
    expect(dot.code).toBe(0)
  })

  it('show what is wrong at its statement, with exit code 1', async () => {
    const told = await heapsmith(['explain', 'told.yaml', '-e', 'simulation'], folder, {
      HEAPSMITH_LIE: 'hide-reference',
    })
    expect(told.stdout).toMatch(/\| a = Node\(\)\n[\s\S]*WRONG +refcount-exact/)
    expect(told.code).toBe(1)
  })
})

describe('hostile input', () => {
  const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefgh'
    .split('')
    .map((n, i) => `${n}: &${n} [${Array(9).fill(`*${'abcdefg'[i]}`)}]`)
    .join('\n')}\n`
  const FILES: readonly (readonly [name: string, content: string | Buffer])[] = [
    ['empty.yaml', ''],
    ['bomb.yaml', bomb],
    ['binary.yaml', Buffer.from([0, 255, 254, 1, 2, 3])],
    ['binary.py', Buffer.from([0, 255, 254, 1, 2, 3])],
    ['prototype.yaml', 'title: x\n__proto__: {polluted: 1}\nsteps: [{run: a = 1}]\n'],
    ['deep.py', `a = ${'['.repeat(5000)}${']'.repeat(5000)}\n`],
    ['nothing.py', '# nothing\n'],
    ['cut.case', 'heapsmith case 1\n'],
    ['zeros.case', Buffer.alloc(5000)],
    [
      'huge.case',
      Buffer.concat([Buffer.from('heapsmith case 1\n'), Buffer.from([255, 255, 255, 255, 255, 255, 255, 127])]),
    ],
    ['no-token.txt', 'nothing to see'],
    ['bad-token.txt', 'again: npx heapsmith replay hs1.pyodide.AAAAAAAA'],
    ['old-token.txt', 'hs0.pyodide.AAAAAAAA'],
  ]
  const COMMANDS: readonly (readonly string[])[] = [['replay'], ['explain'], ['shrink'], ['export', '--to', 'dot']]

  it.each(FILES)(
    '%s is refused by every command, with a reason and no stack',
    { timeout: 120_000 },
    async (name, content) => {
      const path = join(folder, name)
      writeFileSync(path, content)
      for (const [command, ...flags] of COMMANDS) {
        const ended = await heapsmith([command as string, path, ...flags], folder)
        expect(ended.stderr, `${command} ${name}`).not.toMatch(/\n {4}at /)
        expect(ended.stderr.length).toBeGreaterThan(20)
        expect(ended.code, `${command} ${name}: ${ended.stderr}`).toBe(2)
      }
      expect(({} as { polluted?: number }).polluted).toBeUndefined()
    },
  )

  it.each(['explain', 'shrink', 'replay'])('a folder is no file for %s', async (command) => {
    const ended = await heapsmith([command, '.'], folder)
    expect(ended.stderr).toMatch(/heapsmith: \.|cannot read/)
    expect(ended.code).toBe(2)
  })

  it('init writes nothing where it cannot, and says so', async () => {
    writeFileSync(join(folder, 'a-file'), 'x')
    const ended = await heapsmith(['init', 'a-file/x.yaml'], folder)
    expect(ended.stderr).toMatch(/cannot write/)
    expect(ended.code).toBe(2)
  })
})

describe('heapsmith shrink', () => {
  const lie = { HEAPSMITH_LIE: 'hide-reference' }
  const noisy = `class B:\n    pass\nc = {}\nd = [c]\nfor i in range(3):\n    d.append(B())\na = B()\na.x = d\ndel c\ngc.collect()\ne = (a, d)\n`

  it('says when it ended early and why, and goes on from what it left', { timeout: 120_000 }, async () => {
    file('noisy.py', noisy)
    const cut = await heapsmith(
      ['shrink', 'noisy.py', '-e', 'simulation', '--attempts', '2', '-o', 'cut.yaml'],
      folder,
      lie,
    )
    expect(cut.stdout).toMatch(/FINDING[\s\S]*Shrinking ended early, after all its attempts/)
    expect(cut.code).toBe(1)
    const rest = await heapsmith(['shrink', 'cut.yaml', '-e', 'simulation', '-o', 'small.yaml'], folder, lie)
    expect(rest.stdout).not.toContain('ended early')
    expect(rest.stdout).toMatch(/FINDING[\s\S]*[12] statements?, shrunk from/)
    expect(rest.code).toBe(1)
    const again = await heapsmith(['replay', 'small.yaml'], folder, lie)
    expect(again.stdout).toMatch(/bytes {2}[0-9a-f]{16} equal/)
  })

  it('leaves alone what does not fail', async () => {
    const ended = await heapsmith(['shrink', 'noisy.py', '-e', 'simulation', '-o', 'none.yaml'], folder)
    expect(ended.stdout).toContain('noisy.py does not fail on simulation')
    expect(ended.code).toBe(0)
    expect(existsSync(join(folder, 'none.yaml'))).toBe(false)
  })
})
