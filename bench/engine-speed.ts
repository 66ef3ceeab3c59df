/**
 * How many programs a second each engine runs and reports: a fixed mix of 50 statements with three snapshots, all
 * statements known to the engine after the first round. Prints the median and the spread of five runs.
 *
 *   node dist/bench/engine-speed.js [ENGINE…]
 */

import { present } from '../src/base/assert.ts'
import { monotonicMs } from '../src/base/clock.ts'
import type { Engine } from '../src/engines/engine.ts'
import { openEngine } from '../src/engines/registry.ts'
import { plainCase } from '../src/observation/case.ts'
import { parseProgram } from '../src/program/parse/parse.ts'

const PROGRAM = `
class Node:
    def __init__(self, tag):
        self.tag = tag
    def __del__(self):
        global seen
        seen = self.tag
class Slotted:
    __slots__ = ('left', 'right', '__weakref__')
    def __init__(self, left):
        self.left = left
    def __del__(self):
        pass
def called(reference):
    global count
    count = count + 1
def make(tag):
    inner = Node(tag)
    return inner
seen = None
count = 0
a = Node(1)
b = Node(2)
c = Slotted(a)
d = [a, b]
e = {'a': a, 'b': b}
f = (a, c)
w1 = weakref.ref(a, called)
w2 = weakref.ref(c)
a.next = b
b.next = a
c.right = c
g = make(3)
h = [1, 2, 3]
h.append(h)
i = {1: h, 2: d}
i[3] = i
a.items = d
del a
del b
gc.collect()
w1() is None
j = {w1, w2}
k = [g, g, g]
g.self = g
del g
k[0] = None
d.append(Node(4))
d[0] = None
del e
gc.collect()
m = Node(5)
n = Slotted(m)
m.back = n
del m, n
len(d)
sys.getrefcount(d)
gc.is_tracked(h)
o = (1, 2.5, 'text')
p = [o, o]
i = None
h = None
f = None
c = None
gc.collect()
d = None
k = None
`
const BATCH = 128
const RUNS = 5
const RUN_MS = 2000

const parsed = parseProgram(PROGRAM)
if (!parsed.ok) throw new Error(parsed.problems.map((problem) => problem.message).join('\n'))
const size = parsed.program.body.length
const snapshots = [Math.floor(size / 3), Math.floor((2 * size) / 3), size - 1]
const cases = new Array(BATCH).fill(plainCase(parsed.program, snapshots))

async function programsPerSecond(engine: Engine): Promise<number> {
  const start = monotonicMs()
  let done = 0
  let ahead = engine.run(cases)
  while (monotonicMs() - start < RUN_MS) {
    const next = engine.run(cases)
    await ahead
    done += BATCH
    ahead = next
  }
  await ahead
  return ((done + BATCH) * 1000) / (monotonicMs() - start)
}

const ids = process.argv.slice(2)
for (const id of ids.length > 0 ? ids : ['pyodide@3.12', 'cpython']) {
  const engine = await openEngine(id)
  const [first] = await engine.run([cases[0]])
  const { outcome, statements } = present(first, 'one observation a case')
  if (outcome.kind !== 'finished') throw new Error(`${id}: ${JSON.stringify(outcome)}`)
  const raised = statements.flatMap((statement, index) =>
    statement.raised === undefined ? [] : [`${index}: ${statement.raised}`],
  )
  if (raised.length > 0) throw new Error(`${id}: ${raised.join(', ')}`)
  await engine.run(cases)
  const rates: number[] = []
  for (let run = 0; run < RUNS; run++) rates.push(await programsPerSecond(engine))
  rates.sort((x, y) => x - y)
  const [low = 0, , middle = 0, , high = 0] = rates
  const version = engine.description.version
  console.log(
    `${id} (${version}): ${size} statements, median ${Math.round(middle)} programs/s (${Math.round(low)} to ${Math.round(high)})`,
  )
  await engine.close()
}
