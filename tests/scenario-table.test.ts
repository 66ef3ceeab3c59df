/** docs/scenario-table.md lists the scenarios that there are, and says that all of them agree. Runs none of them. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { globSync } from 'tinyglobby'
import { expect, it } from 'vitest'
import { packageRoot } from '../src/base/package-root.ts'
import { loadScenario } from '../src/scenario/load.ts'

const page = readFileSync(join(packageRoot, 'docs', 'scenario-table.md'), 'utf8')
const files = globSync('**/*.yaml', { cwd: join(packageRoot, 'specs') }).sort()

/** Theme, name and Python versions of each row, in the order of the page. */
function listed(): { file: string; versions: string }[] {
  return page.split(/^### /m).flatMap((section, i) => {
    if (i === 0) return []
    const theme = section.slice(0, section.indexOf('\n'))
    return [...section.matchAll(/^\| `(.+?)` \| .* \| (?:all|`(.+?)`)[^|]* \| [^|]* \|$/gm)].map(
      ([, name, versions]) => ({
        file: `${theme}/${name}.yaml`,
        versions: versions ?? 'all',
      }),
    )
  })
}

it('lists every scenario, and for which versions it is meant: `npm run docs:scenarios` writes it anew', () => {
  const meant = files.map((file) => {
    const loaded = loadScenario(readFileSync(join(packageRoot, 'specs', file)), file)
    if (!loaded.ok) throw new Error(`${file} cannot be read`)
    return { file, versions: loaded.scenario.python?.text ?? 'all' }
  })
  expect(listed()).toEqual(meant)
})

it('says of every scenario that all agree for which it is meant', () => {
  const counts = [...page.matchAll(/ \| (\d+) of (\d+)([^|]*) \|$/gm)]
  expect(counts).toHaveLength(files.length)
  expect(counts.filter(([, agree, meant, more]) => agree !== meant || meant === '0' || more !== '')).toEqual([])
})
