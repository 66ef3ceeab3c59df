import { describe, expect, it } from 'vitest'
import { present } from '../../base/assert.ts'
import { parseExpression, parseProgram } from '../../program/parse/parse.ts'
import { instrument, probeText } from './instrument.ts'
import { NameTable } from './name-table.ts'

function instrumented(text: string, watched = false, names = new NameTable()): string {
  const parsed = parseProgram(text)
  if (!parsed.ok) throw new Error(parsed.problems[0]?.message)
  return instrument(present(parsed.program.body[0], 'one statement'), names, watched)
}

describe('instrument', () => {
  it('leaves statements alone that define nothing, and marks expressions', () => {
    expect(instrumented('a = [1]\n')).toBe('a = [1]\n')
    expect(instrumented('len(a)\n')).toBe('=len(a)')
  })

  it('reports entries of initializers and finalizers, not of other methods, and the class behind it', () => {
    expect(
      instrumented(
        'class C:\n    def __init__(me, x):\n        me.x = x\n    def __del__(self):\n        pass\n    def other(self):\n        pass\n',
      ),
    ).toBe(
      'class C:\n' +
        '    def __init__(me, x):\n        __hs_write__(__hs_pack__(254, 0, __hs_id__(me)))\n        me.x = x\n' +
        '    def __del__(self):\n        __hs_write__(__hs_pack__(253, 0, __hs_id__(self)))\n        pass\n' +
        '    def other(self):\n        pass\n' +
        '__hs_write__(__hs_pack__(251, 0, __hs_id__(C)))\n',
    )
  })

  it('keeps a documentation string in front', () => {
    expect(instrumented("def f(x):\n    'says'\n    return x\n")).toBe(
      "def f(x):\n    'says'\n    __hs_write__(b'\\xfc\\x00\\x00')\n    return x\n",
    )
  })

  it('numbers names across statements', () => {
    const names = new NameTable()
    instrumented('def f(x):\n    pass\n', false, names)
    expect(instrumented('def g(x):\n    pass\n', false, names)).toContain("b'\\xfc\\x01\\x00'")
    expect(names.nameAt(1)).toBe('g')
  })

  it('hides the frozen objects of the harness', () => {
    expect(instrumented('n = gc.get_freeze_count()\n')).toBe(
      'n = __hs_max__(0, gc.get_freeze_count() - __hs_frozen__)\n',
    )
  })

  it('tells collections that are asked for, where that is watched', () => {
    expect(instrumented('gc.collect(0)\n', true)).toBe('=__hs_collect__(0)')
    expect(instrumented('gc.collect(0)\n')).toBe('=gc.collect(0)')
  })
})

describe('probeText', () => {
  it('wraps the expression as its kind asks', () => {
    const parsed = parseExpression('a.b')
    if (!parsed.ok) throw new Error('it parses')
    expect(probeText('refcount', parsed.expression)).toBe('=__hs_refcount__(a.b)')
    expect(probeText('value', parsed.expression)).toBe('=a.b')
  })
})
