/** The contract on one simulation of each family of layouts and collectors, and what a version's name stands for. */
import { describe, expect, it } from 'vitest'
import { selectSemantics } from '../../semantics/select.ts'
import { caseOfText } from '../contract/subject.contract.ts'
import { describeEngineContract } from '../engine.contract.ts'
import { EngineUnavailable } from '../engine.ts'
import { openEngine } from '../registry.ts'

for (const id of ['simulation@3.8', 'simulation', 'simulation@3.13', 'simulation@3.14.2', 'simulation@3.15']) {
  describeEngineContract(id, () => openEngine(id))
}

describe('a machine full of code', () => {
  it('gives way to a new one between cases', async () => {
    const engine = await openEngine('simulation')
    const statements = Array.from({ length: 300 }, (_, i) => `a${i} = ['${i}', ${i}.5, (${i}, 'b'), {'k': ${i}}]`).join(
      '\n',
    )
    for (let round = 0; round < 150; round++) {
      // Parsed anew, so that every statement is compiled anew.
      const [seen] = await engine.run([caseOfText(`${statements}\na299[0]\n`)])
      expect(seen?.outcome).toEqual({ kind: 'finished' })
      expect(seen?.statements.at(-1)?.value).toEqual({ kind: 'str', value: '299' })
    }
  })
})

/** Leaves what it can behind: in modules, in the collector's settings, in tables of strings, in counts of constants. */
const UNTIDY = `
import gc, sys, weakref
class Kept:
    def __del__(self):
        gc.callbacks.append(self)
k = Kept()
k.me = k
gc.freeze()
gc.set_threshold(1, 2, 3)
gc.enable()
sys.unraisablehook = None
sys.setrecursionlimit(50)
a = sys.intern('never ' + 'a name')
b = sys.intern('Ke' + 'pt')
def f():
    return ('a', 'constant', 1.5, 'never a name')
t = f()
w = weakref.ref(f)
gc.garbage.append(t)
[].missing
`

describe('a program', () => {
  it.each(['3.8', '3.10', '3.12', '3.13', '3.14.2', '3.15'])(
    'starts as if none had run before it, in %s',
    async (version) => {
      const engine = await openEngine(`simulation@${version}`)
      const tidy = caseOfText(`
class Kept:
    def __init__(self):
        self.name = 'its own'
k = Kept()
a = ('a', 'constant', 1.5)
gc.get_threshold()
sys.getrefcount(k.name)
gc.get_count()
gc.collect()
k
`)
      const snapshots = { ...tidy, snapshots: [4, 7] }
      const [first] = await engine.run([snapshots])
      expect(first?.outcome.kind).toBe('finished')
      const untidy = caseOfText(UNTIDY)
      for (let round = 0; round < 3; round++) {
        const [left, again] = await engine.run([untidy, snapshots])
        expect(left?.statements.at(-1)?.raised).toBe('AttributeError')
        expect(left?.outcome.kind).toBe('finished')
        // To the last address.
        expect(again).toEqual(first)
      }
    },
  )
})

describe('simulation ids', () => {
  const idOf = async (id: string): Promise<string> => selectSemantics((await openEngine(id)).description.facts).id

  it('takes the newest patch of a version, or the dialect of one patch', async () => {
    expect(await idOf('simulation')).toBe('3.12')
    expect(await idOf('simulation@3.13')).toBe('3.13')
    expect(await idOf('simulation@3.13.1')).toBe('3.13.0')
    expect(await idOf('simulation@3.14.2')).toBe('3.14.0')
    expect(await idOf('simulation@3.14')).toBe('3.14')
  })

  it('refuses versions that it does not know', async () => {
    await expect(openEngine('simulation@3.7')).rejects.toBeInstanceOf(EngineUnavailable)
    await expect(openEngine('simulation@banana')).rejects.toBeInstanceOf(EngineUnavailable)
  })
})
