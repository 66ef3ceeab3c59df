import { expect, test } from 'vitest'
import { MEASURED_CLOSURES } from './measured-closures.test-support.ts'
import { MEASURED_ENDS } from './measured-ends.test-support.ts'
import { MEASURED_EXCEPTIONS } from './measured-exceptions.test-support.ts'
import { MEASURED_GENERATORS } from './measured-generators.test-support.ts'
import { MEASURED } from './measured-programs.test-support.ts'
import { linesOf } from './run-text.test-support.ts'

for (const { title, text, lines } of [
  ...MEASURED,
  ...MEASURED_CLOSURES,
  ...MEASURED_EXCEPTIONS,
  ...MEASURED_GENERATORS,
  ...MEASURED_ENDS,
]) {
  test(title, () => {
    const versions = lines.map(([names]) => names)
    const seen = versions.map((names) => [names, names.split(' ').map((version) => linesOf(version, text).join(' | '))])
    expect(seen).toEqual(lines.map(([names, line]) => [names, names.split(' ').map(() => line)]))
  })
}
