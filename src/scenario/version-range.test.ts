import { describe, expect, test } from 'vitest'
import { parseVersionRange, rangeIncludes, type VersionRange } from './version-range.ts'

function range(text: string): VersionRange {
  const parsed = parseVersionRange(text)
  if (!parsed.ok) throw new Error(parsed.message)
  return parsed.range
}

function refusal(text: string): string {
  const parsed = parseVersionRange(text)
  return parsed.ok ? 'accepted' : `${parsed.start}-${parsed.end} ${parsed.message}`
}

describe('a version range', () => {
  test('holds when all of its terms hold, down to the patch level', () => {
    const between = range('>=3.13.3 <3.14')
    expect(rangeIncludes(between, [3, 13, 2])).toBe(false)
    expect(rangeIncludes(between, [3, 13, 3])).toBe(true)
    expect(rangeIncludes(between, [3, 13, 99])).toBe(true)
    expect(rangeIncludes(between, [3, 14, 0])).toBe(false)
  })

  test('takes a version without patch level for the whole series', () => {
    expect(rangeIncludes(range('==3.12'), [3, 12, 7])).toBe(true)
    expect(rangeIncludes(range('==3.13.0'), [3, 13, 1])).toBe(false)
    expect(rangeIncludes(range('<=3.12'), [3, 12, 9])).toBe(true)
    expect(rangeIncludes(range('>3.12'), [3, 12, 9])).toBe(false)
    expect(rangeIncludes(range('>3.12'), [3, 13, 0])).toBe(true)
    expect(rangeIncludes(range('!=3.12'), [3, 12, 1])).toBe(false)
    expect(rangeIncludes(range('!=3.12.1'), [3, 12, 2])).toBe(true)
  })

  test('compares numbers, not texts', () => {
    expect(rangeIncludes(range('>=3.9'), [3, 10, 0])).toBe(true)
    expect(rangeIncludes(range('<3.10'), [3, 9, 18])).toBe(true)
  })

  test('is kept as text with one blank between terms', () => {
    expect(range('  >=3.9   <3.14 ').text).toBe('>=3.9 <3.14')
  })

  test.each([
    ['>=3.12 <3.10', '0-12 no version satisfies ">=3.12 <3.10"'],
    ['==3.9 !=3.9', '0-11 no version satisfies "==3.9 !=3.9"'],
    ['<3.8', '0-4 no supported version satisfies "<3.8"'],
    ['>=3.16', '0-6 no supported version satisfies ">=3.16"'],
    ['>=3.9, <3.12', '0-6 ">=3.9," is no version range'],
    ['>=3.9 banana', '6-12 "banana" is no version range'],
    ['3.12', '0-4 "3.12" is no version range'],
    ['~=3.12', '0-6 "~=3.12" is no version range'],
    ['>= 3.9', '0-3 a blank stands between the operator and its version'],
    ['   ', '0-3 the version range is empty'],
  ])('is refused with the very term that is wrong: %s', (text, message) => {
    expect(refusal(text)).toBe(message)
  })

  test('tells who writes commas to write blanks', () => {
    const parsed = parseVersionRange('>=3.9,<3.12')
    expect(parsed.ok ? '' : parsed.hint).toContain('blanks')
  })
})
