/** What a watched case reports, and that watching changes nothing else. */
import { describe, expect, it } from 'vitest'
import { present } from '../../../base/assert.ts'
import { type Case, WATCH_ALL, WATCH_NOTHING, type Watch } from '../../../observation/case.ts'
import type { Event, Observations } from '../../../observation/observations.ts'
import { caseOfText } from '../../contract/subject.contract.ts'
import { openEngine } from '../../registry.ts'

async function run(text: string, watch: Partial<Watch>, id = 'simulation', rest: Partial<Case> = {}) {
  const engine = await openEngine(id)
  const item = { ...caseOfText(text, { snapshots: true }), ...rest, watch: { ...WATCH_NOTHING, ...watch } }
  return present((await engine.run([item]))[0], 'one observation a case')
}

/** Events of the last statement as words. */
function last(observations: Observations): string[] {
  return present(observations.statements.at(-1), 'a program has statements').events.map(told)
}

function told(event: Event): string {
  switch (event.kind) {
    case 'died':
      return `died ${event.type}`
    case 'finalized':
      return `finalized ${event.type}`
    case 'phase':
      return event.phase
    case 'promoted':
      return `promoted to ${event.generation}`
    case 'collection':
      return `collection ${event.generation}`
    case 'kept':
    case 'reused':
      return `${event.kind} ${event.list}`
    case 'allocated':
      return `allocated ${event.size}`
    case 'freed':
      return `freed ${event.size}`
    default:
      return event.kind
  }
}

const CLASS =
  'class N:\n    def __del__(self):\n        global saved\n        if self.keep:\n            saved = self\n'

describe('a watched case', () => {
  it('reports deaths after those of the contents', async () => {
    const events = last(await run('l = [{}, ([],), [2]]\ndel l\n', { deaths: true }))
    // The tuple behind them is the harness's, which tells that the statement has ended.
    expect(events).toEqual(['died list', 'died list', 'died tuple', 'died dict', 'died list', 'died tuple'])
  })

  it('reports the phases of a collection by the names of the functions in CPython, and what they do', async () => {
    const text = `${CLASS}a = N()\na.keep = True\na.me = a\nb = N()\nb.keep = False\nb.me = b\ndel a, b\ngc.collect(0)\n`
    const events = last(await run(text, { collector: true }))
    const ofTheCollector = events.slice(events.indexOf('gc_list_merge'), events.indexOf('done'))
    expect(
      ofTheCollector.filter((event) => !['counted', 'tracked', 'untracked', 'promoted to 1'].includes(event)),
    ).toEqual([
      'gc_list_merge',
      'deduce_unreachable',
      'finalized N',
      'finalized N',
      'finalize_garbage',
      'resurrected',
      'handle_resurrected_objects',
      'cleared',
      'delete_garbage',
    ])
    expect(events).toContain('collection 0')
    expect(events).toContain('promoted to 1')
  })

  it('reports what a program allocates: a new list and its room, the same from the free list later', async () => {
    const made = await run('l = [1, 2]\n', { memory: true })
    expect(last(made).filter((event) => event.startsWith('allocated'))).toEqual(['allocated 56', 'allocated 16'])
    const again = await run('l = [1, 2]\ndel l\nl = [1, 2]\n', { memory: true })
    expect(again.statements[1]?.events.map(told).slice(0, 3)).toEqual(['freed 16', 'pool-returned', 'kept list'])
    expect(last(again).slice(0, 3)).toEqual(['reused list', 'pool-opened', 'allocated 16'])
  })

  it('reports pools and arenas, and how they stood before', async () => {
    const { statements } = await run('l = []\n', { memory: true })
    const [first] = present(statements[0], 'it has a statement').events
    expect(first?.kind).toBe('heap')
    const text = 'keep = []\nfor i in range(3000):\n    keep.append(bytearray(400))\nkeep = None\n'
    const kinds = (await run(text, { memory: true }, 'simulation@3.8')).statements.flatMap(({ events }) =>
      events.map(told),
    )
    for (const kind of ['pool-opened', 'pool-returned', 'arena-opened', 'arena-returned', 'system-asked'])
      expect(kinds).toContain(kind)
  })

  it('reports the callbacks of weak references before they are entered', async () => {
    const text = 'class C:\n    pass\ndef f(r):\n    pass\nc = C()\nw = weakref.ref(c, f)\ndel c\n'
    const events = last(await run(text, { collector: true }))
    // Between them is the tuple with which the entry is told.
    const [from, to] = [events.indexOf('called-back'), events.indexOf('entered')]
    expect(events.slice(from, to + 1)).toEqual(['called-back', 'tracked', 'untracked', 'entered'])
  })

  it('reports the process image after each statement', async () => {
    const { statements } = await run('def f():\n    return 1\nf()\n', { image: true })
    const image = present(statements[1]?.image, 'it was asked for')
    expect(image.depth).toBe(0)
    expect(image.stackBytes).toBe(0)
    expect(image.contents?.writeFaults).toEqual(['null', 'code', 'constants'])
    expect(image.segments.filter(({ writable }) => !writable).map(({ name }) => name)).toEqual([
      'null',
      'code',
      'constants',
    ])
  })
})

const PROGRAM = `${CLASS}a = N()
a.keep = False
a.list = [a, {}, (1, [2.5])]
w = weakref.ref(a)
id(a.list)
del a
gc.collect()
id([])
x = [bytearray(600), 'text' + 'more', {1, 2}]
x = None
gc.get_count()
sys.getallocatedblocks()
`

it.each(['3.8', '3.11', '3.14.2', '3.15'])('shows the same of %s whether somebody watches or not', async (version) => {
  const bare = await run(PROGRAM, {}, `simulation@${version}`)
  const watched = await run(PROGRAM, WATCH_ALL, `simulation@${version}`)
  expect(watched.statements.map(({ value, raised, snapshot }) => ({ value, raised, snapshot }))).toEqual(
    bare.statements.map(({ value, raised, snapshot }) => ({ value, raised, snapshot })),
  )
})

it('tells a witness that looks on of every block, too', async () => {
  const { outcome } = await run(PROGRAM, WATCH_ALL, 'simulation:checked')
  expect(outcome).toEqual({ kind: 'finished' })
})

it('watches the next case no more', async () => {
  const engine = await openEngine('simulation')
  const [, bare] = await engine.run([{ ...caseOfText('l = []\n'), watch: WATCH_ALL }, caseOfText('l = []\ndel l\n')])
  expect(bare?.statements.flatMap(({ events }) => events)).toEqual([])
})
