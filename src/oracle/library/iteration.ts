/** How the weak containers of a version are iterated over, as pieces of their code (see `text.ts`). */

/** What differs between versions. */
export interface LibraryWay {
  /** Iterations are guarded; otherwise they walk through copies. */
  readonly isGuarded: boolean
  /** The callback of a key raises KeyError where its entry has gone before. */
  readonly lateRemovalRaises: boolean
}

/** Pieces of code: attributes to begin with, what is made up for first, what is walked through, and around that. */
export interface IterationWay {
  readonly sets: string
  readonly commit: string
  readonly walked: string
  readonly guard: string
  readonly less: string
}

/** Up to 3.13: what dies while somebody iterates over a container waits until that ends. */
export const GUARDED: IterationWay = {
  sets: `
        self._pending_removals = []
        self._iterating = set()`,
  commit: `
        if self._pending_removals:
            self._commit_removals()`,
  walked: '',
  guard: 'with IterationGuard(self):',
  less: ' - len(self._pending_removals)',
}

/** From 3.14 on: a copy is walked through, and entries go at once. */
export const COPYING: IterationWay = {
  ...GUARDED,
  sets: '',
  commit: '',
  walked: '.copy()',
  guard: 'if True:',
  less: '',
}

/** Knows of an iteration that is under way. */
export const ITERATION_GUARD = `
class _IterationGuard:
    def __init__(self, container):
        self.weakcontainer = ref(container)
    def __enter__(self):
        container = self.weakcontainer()
        if container is not None:
            container._iterating.add(self)
        return self
    def __exit__(self, kind, error, traceback):
        container = self.weakcontainer()
        if container is not None:
            running = container._iterating
            running.remove(self)
            if not running:
                container._commit_removals()
`
