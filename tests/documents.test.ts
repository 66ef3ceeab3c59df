/** What the documents promise: links lead somewhere, and the README's scenario passes as it stands. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { globSync } from 'tinyglobby'
import { describe, expect, it } from 'vitest'
import { packageRoot } from '../src/base/package-root.ts'
import { heapsmith, temporaryFolder } from './heapsmith.test-support.ts'

const documents = globSync(['*.md', 'docs/*.md', 'specs/*.md', 'src/engines/**/*.md', 'reports/README.md'], {
  cwd: packageRoot,
}).sort()
const read = (path: string) => readFileSync(join(packageRoot, path), 'utf8')

describe('the documents', () => {
  it.each(documents)('%s: every link to a file leads somewhere', (path) => {
    const links = [...read(path).matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)].map((match) => match[1] as string)
    const dead = links.filter((link) => !/^https?:/.test(link) && !existsSync(join(packageRoot, dirname(path), link)))
    expect(dead).toEqual([])
  })

  it('the README names only commands of npm that there are', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
    const named = [...`${read('README.md')}${read('CONTRIBUTING.md')}`.matchAll(/npm run ([a-z:]+)/g)].map(
      (match) => match[1] as string,
    )
    expect(named.filter((name) => scripts[name] === undefined)).toEqual([])
  })

  it('the eight files of the architecture are short', () => {
    const rows = [...read('docs/architecture.md').matchAll(/^\| \d \| \[`([^`]+)`\]/gm)].map(
      (match) => match[1] as string,
    )
    expect(rows).toHaveLength(8)
    expect(rows.filter((path) => read(path).split('\n').length > 200)).toEqual([])
  })

  it('every folder of src stands in the architecture', () => {
    const folders = new Set(globSync('src/*/**', { cwd: packageRoot }).map((path) => path.split('/')[1] as string))
    const text = read('docs/architecture.md')
    expect([...folders].filter((folder) => !text.includes(`\`src/${folder}\``))).toEqual([])
  })
})

it("the README's scenario passes", async () => {
  const folder = temporaryFolder()
  const yaml = /```yaml\n([\s\S]*?)```/.exec(read('README.md'))?.[1] ?? ''
  writeFileSync(join(folder, 'readme.yaml'), yaml)
  const ended = await heapsmith(['run', 'readme.yaml'], folder)
  expect(ended.stdout).toMatch(/^passed/)
  expect(ended.code).toBe(0)
})
