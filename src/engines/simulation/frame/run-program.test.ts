import { expect, test } from 'vitest'
import { MEASURED } from './measured-programs.test-support.ts'
import { linesOf } from './run-text.test-support.ts'

for (const { title, text, lines } of MEASURED) {
  test(title, () => {
    const versions = lines.map(([names]) => names)
    const seen = versions.map((names) => [names, names.split(' ').map((version) => linesOf(version, text).join(' | '))])
    expect(seen).toEqual(lines.map(([names, line]) => [names, names.split(' ').map(() => line)]))
  })
}
