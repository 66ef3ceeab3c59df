import { describe, expect, test } from 'vitest'
import { parseDocument, type Scalar } from 'yaml'
import { scalarOffsets } from './scalar-offsets.ts'

/** The value of `k`, and for each `@` in it the text that stands at its place in the YAML. */
function placesOf(yaml: string): { value: string; found: readonly string[] } {
  const scalar = parseDocument(yaml).get('k', true) as unknown as Scalar<string>
  const offsets = scalarOffsets(yaml, scalar)
  expect(offsets.length).toBe(scalar.value.length + 1)
  const found = [...scalar.value.matchAll(/@/g)].map(({ index }) => {
    const offset = offsets[index] as number
    return yaml.slice(offset, offset + 2)
  })
  return { value: scalar.value, found }
}

describe('each character of a scalar is found in the YAML text', () => {
  test.each([
    ['literal block', 'k: |\n  a @1\n    b\n\n  @2\n', 'a @1\n  b\n\n@2\n'],
    ['literal block with a comment in its header', 'k: |- # note\n  a @1\n  @2\n', 'a @1\n@2'],
    ['literal block that begins with empty lines', 'k: |\n\n\n    @1\n     @2\n', '\n\n@1\n @2\n'],
    ['literal block with a given indent', 'k: |2\n    @1\n   @2\n', '  @1\n @2\n'],
    ['literal block with Windows line ends', 'k: |\r\n  a @1\r\n  @2\r\n', 'a @1\n@2\n'],
    ['folded block', 'k: >\n  a @1\n  b @2\n\n  c\n    d\n  @3\n', 'a @1 b @2\nc\n  d\n@3\n'],
    ['plain scalar', 'k: a @1\n', 'a @1'],
    ['plain scalar of several lines', 'k: a\n  @1\n\n  @2 b\n', 'a @1\n@2 b'],
    ['single quotes', "k: 'it''s @1 ''@2'\n", "it's @1 '@2"],
    ['single quotes over several lines', "k: 'a\n  @1\n\n  @2'\n", 'a @1\n@2'],
    ['double quotes with escapes', 'k: "a\\n@1 \\x41\\u00e9\\U0001F600@2 \\"@3"\n', 'a\n@1 A\u00e9\u{1f600}@2 "@3'],
    ['double quotes over several lines', 'k: "a\n  @1 \\\n   @2\n\n  @3"\n', 'a @1 @2\n@3'],
  ])('%s', (_, yaml, value) => {
    const places = placesOf(yaml)
    expect(places.value).toBe(value)
    expect(places.found).toEqual([...value.matchAll(/@\d/g)].map(([mark]) => mark))
  })

  test('an escaped character stands where its escape begins', () => {
    const yaml = 'k: "ab\\x40c"\n'
    const scalar = parseDocument(yaml).get('k', true) as unknown as Scalar<string>
    expect(scalarOffsets(yaml, scalar).map((offset) => offset - 4)).toEqual([0, 1, 2, 6, 7])
  })
})
