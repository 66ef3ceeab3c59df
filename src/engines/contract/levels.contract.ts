/** What levels 2 and 3 of the language add: objects of new kinds in snapshots, new entries, nothing left behind. */
import { describe, expect, it } from 'vitest'
import type { Snapshot } from '../../observation/observations.ts'
import type { Level } from '../../program/level.ts'
import { caseOfText, edgesAt, nodeAt, nodesOf, type Subject, story } from './subject.contract.ts'

/** Types of the nodes that `node` refers to, in order; atoms are left out. */
function edgeTypes(snapshot: Snapshot, node: number): string[] {
  const types = nodesOf(snapshot)
  return edgesAt(snapshot, node).flatMap((handle) => types[snapshot.handles.indexOf(handle)] ?? [])
}

function only(snapshot: Snapshot, type: string): number {
  const types = nodesOf(snapshot)
  expect(types.filter((name) => name === type)).toHaveLength(1)
  return types.indexOf(type)
}

const CASES: Readonly<Record<string, string>> = {
  closure: 'def f(x):\n    def g():\n        return x\n    return g\ng = f([1])\n',
  generator: 'def f(x):\n    y = [x]\n    yield y\ng = f([1])\nnext(g)\n',
  traceback:
    'def f(x):\n    y = [x]\n    raise ValueError(x)\ntry:\n    f([1])\nexcept ValueError as e:\n    kept = e\n',
  subclasses:
    'class L(list):\n    pass\nclass D(dict):\n    pass\nclass T(tuple):\n    pass\nclass S(set):\n    pass\nclass E(Exception):\n    pass\n' +
    'o = frozenset([1])\na = [L([o]), D({1: o}), T((o,)), S([o]), E(o)]\nfor x in a:\n    x.y = [o]\n',
  inheritance: 'class A:\n    pass\nclass B(A):\n    pass\nb = B()\ndel B, b\ngc.collect()\n',
  weak:
    'class C:\n    pass\nc = C()\np = weakref.proxy(c)\nv = weakref.WeakValueDictionary()\nv[1] = c\n' +
    'k = weakref.WeakKeyDictionary()\nk[c] = 1\ns = weakref.WeakSet()\ns.add(c)\nf = weakref.finalize(c, print, 1)\n',
  uncaught: "kept = ValueError('x')\ndef f():\n    raise kept\nf()\n",
}

