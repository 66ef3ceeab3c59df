/** The heap after a statement. */
import { describe, expect, it } from 'vitest'
import { present } from '../../base/assert.ts'
import { edgesAt, NODE, nodeAt, nodesOf, type Subject } from './subject.contract.ts'

export function describeSnapshots(subject: Subject): void {
  describe('snapshots', () => {
    it('shows the objects of the program and nothing else', async () => {
      const snapshot = await subject.snapshotAfter(`${NODE}a = Node(1)\nb = [a, a]\n`)
      const types = nodesOf(snapshot)
        .filter((type) => type !== 'dict')
        .sort()
      expect(types).toEqual(['Node', 'function', 'function', 'list', 'type'])
    })

    it('counts the references that the program holds', async () => {
      const snapshot = await subject.snapshotAfter(`${NODE}a = Node(1)\nb = [a, a]\nc = (a, b)\nd = a\n`)
      expect(snapshot.refcounts[nodeAt(snapshot, 'a')]).toBe(5)
      expect(snapshot.refcounts[nodeAt(snapshot, 'b')]).toBe(2)
      expect(snapshot.refcounts[nodeAt(snapshot, 'c')]).toBe(1)
    })

    it('shows edges in the order of the collector, without the class', async () => {
      const snapshot = await subject.snapshotAfter(
        `class S:\n    __slots__ = ('x', 'y')\na = []\nb = {}\ns = S()\ns.x = a\ns.y = b\nl = [a, b]\nd = {1: a, 2: b}\n`,
      )
      const [a, b] = ['a', 'b'].map((name) => snapshot.roots[snapshot.rootNames.indexOf(name)])
      expect(edgesAt(snapshot, nodeAt(snapshot, 's'))).toEqual([a, b])
      expect(edgesAt(snapshot, nodeAt(snapshot, 'l'))).toEqual([b, a])
      expect(edgesAt(snapshot, nodeAt(snapshot, 'd')).filter((handle) => handle === a || handle === b)).toEqual([a, b])
      expect(nodeAt(snapshot, 'b')).toBeGreaterThanOrEqual(0)
    })

    it('shows many references', async () => {
      const snapshot = await subject.snapshotAfter('a = []\nb = [a] * 100000\n')
      expect(snapshot.refcounts[nodeAt(snapshot, 'a')]).toBe(100001)
      expect(edgesAt(snapshot, nodeAt(snapshot, 'b'))).toHaveLength(100000)
    })

    it('shows what weakrefs point to, and the callback', async () => {
      const snapshot = await subject.snapshotAfter(
        `${NODE}def called(r):\n    pass\na = Node(1)\nw = weakref.ref(a, called)\nv = weakref.ref(Node(2))\n`,
      )
      const [a, called] = ['a', 'called'].map((name) => snapshot.roots[snapshot.rootNames.indexOf(name)])
      expect(snapshot.weakTargets[nodeAt(snapshot, 'w')]).toBe(a)
      expect(edgesAt(snapshot, nodeAt(snapshot, 'w'))).toEqual([called])
      expect(snapshot.weakTargets[nodeAt(snapshot, 'v')]).toBe(0)
      expect(nodesOf(snapshot).filter((type) => type === 'weakref')).toHaveLength(2)
    })

    it('shows a function with its defaults only, and a class with nothing', async () => {
      const snapshot = await subject.snapshotAfter('l = []\ndef f(x, y=l):\n    pass\nclass C:\n    z = l\n')
      const [defaults] = edgesAt(snapshot, nodeAt(snapshot, 'f'))
      expect(edgesAt(snapshot, nodeAt(snapshot, 'f'))).toHaveLength(1)
      expect(nodesOf(snapshot)[snapshot.handles.indexOf(defaults ?? 0)]).toBe('tuple')
      expect(edgesAt(snapshot, nodeAt(snapshot, 'C'))).toEqual([])
      expect(snapshot.refcounts[nodeAt(snapshot, 'l')]).toBe(3)
    })

    it('tells generations, and reaches what is not tracked', async () => {
      const snapshot = await subject.snapshotAfter('l = []\ngc.collect()\no = object()\nm = [o]\n')
      expect(snapshot.generations[nodeAt(snapshot, 'l')]).toBe(2)
      expect(snapshot.generations[nodeAt(snapshot, 'm')]).toBe(0)
      expect(snapshot.generations[nodeAt(snapshot, 'o')]).toBe(-1)
      expect(snapshot.refcounts[nodeAt(snapshot, 'o')]).toBe(2)
      expect(snapshot.collections).toEqual([0, 0, 1])
    })

    it('finds frozen objects, and leaves out its own after a thaw', async () => {
      const { statements } = await subject.runText(
        `${NODE}a = Node(1)\nl = [a]\ngc.freeze()\ngc.unfreeze()\ngc.collect()\n`,
        { snapshots: true },
      )
      const frozen = present(statements[3]?.snapshot, 'a snapshot')
      expect(frozen.generations[nodeAt(frozen, 'a')]).toBe(3)
      expect(frozen.generations[nodeAt(frozen, 'l')]).toBe(3)
      const thawed = present(statements[5]?.snapshot, 'a snapshot')
      expect(thawed.generations[nodeAt(thawed, 'a')]).toBe(2)
      expect(
        nodesOf(thawed)
          .filter((type) => type !== 'dict')
          .sort(),
      ).toEqual(['Node', 'function', 'function', 'list', 'type'])
      expect(statements[5]?.value).toEqual({ kind: 'int', value: 0 })
    })

    it('lists garbage that the collector keeps', async () => {
      const snapshot = await subject.snapshotAfter(
        'l = []\nl.append(l)\ngc.set_debug(gc.DEBUG_SAVEALL)\ndel l\ngc.collect()\n',
      )
      expect(snapshot.garbage).toHaveLength(1)
      expect(nodesOf(snapshot)[snapshot.handles.indexOf(snapshot.garbage[0] ?? 0)]).toBe('list')
    })

    it('names the globals in order', async () => {
      const { rootNames, roots } = await subject.snapshotAfter('b = 1\na = 2\ndel b\nb = 3\n')
      expect(rootNames.filter((root) => root.length === 1)).toEqual(['a', 'b'])
      expect(roots).toHaveLength(rootNames.length)
    })

    it('does not change what the program sees', async () => {
      const text =
        `${NODE}a = Node(1)\nb = [a]\nt = (1, a)\nc = [1]\nd = {}\ne = (b, d)\n` +
        'gc.is_tracked(d)\ngc.is_tracked(t)\nsys.getrefcount(a)\nlen(gc.get_objects())\na.next = a\ndel a, b, t, e\nlen(gc.get_objects())\ngc.collect()\n'
      const without = await subject.runText(text)
      const taken = await subject.runText(text, { snapshots: true })
      expect(taken.statements.map(({ value, raised }) => ({ value, raised }))).toEqual(
        without.statements.map(({ value, raised }) => ({ value, raised })),
      )
    })
  })
}
