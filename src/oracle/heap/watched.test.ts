/** Each rule about allocator, collections and image: it holds for the simulation, and a lie against it is found. */
import { describe, expect, it } from 'vitest'
import { present } from '../../base/assert.ts'
import { openEngine } from '../../engines/registry.ts'
import { type Case, plainCase, WATCH_ALL } from '../../observation/case.ts'
import type { Event, Observations, StatementObservation } from '../../observation/observations.ts'
import type { ProcessImage } from '../../observation/process-image.ts'
import { parseProgram } from '../../program/parse/parse.ts'
import { selectSemantics } from '../../semantics/select.ts'
import { judge } from '../judge.ts'

const PROGRAM = `
class Node:
    pass
def deep(n):
    return 0 if n == 0 else deep(n - 1)
keep = [bytearray(600), [1, 2, 3], {1: 2}]
first = [Node(), Node(), Node(), Node()]
first[1] = None
first[2] = None
first[1] = Node()
many = [[], [], []]
many = None
again = [[], []]
keep.append(bytearray(2000))
del keep[0]
first = None
again = None
gc.collect()
`.replace('return 0 if n == 0 else deep(n - 1)', 'return n')

const engine = await openEngine('simulation@3.12')

async function run(text: string, gc: Case['gc'] = 'disabled'): Promise<{ item: Case; seen: Observations }> {
  const parsed = parseProgram(text)
  if (!parsed.ok) throw new Error('the program parses')
  const { program } = parsed
  const item: Case = { ...plainCase(program, [...program.body.keys()]), gc, watch: WATCH_ALL }
  const [seen] = await engine.run([item])
  return { item, seen: present(seen, 'one observation a case') }
}

type Lie = (statement: StatementObservation, index: number) => StatementObservation

async function verdictOf(lie: Lie, text = PROGRAM, gc: Case['gc'] = 'disabled', shows = true) {
  const { item, seen } = await run(text, gc)
  const statements = seen.statements.map(lie)
  const semantics = selectSemantics(engine.description.facts)
  const capabilities = { deaths: shows, allocator: shows, image: shows }
  return judge(item, semantics, { ...seen, statements }, { story: false, shows: capabilities }).verdict
}

async function ruleOf(lie: Lie, text = PROGRAM, gc: Case['gc'] = 'disabled'): Promise<string | undefined> {
  const verdict = await verdictOf(lie, text, gc)
  return verdict.kind === 'violates' ? verdict.violations[0]?.rule : undefined
}

/** Changes the first event of the whole case that `change` answers for. */
function changing(change: (event: Event) => readonly Event[] | undefined): Lie {
  let done = false
  return (statement) => ({
    ...statement,
    events: statement.events.flatMap((event) => {
      const changed = done ? undefined : change(event)
      if (changed === undefined) return [event]
      done = true
      return changed
    }),
  })
}

const withImage =
  (change: (image: ProcessImage) => Partial<ProcessImage>): Lie =>
  (statement) =>
    statement.image === undefined
      ? statement
      : { ...statement, image: { ...statement.image, ...change(statement.image) } }

/** An instance without attributes in 3.12: pre-header, GC head, object. */
const NODE_BYTES = 48

const honest: Lie = (statement) => statement

const RULES = [
  ...(['block-aligned', 'own-size-class', 'no-overlap', 'freed-once', 'lifo-reuse', 'pool-and-arena-return'] as const),
  ...(['large-to-raw', 'balance', 'segment-permissions', 'bss-zeroed', 'stack-limit', 'frame-released'] as const),
  'trigger' as const,
]

describe('an honest engine', () => {
  it('agrees, and every rule was checked', async () => {
    const verdict = await verdictOf(honest)
    expect(verdict.kind).toBe('agrees')
    expect(RULES.filter((rule) => (verdict.checks[rule] ?? 0) === 0)).toEqual([])
  })

  it('is not checked where it cannot show its allocator and its image', async () => {
    const verdict = await verdictOf(honest, PROGRAM, 'disabled', false)
    expect(verdict.kind).toBe('agrees')
    expect(RULES.filter((rule) => (verdict.checks[rule] ?? 0) > 0)).toEqual([])
  })
})