export function describeLevels(subject: Subject): void {
  describe('levels 2 and 3', () => {
    const onLevel = (level: Level, skip: (reason: string) => void): void => {
      const own = subject.engine.description.capabilities.level
      if (own < level) skip(`the engine runs level ${own}`)
    }

    it('shows cells between a closure and what it closes over', async ({ skip }) => {
      onLevel(2, skip)
      const snapshot = await subject.snapshotAfter(CASES['closure'] ?? '')
      expect(edgeTypes(snapshot, nodeAt(snapshot, 'g'))).toEqual(['tuple'])
      expect(edgeTypes(snapshot, only(snapshot, 'tuple'))).toEqual(['cell'])
      expect(edgeTypes(snapshot, only(snapshot, 'cell'))).toEqual(['list'])
    })

    it('shows what a suspended generator holds, itself or in its frame', async ({ skip }) => {
      onLevel(2, skip)
      const snapshot = await subject.snapshotAfter(CASES['generator'] ?? '')
      const holder = nodesOf(snapshot).includes('frame') ? only(snapshot, 'frame') : nodeAt(snapshot, 'g')
      expect(edgeTypes(snapshot, holder).slice(-2)).toEqual(['list', 'list'])
    })

    it('shows the way from an exception to the variables of the frames that it left', async ({ skip }) => {
      onLevel(2, skip)
      const snapshot = await subject.snapshotAfter(CASES['traceback'] ?? '')
      expect(edgeTypes(snapshot, nodeAt(snapshot, 'kept'))).toEqual(['tuple', 'traceback'])
      const types = nodesOf(snapshot)
      expect(types.filter((type) => type === 'traceback')).toHaveLength(2)
      const frames = types.flatMap((type, node) => (type === 'frame' ? [edgeTypes(snapshot, node)] : []))
      expect(frames.map((edges) => edges.filter((type) => type === 'list').length).sort()).toEqual([0, 2])
    })

    it('shows no frame of its own in the traceback of what nobody caught', async ({ skip }) => {
      onLevel(2, skip)
      const snapshot = await subject.snapshotAfter(CASES['uncaught'] ?? '')
      expect(nodesOf(snapshot).filter((type) => type === 'traceback' || type === 'frame')).toHaveLength(4)
    })

    it('shows attributes and contents of instances whose class has a built-in base, without the class', async ({
      skip,
    }) => {
      onLevel(3, skip)
      const snapshot = await subject.snapshotAfter(CASES['subclasses'] ?? '')
      const shown = (type: string): string[] => edgeTypes(snapshot, only(snapshot, type))
      // The dict of the attributes, or (3.14) the only attribute itself.
      const attributes = expect.stringMatching(/^(dict|list)$/)
      for (const type of ['L', 'D', 'T', 'S']) expect(shown(type)).toEqual([attributes, 'frozenset'])
      expect(shown('E')).toEqual(['dict', 'tuple'])
    })

    it('shows an instance of a class that a call of type made', async ({ skip }) => {
      onLevel(3, skip)
      const snapshot = await subject.snapshotAfter("X = type('X', (), {})\nx = X()\nx.y = [1]\n")
      expect(nodesOf(snapshot)[nodeAt(snapshot, 'x')]).toBe('X')
    })

    it('leaves out what a class keeps of its subclasses', async ({ skip }) => {
      onLevel(2, skip)
      const { statements } = await subject.runText(CASES['inheritance'] ?? '', { snapshots: true })
      const types = statements.map(({ snapshot }) => (snapshot === undefined ? [] : nodesOf(snapshot)))
      expect(types[1]).toEqual(['type', 'type'])
      expect(types.at(-1)).toEqual(['type'])
    })

    it('shows what proxies, weak containers and finalizers point to', async ({ skip }) => {
      onLevel(3, skip)
      const snapshot = await subject.snapshotAfter(CASES['weak'] ?? '')
      const c = snapshot.roots[snapshot.rootNames.indexOf('c')]
      const pointing = nodesOf(snapshot).filter((_, node) => snapshot.weakTargets[node] === c)
      expect(pointing.sort()).toEqual(['KeyedRef', 'weakproxy', 'weakref', 'weakref', 'weakref'])
      only(snapshot, '_Info')
    })

    it('reports the entry of special methods, lambdas and generators', async ({ skip }) => {
      onLevel(3, skip)
      const text =
        'class C:\n    def __enter__(self):\n        return self\n    def __exit__(self, a, b, c):\n        return False\n' +
        '    def __eq__(self, other):\n        return True\n    def __getattr__(self, name):\n        return 1\n' +
        'c = C()\nwith c as d:\n    pass\nc == d\nc.x\nf = lambda r: None\nf(1)\ndef g(x):\n    yield x\nh = g(1)\nnext(h)\n'
      expect(story(await subject.runText(text))).toEqual(
        ['__enter__', '__exit__', '__eq__', '__getattr__', '<lambda>', 'g'].map((name) => `entered ${name}`),
      )
    })

    it.for(Object.keys(CASES))('leaves nothing of a case with %s behind', async (kind, { skip }) => {
      onLevel(3, skip)
      const quiet = caseOfText('len(gc.get_objects())\ngc.collect()\n', { snapshots: true })
      const [, observations] = await subject.engine.run([caseOfText(CASES[kind] ?? '', { snapshots: true }), quiet])
      expect(observations?.statements.map(({ value }) => value)).toEqual([
        { kind: 'int', value: 0 },
        { kind: 'int', value: 0 },
      ])
      expect(observations?.statements.map(({ snapshot }) => snapshot?.handles.length)).toEqual([0, 0])
    })
  })
}
