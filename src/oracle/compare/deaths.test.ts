import { expect, it } from 'vitest'
import { present } from '../../base/assert.ts'
import { openEngine } from '../../engines/registry.ts'
import { type Case, plainCase, WATCH_NOTHING } from '../../observation/case.ts'
import type { Event, Handle, Observations } from '../../observation/observations.ts'
import { parseProgram } from '../../program/parse/parse.ts'
import { selectSemantics } from '../../semantics/select.ts'
import { judge } from '../judge.ts'

/** Silent objects: neither finalizers nor weakrefs tell of their deaths. */
const PROGRAM = `
class N:
    pass
a = N()
b = [N(), {}]
a.items = [b, (a, 1)]
c = [[], {1: []}]
del c
ring = N()
ring.me = ring
ring.hangs = [{}]
s = {N(), N()}
del s
gc.collect()
del ring
gc.collect()
`

/** The ring is known to nobody before it is dead, and while it is cleared a weakref calls back that a finalizer made. */
const CALLS_BACK_AMID_CLEARING = `
def tell(ref):
    print('gone')
class N:
    def __del__(self):
        global late
        late = weakref.ref(self.peer, tell)
class Peer:
    pass
def ring():
    a = N()
    a.hangs = [{}, {}]
    a.peer = Peer()
    a.peer.back = a
    a.me = a
def run():
    ring()
    gc.collect()
run()
`

const engine = await openEngine('simulation@3.12')

async function observed(text: string): Promise<{ item: Case; seen: Observations }> {
  const parsed = parseProgram(text)
  if (!parsed.ok) throw new Error('the program parses')
  const { program } = parsed
  const snapshots = [...program.body.keys()]
  const item: Case = { ...plainCase(program, snapshots), watch: { ...WATCH_NOTHING, deaths: true } }
  const [seen] = await engine.run([item])
  return { item, seen: present(seen, 'one observation a case') }
}

/** What the judge says when the events of statement `at` are as `lie` makes them. */
async function judged(
  at: number,
  lie: (events: readonly Event[]) => readonly Event[],
  shows = true,
  program = PROGRAM,
) {
  const { item, seen } = await observed(program)
  const statements = seen.statements.map((one, i) => (i === at ? { ...one, events: lie(one.events) } : one))
  const semantics = selectSemantics(engine.description.facts)
  const { capabilities } = engine.description
  const options = { shows: { ...capabilities, deaths: shows } }
  const { verdict, story } = judge(item, semantics, { ...seen, statements }, options)
  return { verdict, dead: story.statements[at]?.dead, rule: verdict.kind === 'violates' && verdict.violations[0]?.rule }
}

const DEL_C = 5
const DEL_SET = 10
const COLLECT_RING = 13
const honest = (events: readonly Event[]) => events

it('agrees with every death of a program, and tells them in their order', async () => {
  const { verdict, dead } = await judged(DEL_C, honest)
  expect(verdict.kind).toBe('agrees')
  expect(dead).toEqual(['list#4', 'dict#2', 'list#3', 'list#5'])
})

it('counts every silent death as a check', async () => {
  const { verdict } = await judged(DEL_C, honest)
  const unshown = await judged(DEL_C, honest, false)
  expect(verdict.checks['zero-dies-now']).toBeGreaterThan(unshown.verdict.checks['zero-dies-now'] ?? 0)
})

it('leaves the order among elements of a set, and in one unreachable set, to the engine', async () => {
  const reversed = (events: readonly Event[]) => [
    ...events
      .filter((event) => event.kind === 'died')
      .slice(0, -1)
      .reverse(),
    ...events.filter((event) => event.kind === 'died').slice(-1),
  ]
  expect((await judged(DEL_SET, reversed)).verdict.kind).toBe('agrees')
  expect((await judged(COLLECT_RING, reversed)).verdict.kind).toBe('agrees')
})

it('finds a death that is left out', async () => {
  expect((await judged(DEL_C, (events) => events.slice(1))).rule).toBe('zero-dies-now')
  const withoutRing = (events: readonly Event[]) =>
    events.filter((event) => event.kind !== 'died' || event.type !== 'N')
  expect((await judged(COLLECT_RING, withoutRing)).rule).toBe('cycle-reclaimed')
})

it('finds two deaths in the wrong order', async () => {
  const { rule } = await judged(DEL_C, ([first, second, ...rest]) => [second as Event, first as Event, ...rest])
  expect(rule).toBe('release-order')
})

it('finds the death of an object that is still reachable', async () => {
  const { seen } = await observed(PROGRAM)
  const { rootNames, roots } = present(seen.statements[2]?.snapshot, 'each statement has a snapshot')
  const died: Event = { kind: 'died', object: roots[rootNames.indexOf('a')] as Handle, type: 'N' }
  expect((await judged(DEL_C, (events) => [...events, died])).rule).toBe('live-object-kept')
})

it('does not look at deaths where the engine cannot show them', async () => {
  expect((await judged(DEL_C, () => [], false)).verdict.kind).toBe('agrees')
})

it('finds an object that nobody knew among the deaths before a callback, and misses it where it is left out', async () => {
  const RUN = 5
  const withoutDicts = (events: readonly Event[]) =>
    events.filter((event) => event.kind !== 'died' || event.type !== 'dict')
  const { verdict, dead } = await judged(RUN, honest, true, CALLS_BACK_AMID_CLEARING)
  expect(verdict.kind).toBe('agrees')
  expect(dead).toContain('Peer#1')
  expect((await judged(RUN, withoutDicts, true, CALLS_BACK_AMID_CLEARING)).rule).toBe('cycle-reclaimed')
})