describe('a lie about blocks', () => {
  it('is found: one that is not aligned', async () => {
    const lie = changing((event) =>
      event.kind === 'allocated' ? [{ ...event, address: event.address + 8 }] : undefined,
    )
    expect(await ruleOf(lie)).toBe('block-aligned')
  })

  it('is found: a block of another size class', async () => {
    const larger = changing((event) =>
      event.kind === 'allocated' && event.size < 200 ? [{ ...event, size: event.size + 64 }] : undefined,
    )
    expect(await ruleOf(larger)).toBe('own-size-class')
    const given = changing((event) =>
      event.kind === 'freed' && event.size < 200 ? [{ ...event, size: 16 * 20 }] : undefined,
    )
    expect(await ruleOf(given)).toBe('own-size-class')
  })

  it('is found: one block given out twice', async () => {
    const pooled = changing((event) => (event.kind === 'allocated' && event.size < 512 ? [event, event] : undefined))
    expect(await ruleOf(pooled)).toBe('no-overlap')
    const large = changing((event) =>
      event.kind === 'allocated' && event.size > 512 ? [event, { ...event, address: event.address + 16 }] : undefined,
    )
    expect(await ruleOf(large)).toBe('no-overlap')
  })

  it('is found: a block given back twice, or never given out', async () => {
    const small = changing((event) => (event.kind === 'freed' && event.size === 48 ? [event, event] : undefined))
    expect(await ruleOf(small)).toMatch(/freed-once|pool-and-arena-return/)
    const large = changing((event) => (event.kind === 'freed' && event.size > 512 ? [event, event] : undefined))
    expect(await ruleOf(large)).toBe('freed-once')
  })

  it('is found: not the block that was freed last', async () => {
    const lie = changing((event) =>
      event.kind === 'allocated' && event.size < 100
        ? [{ ...event, address: event.address + 64 * event.size }]
        : undefined,
    )
    expect(await ruleOf(lie)).toMatch(/lifo-reuse|own-size-class/)
    // The two nodes that died leave their blocks to the next one, the last first.
    const text = 'class N:\n    pass\na = [N(), N(), N()]\na[0] = None\na[1] = None\na[0] = N()\na[1] = N()\n'
    const { seen } = await run(text)
    const addresses = seen.statements
      .slice(4)
      .flatMap(({ events }) =>
        events.flatMap((event) => (event.kind === 'allocated' && event.size === NODE_BYTES ? [event.address] : [])),
      )
    expect(addresses).toHaveLength(2)
    const swapped: Lie = (statement, index) =>
      index < 4
        ? statement
        : {
            ...statement,
            events: statement.events.map((event) =>
              event.kind === 'allocated' && addresses.includes(event.address)
                ? { ...event, address: addresses[addresses.length - 1 - addresses.indexOf(event.address)] as number }
                : event,
            ),
          }
    expect(await ruleOf(swapped, text)).toBe('lifo-reuse')
  })

  it('is found: another object of a free list, or one too many on it', async () => {
    const other = changing((event) =>
      event.kind === 'reused' && event.list === 'list' ? [{ ...event, address: event.address + 16 }] : undefined,
    )
    expect(await ruleOf(other)).toBe('lifo-reuse')
    const foreign = changing((event) =>
      event.kind === 'kept' && event.list === 'list' ? [{ ...event, list: 'set' }] : undefined,
    )
    expect(await ruleOf(foreign)).toBe('lifo-reuse')
  })

  it('is found: a large block from a pool, a small one from the raw allocator', async () => {
    const large = changing((event) =>
      event.kind === 'allocated' && event.size < 512 ? [{ ...event, size: 513 }] : undefined,
    )
    expect(await ruleOf(large)).toBe('large-to-raw')
    const small = changing((event) =>
      event.kind === 'allocated' && event.size > 512 ? [{ ...event, size: 512 }] : undefined,
    )
    expect(await ruleOf(small)).toBe('large-to-raw')
  })
})

describe('a lie about pools and arenas', () => {
  it('is found: an empty pool that stays', async () => {
    expect(await ruleOf(changing((event) => (event.kind === 'pool-returned' ? [] : undefined)))).toBe(
      'pool-and-arena-return',
    )
  })

  it('is found: a pool in use that goes', async () => {
    const lie = changing((event) =>
      event.kind === 'pool-opened' ? [event, { kind: 'pool-returned', pool: event.pool }] : undefined,
    )
    expect(await ruleOf(lie)).toBe('pool-and-arena-return')
  })

  it('is found: a pool that is not the next to serve', async () => {
    const lie = changing((event) =>
      event.kind === 'pool-opened' ? [{ ...event, pool: event.pool + 16384 }] : undefined,
    )
    expect(await ruleOf(lie)).toBe('pool-and-arena-return')
  })
})

