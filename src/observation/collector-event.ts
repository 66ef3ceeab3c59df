/**
 * What a collector does, where a case watches it: tracking, counting, and each collection phase by phase. `object` is the
 * engine's handle, as in the other events; order as it happened.
 */

export type CollectorEvent =
  | { readonly kind: 'tracked' | 'untracked'; readonly object: number }
  /** The number of the youngest generation that thresholds are compared with went up or down by one. */
  | { readonly kind: 'counted'; readonly change: 1 | -1 }
  /** The program changed a threshold, or switched automatic collection on or off: what holds from now on. */
  | {
      readonly kind: 'policy'
      readonly enabled: boolean
      readonly thresholds: readonly [number, number, number]
      /** How often an object was counted, a collection of generation 0 and one of generation 1 was made. */
      readonly counts: readonly [number, number, number]
    }
  /** A collection of `generation` began; an automatic one comes right behind its event `collected`. */
  | { readonly kind: 'collection'; readonly generation: number }
  /** A phase of the collection has ended. */
  | { readonly kind: 'phase'; readonly phase: CollectionPhase }
  /** A survivor is in an older generation now. */
  | { readonly kind: 'promoted'; readonly object: number; readonly generation: 1 | 2 }
  /** A finalizer made an object reachable again. */
  | { readonly kind: 'resurrected'; readonly object: number }
  /** The collector had an unreachable object give up what it refers to (`tp_clear`). */
  | { readonly kind: 'cleared'; readonly object: number }
  /** A weak reference's callback is about to be called. */
  | { readonly kind: 'called-back'; readonly object: number }

/** CPython's functions (Modules/gcmodule.c, Python/gc.c), by what has ended; `done` is the collection itself. */
export type CollectionPhase =
  | 'gc_list_merge'
  | 'deduce_unreachable'
  | 'handle_weakrefs'
  | 'finalize_garbage'
  | 'handle_resurrected_objects'
  | 'delete_garbage'
  | 'done'
