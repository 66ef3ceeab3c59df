/**
 * How a weak container of the library is iterated over: up to 3.13 removals wait meanwhile, in a list that the guard sees to
 * when the last iteration ends (_IterationGuard); from 3.14 on a copy is iterated over.
 */

export const GUARD = `
class _IterationGuard:
    def __init__(self, weakcontainer):
        self.weakcontainer = ref(weakcontainer)
    def __enter__(self):
        w = self.weakcontainer()
        if w is not None:
            w._iterating.add(self)
        return self
    def __exit__(self, e, t, b):
        w = self.weakcontainer()
        if w is not None:
            s = w._iterating
            s.remove(self)
            if not s:
                w._commit_removals()
`

/** Lines before an operation, in a method. */
export const COMMIT = `        if self._pending_removals:
            self._commit_removals()
`

/** The body of a generator: `loop` reads `items`. */
export function iterating(guards: boolean, plain: string, loop: string): string {
  const indent = guards ? '            ' : '        '
  const lines = loop
    .trim()
    .split('\n')
    .map((line) => `${indent}${line}\n`)
    .join('')
  const items = guards ? plain : plain.replace('self.data', 'self.data.copy()')
  return guards
    ? `        with _IterationGuard(self):\n${lines.replace('ITEMS', items)}`
    : lines.replace('ITEMS', items)
}
