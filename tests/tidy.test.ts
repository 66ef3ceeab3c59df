/**
 * The house's manners, where no tool of others checks them: names of files, lengths, headers, and words that mean only
 * one thing here (docs/glossary.md). A finding names the place and what to write instead.
 */
import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { globSync } from 'tinyglobby'
import { describe, expect, it } from 'vitest'
import { packageRoot } from '../src/base/package-root.ts'

const files = globSync(['src/**/*.ts', 'fuzz/**/*.ts', 'workers/**/*.ts', 'bench/**/*.ts', 'tests/**/*.ts'], {
  cwd: packageRoot,
})
  .sort()
  .map((path) => {
    const text = readFileSync(join(packageRoot, path), 'utf8')
    return { path, text, lines: text.split('\n').length - 1, header: headerOf(text) }
  })
const sources = files.filter(
  ({ path }) => !/\.(test|contract|test-support)\.ts$/.test(path) && !path.startsWith('tests/'),
)

/** The comment at the head of the file. */
function headerOf(text: string): string {
  return /^(?:#!.*\n)?\s*\/\*\*[\s\S]*?\*\//.exec(text)?.[0] ?? ''
}

const LONGEST = 300
const LONGEST_TEST = 500
const LONGEST_WORKER = 50

interface WordRule {
  readonly word: RegExp
  readonly where: RegExp
  readonly write: string
}

const WORDS: readonly WordRule[] = [
  { word: /\b(TODO|FIXME|XXX|HACK)\b/, where: /./, write: 'an issue, or do it' },
  { word: /\b(helpers?|(?<!node:)utils?|utility|misc)\b/i, where: /^(src|workers)\//, write: 'what it does' },
  { word: /\b(thread|worker) pool\b/i, where: /./, write: 'crew' },
  {
    word: /\bmemory leaks?\b/i,
    where: /^src\//,
    write: 'leak: unreachable after a full collection and still not dead',
  },
  {
    word: /\bcandidates?\b/i,
    where: /^src\/(shrink|task|coordinator|cli)\//,
    write: 'attempt (a candidate is an object under collection)',
  },
  { word: /\bMath\.random\b/, where: /^(?!src\/base\/)(src|workers)\//, write: 'a Prng (src/base/prng.ts)' },
  {
    word: /\/(root|home)\/\w|\b(localhost|127\.0\.0\.1)\b/,
    where: /^(?!tests\/tidy)/,
    write: 'nothing of one machine',
  },
]

function places(rule: WordRule): readonly string[] {
  return files
    .filter(({ path }) => rule.where.test(path) && path !== 'tests/tidy.test.ts')
    .flatMap(({ path, text }) =>
      text
        .split('\n')
        .flatMap((line, i) => (rule.word.test(line) ? [`${path}:${i + 1}: write ${rule.write}: ${line.trim()}`] : [])),
    )
}

describe('the tree', () => {
  it('has files', () => {
    expect(sources.length).toBeGreaterThan(50)
  })

  it('has no barrels and no file that is named for nothing', () => {
    const bad = /^(index|utils?|helpers?|common|types?|misc|shared)\.ts$/
    expect(files.filter(({ path }) => bad.test(basename(path))).map(({ path }) => path)).toEqual([])
  })

  it('names files in kebab-case', () => {
    expect(
      files
        .filter(({ path }) => !/^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z-]+)*\.ts$/.test(basename(path)))
        .map(({ path }) => path),
    ).toEqual([])
  })

  it(`has no file above ${LONGEST} lines, unless its header gives the reason ("Long because …")`, () => {
    const long = sources.filter(({ lines, header }) => lines > LONGEST && !/Long because/.test(header))
    expect(long.map(({ path, lines }) => `${path}: ${lines} lines`)).toEqual([])
  })

  it(`has no test above ${LONGEST_TEST} lines`, () => {
    const long = files.filter((file) => file.lines > LONGEST_TEST && !sources.includes(file))
    expect(long.map(({ path, lines }) => `${path}: ${lines} lines`)).toEqual([])
  })

  it('has a median file below 150 lines', () => {
    const lengths = sources.map(({ lines }) => lines).sort((a, b) => a - b)
    expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThan(150)
  })

  it('says at the head of each source file what it is', () => {
    expect(sources.filter(({ header }) => header === '').map(({ path }) => path)).toEqual([])
  })

  it('keeps worker entries free of logic', () => {
    const workers = sources.filter(({ path }) => path.startsWith('workers/'))
    expect(workers.length).toBeGreaterThan(0)
    expect(
      workers.filter(({ lines, text }) => lines >= LONGEST_WORKER || /\b(if|for|while)\b\s*\(/.test(text)),
    ).toEqual([])
  })

  it.each(WORDS.map((rule) => [String(rule.word), rule] as const))('does not say %s', (_name, rule) => {
    expect(places(rule)).toEqual([])
  })
})

describe('the lock file', () => {
  const lock = JSON.parse(readFileSync(join(packageRoot, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { optionalDependencies?: Record<string, string> }>
  }

  it('knows every optional package, also those for other machines, as `npm ci` asks for', () => {
    const missing = Object.entries(lock.packages).flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter(
        (name) => !lock.packages[`node_modules/${name}`] && !lock.packages[`${path}/node_modules/${name}`],
      ),
    )
    expect(missing).toEqual([])
  })

  it('names no registry, so that everyone uses their own', () => {
    expect(JSON.stringify(lock)).not.toContain('"resolved"')
  })
})
