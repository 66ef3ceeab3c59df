/**
 * A machine under watch (`simulation@3.12:checked`): memory filled with debug bytes, a witness of every block, and all
 * checkers over raw bytes after every statement. The first complaint ends the case as `aborted`.
 */
import { Abort } from './abort.ts'
import type { Complaint } from './check/complaint.ts'
import { checkGcLists } from './check/gc-lists.ts'
import { checkMemory } from './check/memory.ts'
import { checkRefcounts, type RefcountRoots } from './check/refcounts.ts'
import { checkWeakrefs, type WeakrefRoots } from './check/weakrefs.ts'
import type { Machine } from './machine.ts'
import type { Address } from './memory/layout.ts'
import { HT_SLOTS, TP_SUBCLASSES } from './object/heap-type.ts'
import { Kind } from './object/kinds.ts'
import { kindOf, slotsOf } from './object/refcount.ts'
import { ShadowMap } from './witness/shadow-map.ts'

export class Inspection {
  private readonly m: Machine
  private readonly shadow: ShadowMap
  private readonly roots: WeakrefRoots

  constructor(m: Machine) {
    this.m = m
    this.shadow = new ShadowMap(m.space.buffer.byteLength, m.dialect.poolBytes)
    m.objects.observe(this.shadow)
    this.roots = {
      heads: m.gc.heads,
      typeType: m.types['type'] as Address,
      none: m.None,
      weakrefType: m.typeByKind[Kind.weakref] as Address,
      proxyTypes: [m.typeByKind[Kind.weakProxy] as Address, m.typeByKind[Kind.callableProxy] as Address],
    }
  }

  /** Throws an Abort with the first complaint. */
  afterStatement(): void {
    const { m, roots } = this
    this.refuse(this.shadow.complaints)
    this.refuse(checkMemory(m.space, m.objects.roots))
    this.refuse(checkGcLists(m.space, roots))
    this.refuse(checkWeakrefs(m.space, roots))
    // 3.13.0 and 3.14.0 themselves lose a dict that outlives its instance, with all that it holds (gh-133543).
    if (m.semantics.materializedDictVisited) this.refuse(checkRefcounts(m.space, this.refcountRoots()))
  }

  private refcountRoots(): RefcountRoots {
    const { m, roots } = this
    const type = (kind: number): Address => m.typeByKind[kind] as Address
    const { gc, dialect } = m
    return {
      ...roots,
      layouts: {
        list: type(Kind.list),
        tuple: type(Kind.tuple),
        dict: type(Kind.dict),
        sets: [type(Kind.set), type(Kind.frozenset)],
        cell: type(Kind.cell),
        boundMethod: type(Kind.boundMethod),
        weakrefs: [type(Kind.weakref), type(Kind.weakProxy), type(Kind.callableProxy)],
        typeType: roots.typeType,
        tupleItemsAt: dialect.tupleItemsAt,
        newKeys: dialect.unicodeKeys,
        attributes: dialect.attributes,
        valuesApart: dialect.semantics.id === '3.11',
        setDummy: m.setDummy,
      },
      references: [...m.lostReferences, m.globals, m.builtins, m.modules, m.subclasses, gc.garbage, gc.callbacks],
      othersOf: (o) => {
        const count = slotsOf(m, o).traverse?.(m, o) ?? 0
        const visited = [...m.referents.subarray(0, count)]
        // The names of a class's slots and its subclasses are its own, but the collector does not visit them.
        if (kindOf(m, o) !== Kind.type) return visited
        return [...visited, m.i32[(o + HT_SLOTS) >> 2] as number, m.i32[(o + TP_SUBCLASSES) >> 2] as number]
      },
    }
  }

  private refuse(complaints: readonly Complaint[]): void {
    const first = complaints[0]
    if (first !== undefined) throw new Abort(first.invariant, `0x${first.address.toString(16)}: ${first.message}`)
  }
}
