/** Values and exceptions of statements. */
import { describe, expect, it } from 'vitest'
import { NODE, type Subject } from './subject.contract.ts'

export function describeValues(subject: Subject): void {
  describe('values and exceptions', () => {
    it('describes values of every kind', async () => {
      const text = `None\nTrue\n-5\n123456789012345678901234567890\n2.5\n'a\\u20ac\\U0001f600'\nb'\\x00\\xff'\n[1, (None, 'x'), []]\nobject()\n`
      const { statements } = await subject.runText(text)
      expect(statements.map((statement) => statement.value)).toEqual([
        undefined,
        { kind: 'bool', value: true },
        { kind: 'int', value: -5 },
        { kind: 'int', value: 123456789012345678901234567890n },
        { kind: 'float', value: 2.5 },
        { kind: 'str', value: 'a\u20ac\u{1f600}' },
        { kind: 'bytes', value: '\x00\xff' },
        {
          kind: 'list',
          items: [
            { kind: 'int', value: 1 },
            { kind: 'tuple', items: [{ kind: 'none' }, { kind: 'str', value: 'x' }] },
            { kind: 'list', items: [] },
          ],
        },
        { kind: 'object', type: 'object', object: expect.any(Number) as number },
      ])
    })

    it('bounds what it says of huge values and of lists that contain themselves', async () => {
      const { statements, outcome } = await subject.runText(`l = []\nl.append(l)\nl\n'x' * 1000000\n[0] * 1000000\n`)
      expect(outcome).toEqual({ kind: 'finished' })
      expect(statements[3]?.value).toMatchObject({ kind: 'object', type: 'str' })
      expect(statements[4]?.value).toMatchObject({ kind: 'object', type: 'list' })
    })

    it('drops the value of an expression within its statement', async () => {
      const { statements } = await subject.runText(`${NODE}Node('x')\nprint('next')\n`)
      expect(statements[1]?.value).toMatchObject({ kind: 'object', type: 'Node' })
      expect(statements[1]?.events.map((event) => event.kind)).toEqual(['initialized', 'finalized', 'printed'])
    })

    it('records the type of an exception, releases it, and goes on', async () => {
      const text = `${NODE}def fail(x):\n    y = Node('local')\n    x.missing\nfail(Node('argument'))\nprint('next')\n`
      const { statements, outcome } = await subject.runText(text)
      expect(outcome).toEqual({ kind: 'finished' })
      expect(statements[2]?.raised).toBe('AttributeError')
      expect(statements[2]?.events.filter((event) => event.kind === 'finalized')).toHaveLength(2)
      expect(statements[3]?.events).toEqual([{ kind: 'printed', text: 'next' }])
    })

    it('takes too deep recursion for an ordinary exception', async () => {
      const { statements, outcome } = await subject.runText('def deeper():\n    deeper()\ndeeper()\n1\n')
      expect(outcome).toEqual({ kind: 'finished' })
      expect(statements[1]?.raised).toBe('RecursionError')
      expect(statements[2]?.value).toEqual({ kind: 'int', value: 1 })
    })
  })
}
