/**
 * The least that model-based testing can do for a heap, with fast-check's `fc.commands`: nodes are made, linked, dropped,
 * collected; the heap counts references and marks, the model knows what is reachable, and the check compares two numbers.
 * No statements of Python, no finalizers, weak references, generations or allocator: what it reaches bounds what a test of
 * more can.
 */
import fc from 'fast-check'

interface Node {
  readonly id: number
  readonly edges: Node[]
  alive: boolean
}

/** The heap under test. */
class Heap {
  readonly roots: Node[] = []
  private nodes: Node[] = []
  private next = 0

  make(): void {
    const node = { id: this.next++, edges: [], alive: true }
    this.nodes.push(node)
    this.roots.push(node)
  }

  /** How many are left. */
  collect(): number {
    const reached = new Set<Node>()
    const ahead = [...this.roots]
    for (let node = ahead.pop(); node !== undefined; node = ahead.pop()) {
      if (reached.has(node)) continue
      reached.add(node)
      ahead.push(...node.edges)
    }
    for (const node of this.nodes) node.alive = reached.has(node)
    this.nodes = this.nodes.filter((node) => node.alive)
    return this.nodes.length
  }
}

interface Model {
  roots: number[]
  readonly edges: Map<number, number[]>
  next: number
}

function reachable({ roots, edges }: Model): number {
  const reached = new Set<number>()
  const ahead = [...roots]
  for (let id = ahead.pop(); id !== undefined; id = ahead.pop()) {
    if (reached.has(id)) continue
    reached.add(id)
    ahead.push(...(edges.get(id) ?? []))
  }
  return reached.size
}

let steps = 0

function command(
  name: string,
  check: (m: Model) => boolean,
  run: (m: Model, heap: Heap) => void,
): fc.Command<Model, Heap> {
  return {
    check,
    run: (m, heap) => {
      steps++
      run(m, heap)
      if (heap.roots.length !== m.roots.length) throw new Error('as many roots as the model says')
    },
    toString: () => name,
  }
}

const rooted = (m: Readonly<Model>): boolean => m.roots.length > 0
const COMMANDS = [
  fc.constant(
    command(
      'make',
      () => true,
      (m, heap) => {
        heap.make()
        m.roots.push(m.next)
        m.edges.set(m.next++, [])
      },
    ),
  ),
  fc.tuple(fc.nat(), fc.nat()).map(([one, other]) =>
    command('link', rooted, (m, heap) => {
      const [from, to] = [one % m.roots.length, other % m.roots.length]
      heap.roots[from]?.edges.push(heap.roots[to] as Node)
      m.edges.get(m.roots[from] as number)?.push(m.roots[to] as number)
    }),
  ),
  fc.nat().map((which) =>
    command('drop', rooted, (m, heap) => {
      const place = which % m.roots.length
      heap.roots.splice(place, 1)
      m.roots.splice(place, 1)
    }),
  ),
  fc.constant(
    command(
      'collect',
      () => true,
      (m, heap) => {
        if (heap.collect() !== reachable(m)) throw new Error('what is reachable is alive, and nothing else')
      },
    ),
  ),
]

/** Runs so many sequences of up to fifty commands; how many commands ran. */
export function runCommands(sequences: number, seed: number): number {
  const before = steps
  const commands = fc.commands(COMMANDS, { maxCommands: 50, size: 'max', disableReplayLog: true })
  fc.assert(
    fc.property(commands, (sequence) => {
      fc.modelRun(() => ({ model: { roots: [], edges: new Map(), next: 0 }, real: new Heap() }), sequence)
    }),
    { numRuns: sequences, seed, endOnFailure: true },
  )
  return steps - before
}
