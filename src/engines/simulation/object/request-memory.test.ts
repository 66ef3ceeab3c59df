/**
 * Every request for memory of some statements is refused in turn, on checked machines of each family of layouts: the
 * checkers find no reference lost or leaked, no block in use twice, and what comes after runs as ever.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Case } from '../../../observation/case.ts'
import { caseOfText } from '../../contract/subject.contract.ts'
import type { Engine } from '../../engine.ts'
import { openEngine } from '../../registry.ts'

const PRELUDE = `
class Node:
    def __init__(self, x=None):
        self.x = x
    def __del__(self):
        kept.append(self.x)
    def m(self):
        return self
class Slots:
    __slots__ = ('a', '__weakref__')
class List(list):
    pass
class Same:
    def __eq__(self, other):
        return [self] is other
    def __hash__(self):
        return 1
def gen(x):
    try:
        yield [x]
        yield (x, Node(x))
    finally:
        kept.append([x])
def outer(x, y=None):
    def inner():
        return x, [y]
    return inner
def catches(x):
    try:
        return [Node(x), {x: (x, [x])}, {x}]
    except MemoryError as e:
        return e
def called(r):
    kept.append(r)
kept = []
n = Node()
l = [None] * 4
s = {1, 2, 3, 4}
d = {i: (i,) for i in range(5)}
t = [n, n]
g = gen(n)
i = next(g)
w = weakref.ref(n, called)
v = weakref.ref(n, called)
q = weakref.WeakValueDictionary()
`

const STATEMENTS = [
  'x = [list.append, list.__init__, KeyError.args]',
  'x = [n, Node(n), [n]]',
  'x = (n, (n, n), Node())',
  'x = {n: n, 1: [n], Slots(): n}',
  'x = {n, Slots(), 3, 4, 5, 6, 7}',
  'l.append(Node(n))',
  'l.insert(1, Node(n))',
  'l.extend(t)',
  'l.extend(gen(n))',
  'l.extend({1: n, 2: n}.items())',
  'x = l + t',
  'x = t * 9',
  'x = l.copy()',
  'x = List(t)',
  'd[n] = Node(n)',
  'd.update({9: n, Slots(): n})',
  'd.update([(n, n), (8, n), [7, n], (6, n), (5, n)])',
  'x = d.setdefault(n, [n])',
  'x = d.popitem()',
  'x = d.copy()',
  'x = dict(d)',
  'x = list(d.items())',
  's.add(n)',
  's.update([n, Slots(), 9])',
  'x = s.union([n, n])',
  'x = frozenset([n, Slots()])',
  'x = outer(n, Node(n))()',
  'x = [outer(i) for i in [n, Node(n)]]',
  'x = {i: [i] for i in [n, Slots()]}',
  'x = catches(n)',
  'x = sorted([3, 2, 1])',
  'x = n.m',
  'n.y = [n]',
  'n.x = Node(n)',
  'x = n.__dict__',
  'del n',
  'x = next(g)',
  'g.close()',
  'del g, i',
  'x = list(gen(n))',
  'x = weakref.ref(n)',
  'x = weakref.ref(Slots(), called)',
  'q[1] = n',
  'x = Same() == Same()',
  'x = {Same(): n, Same(): n}',
  'x = Node(1, 2)',
  'x = l.missing',
  'x = l[99]',
  'x = {}[n]',
  'gc.collect()',
  'x = gc.get_objects()',
  'x = gc.get_referrers(n)',
  'x = str([n, s]) != ""',
  'class C(Node):\n    y = [n]\n    def f(self):\n        return n\n',
  'try:\n    raise ValueError(n)\nexcept ValueError as e:\n    x = e\n',
  'for x in [n, Node(n)]:\n    kept.append(x)\n',
]

/** What comes after: everything is used once more, and then dropped. */
const EPILOGUE = `
kept.append([1])
x = None
y = [Node(), {1: [2]}]
y = None
n = l = s = d = t = g = i = w = v = q = e = C = None
kept.clear()
gc.collect()
len(gc.get_objects())
`

const REQUESTS_MAX = 60

async function sweep(engine: Engine, text: string): Promise<{ refused: number; ends: ReadonlySet<string> }> {
  const item: Case = caseOfText(`${PRELUDE}${text}\n${EPILOGUE}`)
  const statement = caseOfText(PRELUDE).program.body.length
  const ends = new Set<string>()
  let refused = 0
  for (let request = 1; request <= REQUESTS_MAX; request++) {
    const [seen] = await engine.run([{ ...item, refusal: { statement, request } }])
    expect(seen?.outcome, `request ${request} of ${text}`).toEqual({ kind: 'finished' })
    if (seen?.statements[statement]?.events.some(({ kind }) => kind === 'memory-refused') !== true) break
    refused++
    ends.add(seen.statements[statement]?.raised ?? 'nothing')
  }
  return { refused, ends }
}

describe.each(['3.8', '3.11', '3.12', '3.14', '3.15'])('without memory, in %s', (version) => {
  let engine: Engine

  beforeAll(async () => {
    engine = await openEngine(`simulation@${version}:checked`)
  })

  afterAll(() => engine.close())

  it.each(STATEMENTS)('no reference is lost or leaked by: %s', async (text) => {
    const { refused } = await sweep(engine, text)
    expect(refused).toBeLessThan(REQUESTS_MAX)
  })
})

describe('a request that is refused', () => {
  it('ends the statement with MemoryError, once for each request', async () => {
    const engine = await openEngine('simulation@3.12')
    expect(await sweep(engine, 'x = [Slots(), Slots()]')).toEqual({
      refused: 4,
      ends: new Set(['MemoryError']),
    })
    await engine.close()
  })

  it('is the only one: the statement after it gets what it asks for', async () => {
    const engine = await openEngine('simulation')
    const item = caseOfText('x = [1]\nx = [2]\nx\n')
    const [seen] = await engine.run([{ ...item, refusal: { statement: 0, request: 1 } }])
    expect(seen?.statements.map(({ raised }) => raised)).toEqual(['MemoryError', undefined, undefined])
    await engine.close()
  })

  it('is none where the statement asks less often', async () => {
    const engine = await openEngine('simulation')
    const item = caseOfText('x = 1\n')
    const [seen] = await engine.run([{ ...item, refusal: { statement: 0, request: 40 } }])
    expect(seen?.statements[0]).toEqual({ events: [] })
    await engine.close()
  })
})
