/** Mistakes in what a scenario says (values, ranges, Python, labels) are reported at their true places. */
import { describe, expect, test } from 'vitest'
import { type LoadResult, loadScenario } from './load.ts'

const STEPS = 'steps:\n  - run: pass\n'

/** `line:column-endColumn message`, one a problem. */
function problems(text: string | Uint8Array): readonly string[] {
  const loaded: LoadResult = loadScenario(text, 'x.yaml')
  if (loaded.ok) return ['accepted']
  return loaded.problems.map(({ line, column, endColumn, message }) => `${line}:${column}-${endColumn} ${message}`)
}

describe('values', () => {
  test('of the wrong type are shown with the type that is wanted', () => {
    expect(problems('title: [x]\nsteps: 5\n')).toEqual([
      '1:8-11 "title" must be a text, not a list',
      '2:8-9 "steps" must be a list, not the number 5',
    ])
    expect(problems(`title: x\npython: 3.12\n${STEPS}`)).toEqual([
      '2:9-13 "python" must be a text, not the number 3.12',
    ])
    expect(problems(`title: x\n${STEPS}    expect: {refcounts: {a: two}, prints: 3, raises: {}}\n`)).toEqual([
      '4:29-32 "a" must be a whole number, not the string two',
      '4:43-44 "prints" must be a list or a mapping, not the number 3',
      '4:54-56 "raises" must be a text, not a mapping',
    ])
  })

  test('of `refuses` are counts, in one step of a scenario', () => {
    expect(problems(`title: x\n${STEPS}    refuses: 0\n`)).toEqual(['4:14-15 "refuses" must be >= 1'])
    expect(problems(`title: x\n${STEPS}    refuses: 1\n  - run: pass\n    refuses: 2\n`)).toEqual([
      '6:14-15 memory runs out once in a scenario',
    ])
  })

  test('that are missing are shown at their key', () => {
    expect(problems(`title: x\n${STEPS}    expect:\n`)).toEqual([
      '4:5-11 "expect" must be a mapping or a list, not empty',
    ])
  })

  test('must not be empty where something must stand', () => {
    expect(problems('title: x\nsteps: []\n')).toEqual(['2:8-10 "steps" needs at least one entry'])
    expect(problems(`title: x\n${STEPS}    expect: []\n`)).toEqual(['4:13-15 "expect" needs at least one entry'])
    expect(problems(`title: x\n${STEPS}    expect: {}\n`)).toEqual(['4:13-15 "expect" needs at least one entry'])
    expect(problems("title: ' '\nsteps:\n  - run: ''\n")).toEqual([
      '1:8-11 "title" cannot be " "',
      '3:10-12 "run" is empty',
    ])
  })

  test('come from the known ones', () => {
    expect(
      problems(`title: x\ngc: on\nneeds: [refcount]\n${STEPS}    expect: {generations: {a: 3}, collections: [3]}\n`),
    ).toEqual([
      '2:5-7 "gc" cannot be "on"',
      '3:9-17 unknown capability "refcount"',
      '6:31-32 "a" cannot be 3',
      '6:49-50 an item of "collections" must be <= 2',
    ])
  })

  test('that are mappings or keys alone are told like any other', () => {
    expect(problems(`title: x\ngc: {a: b}\n${STEPS}`)).toEqual(['2:5-11 "gc" cannot be a mapping'])
    expect(problems(`title: x\n${STEPS}    expect: {refcounts: {a, 1}, values: {b $}}\n`)).toEqual([
      '4:26-27 "a" must be a whole number, not empty',
      '4:29-30 "1" must be a whole number, not empty',
      expect.stringMatching(/^4:4\d-/),
    ])
  })

  test('a list of expectations says for which versions each holds', () => {
    expect(
      problems(`title: x\n${STEPS}    expect:\n      - value: 1\n      - python: ">=3.9"\n        value: 1\n`),
    ).toEqual(['5:9-10 an item of "expect" lacks the key python'])
  })
})

describe('version ranges', () => {
  test('that no version satisfies or that cannot be read are shown at the very term', () => {
    expect(problems(`title: x\npython: ">=3.12 <3.10"\n${STEPS}`)).toEqual([
      '2:10-22 no version satisfies ">=3.12 <3.10"',
    ])
    expect(problems(`title: x\npython: <3.8\n${STEPS}`)).toEqual(['2:9-13 no supported version satisfies "<3.8"'])
    expect(problems(`title: x\n${STEPS}    expect: {python: '>=3.9 new', value: 1}\n`)).toEqual([
      '4:29-32 "new" is no version range',
    ])
  })
})

