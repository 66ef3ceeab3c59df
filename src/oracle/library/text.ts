/**
 * What the standard library's weak containers and `finalize` do, in the heap language: which objects they keep, in which
 * order, and which frames are entered. The oracle interprets it like a program's code, without labels and events.
 *
 * `on_x` stands for `__x__`, `get_x` and `set_x` for a property; a last parameter `rest` takes all further arguments. Names
 * that are no variables are those of `functions.ts` and of these classes. Behaviour follows Lib/weakref.py and
 * Lib/_weakrefset.py, 3.8 to 3.15; what differs is which exceptions are caught on the way to the same end.
 */
import { FINALIZE } from './finalize.ts'
import { COPYING, GUARDED, ITERATION_GUARD, type LibraryWay } from './iteration.ts'
import { weakKeyDictionary } from './weak-key-dictionary.ts'
import { weakSet } from './weak-set.ts'
import { weakValueDictionary } from './weak-value-dictionary.ts'

export function libraryText(versionWay: LibraryWay): string {
  const { isGuarded } = versionWay
  const way = isGuarded ? GUARDED : COPYING
  const parts = [
    isGuarded ? ITERATION_GUARD : '',
    weakSet(way, isGuarded),
    weakValueDictionary(way, isGuarded),
    weakKeyDictionary(way, versionWay),
    FINALIZE,
  ]
  return parts.join('')
}
