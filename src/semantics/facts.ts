/**
 * What an engine finds out about its runtime by running small probes at start. Only what program text can show; each
 * field is a behaviour that differs between the versions that we know.
 */
export interface Facts {
  /** `platform.python_implementation()`, such as `CPython`. */
  readonly implementation: string
  /** major, minor, patch. */
  readonly version: readonly [number, number, number]
  /** 64 or 32. */
  readonly pointerBits: number
  /** `gc.get_threshold()` at start. */
  readonly thresholds: readonly [number, number, number]
  /** `gc.get_threshold()[2] == 0`: the collector of 3.14.0–3.14.4. */
  readonly incrementalCollector: boolean
  /** `x.me = x; del x; gc.collect()` counts the instance and its dict: 2. */
  readonly instanceDictIsSeparate: boolean
  /** `d = o.__dict__; o.me = o; del o; gc.collect()` leaves `d` whole (false: 3.13.0–2, 3.14.0–4). */
  readonly materializedDictVisited: boolean
  /** `gc.is_tracked({})`. */
  readonly dictTrackedAtBirth: boolean
  /** `gc.is_tracked(tuple([a, a]))` with `a = 5`, before any collection. */
  readonly atomTupleTrackedAtBirth: boolean
  /** `gc.is_tracked(frozenset([1]))`. */
  readonly atomFrozensetTracked: boolean
  /** One resurrected object keeps the whole batch (3.8). */
  readonly resurrectionKeepsAll: boolean
  /** In a finalizer during a collection a weakref without callback to trash is dead already (false: 3.15). */
  readonly plainWeakrefsClearedFirst: boolean
  /** A weakref with callback made by a finalizer to other trash still calls back. */
  readonly lateWeakrefsCallBack: boolean
  /** Locals are released in the order of their slots (false: in reverse, 3.14). */
  readonly localsReleasedForward: boolean
  /** The caller's stack keeps an argument until the call returns (≤ 3.10). */
  readonly callerKeepsArguments: boolean
  /** `sys.getrefcount(y)` of a local with one reference: 2, or 1 where loads are borrowed (3.14). */
  readonly localRefcount: number
  /** Instance attributes die in the order of the class's shared keys (3.11), not in that of the instance's own. */
  readonly attributesInClassOrder: boolean
  /** The largest int `n` for which `int(str(n)) is int(str(n))`. */
  readonly smallIntMax: number
  /** `frozenset() is frozenset([])`. */
  readonly emptyFrozensetShared: boolean
  /** `sys.getrefcount(C)` less the call's own, for a new class. */
  readonly classReferences: number
  /** What `gc.collect()` returns for a dropped `class Q: pass`. */
  readonly classCollectCount: number
  /** `hasattr(gc, 'is_finalized')` (3.9). */
  readonly hasIsFinalized: boolean
}