describe('a lie about the balance', () => {
  it('is found: a block that nobody counts', async () => {
    const lie: Lie = (statement, index) => {
      if (index !== 4 || statement.memory === undefined) return statement
      const { blocks } = statement.memory
      return { ...statement, memory: { ...statement.memory, blocks: { ...blocks, 48: (blocks[48] ?? 0) + 1 } } }
    }
    expect(await ruleOf(lie)).toBe('balance')
  })

  it('is found: a free list that is longer than what joined it', async () => {
    const lie: Lie = (statement) =>
      statement.memory === undefined
        ? statement
        : { ...statement, memory: { ...statement.memory, freelists: { list: 70 } } }
    expect(await ruleOf(lie)).toBe('balance')
  })
})

describe('a lie about the image', () => {
  it('is found: code that can be written, a checksum that moves', async () => {
    const writable = withImage(({ segments }) => ({
      segments: segments.map((one) => (one.name === 'code' ? { ...one, writable: true } : one)),
    }))
    expect(await ruleOf(writable)).toBe('segment-permissions')
    const changed: Lie = (statement, index) =>
      index === 0
        ? statement
        : withImage(({ contents }) => (contents ? { contents: { ...contents, readOnlyChecksum: 1 } } : {}))(
            statement,
            index,
          )
    expect(await ruleOf(changed)).toBe('segment-permissions')
    const silent = withImage(({ contents }) => (contents ? { contents: { ...contents, writeFaults: [] } } : {}))
    expect(await ruleOf(silent)).toBe('segment-permissions')
  })

  it('is found: static memory that is not zero', async () => {
    const lie = withImage(({ contents }) => (contents ? { contents: { ...contents, dirtyZeroedBytes: 4 } } : {}))
    expect(await ruleOf(lie)).toBe('bss-zeroed')
  })

  it('is found: a stack pointer outside the stack, a frame that stays', async () => {
    const outside = withImage(({ registers }) => ({ registers: { ...registers, stackPointer: 4096 } }))
    expect(await ruleOf(outside)).toBe('stack-limit')
    expect(await ruleOf(withImage(() => ({ depth: 1 })))).toBe('frame-released')
    expect(await ruleOf(withImage(() => ({ stackBytes: 80 })))).toBe('frame-released')
  })
})

const CHURN = `
gc.set_threshold(10, 2, 2)
keep = []
for i in range(100):
    keep.append([])
gc.get_threshold()
keep = None
`

describe('automatic collections', () => {
  it('are judged by what was counted', async () => {
    const verdict = await verdictOf(honest, CHURN, 'enabled')
    expect(verdict.kind).toBe('undecided')
    expect(verdict.checks.trigger).toBeGreaterThan(5)
    expect(verdict.checks['bounded-garbage']).toBeGreaterThan(3)
  })

  it('leave a program judged as long as none runs', async () => {
    const verdict = await verdictOf(honest, PROGRAM, 'enabled')
    expect(verdict.kind).toBe('agrees')
    expect(verdict.checks['bounded-garbage']).toBeGreaterThan(0)
  })

  it('must not begin before the count exceeds the threshold, nor while they are off', async () => {
    const early = () =>
      changing((event) => (event.kind === 'tracked' ? [event, { kind: 'collected', generation: 0 }] : undefined))
    expect(await ruleOf(early(), CHURN, 'enabled')).toBe('trigger')
    expect(await ruleOf(early(), PROGRAM, 'disabled')).toBe('trigger')
  })

  it('must be of the oldest generation that is due', async () => {
    const lie = changing((event) =>
      event.kind === 'collected' && event.generation === 1 ? [{ ...event, generation: 0 }] : undefined,
    )
    expect(await ruleOf(lie, CHURN, 'enabled')).toBe('trigger')
  })

  it('must not be left out', async () => {
    const lie: Lie = ({ snapshot: _, ...statement }) => ({
      ...statement,
      events: statement.events.filter(({ kind }) => !['collected', 'collection', 'phase'].includes(kind)),
    })
    expect(await ruleOf(lie, CHURN, 'enabled')).toBe('bounded-garbage')
  })
})