describe('Python', () => {
  test('in a literal block is shown at its true line and column', () => {
    expect(problems('title: x\nsteps:\n  - run: |\n      a = 1\n      b = $\n')).toEqual([
      expect.stringMatching(/^5:11-12 /),
    ])
    expect(problems('title: x\nsteps:\n  - run: |-\n\n        if a:\n          b = $\n')).toEqual([
      expect.stringMatching(/^6:15-16 /),
    ])
  })

  test('in folded, quoted and plain scalars is shown at its true line and column', () => {
    expect(problems('title: x\nsteps:\n  - run: >\n      a = 1\n\n      b = $\n')).toEqual([
      expect.stringMatching(/^6:11-12 /),
    ])
    expect(problems("title: x\nsteps:\n  - run: 'a = ''x'' + $'\n")).toEqual([expect.stringMatching(/^3:23-24 /)])
    expect(problems('title: x\nsteps:\n  - run: "a = 1\\nb = $"\n')).toEqual([expect.stringMatching(/^3:22-23 /)])
    expect(problems('title: x\nsteps:\n  - run: a = $\n')).toEqual([expect.stringMatching(/^3:14-15 /)])
  })

  test('is shown by characters, also behind ones of two UTF-16 units', () => {
    expect(problems('title: x\nsteps:\n  - run: |\n      s = "😀" + $\n')).toEqual([expect.stringMatching(/^4:17-18 /)])
  })

  test('outside the subset is refused in each step', () => {
    expect(problems('title: x\nsteps:\n  - run: a = b[1:2]\n  - run: pass\n  - run: |\n      a += 1\n')).toEqual([
      expect.stringMatching(/^3:15-\d+ .*slice/),
      expect.stringMatching(/^6:7-\d+ .*augmented/),
    ])
  })

  test('in the keys of values, refcounts, generations and reuses is checked', () => {
    const expected = '{values: {"a +": 1}, refcounts: {b $: 1}, generations: {c = 1: 0}, reuses: {yield: list#1}}'
    expect(problems(`title: x\n${STEPS}    expect: ${expected}\n`)).toEqual([
      expect.stringMatching(/^4:2\d-/),
      expect.stringMatching(/^4:4\d-/),
      expect.stringMatching(/^4:6\d-/),
      expect.stringMatching(/^4:8\d-/),
    ])
  })

  test('has at least one whole statement in each step', () => {
    expect(problems('title: x\nsteps:\n  - run: |\n      # nothing\n  - run: pass\n')).toEqual([
      '4:7-8 this step runs no statement',
    ])
    expect(problems('title: x\nsteps:\n  - run: "if 1:"\n  - run: "    pass"\n')).toEqual([
      '4:15-16 this continues a statement of the step before',
    ])
  })
})

describe('labels', () => {
  const NODE = 'title: x\nsteps:\n  - run: |\n      class Node:\n          pass\n    expect:\n'

  test('name a class of the program or a built-in type', () => {
    expect(problems(`${NODE}      dead: [Node#1, list#2, weakref#1, Node#1.__dict__]\n`)).toEqual(['accepted'])
    const loaded = loadScenario(
      `${NODE}      dead: [Nod#1]\n      values: {x: [Moon#1]}\n      reuses: {x: lst#1}\n`,
      'x.yaml',
    )
    expect(
      loaded.ok ? [] : loaded.problems.map(({ line, column, message, hint }) => [line, column, message, hint]),
    ).toEqual([
      [7, 14, 'unknown label Nod#1: no type Nod', 'did you mean Node#1?'],
      [8, 20, 'unknown label Moon#1: no type Moon', 'classes of the program: Node'],
      [9, 19, 'unknown label lst#1: no type lst', 'did you mean list#1?'],
    ])
  })

  test('are a type and an ordinal from 1', () => {
    expect(problems(`${NODE}      dead: [Node#0, Node, Node#x]\n      alive: [Node#1.x]\n`)).toEqual([
      '7:14-20 "Node#0" is no label',
      '7:22-26 "Node" is no label',
      '7:28-34 "Node#x" is no label',
      '8:15-23 "Node#1.x" is no label',
    ])
  })

  test('may be of a class that a function defines', () => {
    expect(
      problems(
        'title: x\nsteps:\n  - run: |\n      def f():\n          class In:\n              pass\n    expect: {dead: [In#1]}\n',
      ),
    ).toEqual(['accepted'])
  })

  test('are not judged while the program cannot be read', () => {
    expect(problems('title: x\nsteps:\n  - run: class $\n    expect: {dead: [Nod#1]}\n')).toHaveLength(1)
  })
})
