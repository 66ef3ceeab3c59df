/** Lists, tuples, ranges and what goes through them: comparing, sorting, searching, iterating. */
import { Kind } from '../kind.ts'
import { about, atoms, type Phrase, plain } from './phrase.ts'

const SEQUENCE = Kind.list | Kind.tuple

export const SEQUENCE_PHRASES: readonly Phrase[] = [
  ...plain(
    'print(sorted([3, 1, 2]), sorted((2.5, 1)), sorted({3: 1, 1: 2}))',
    "sorted([1, 'a'])",
    'print([1, 2] < [1, 3], [1] == [1.0], [2] > [1, 5], [] <= [], [1] != [2])',
    'print((1, 2) < (1, 3), (1,) == (1,), (1, [2]) == (1, [2]), () < (0,))',
    'print([1, 2] + [3], [0] * 3, (1,) + (2,), (1, 2) * 2)',
    '[1] + (2,)',
    'print(2 in [1, 2], 3 not in (1, 2), [1] in [[1]])',
    'print([1, 2, 1].count(1), (1, 2, 1).count(1), [5, 6].index(6), (5, 6).index(5))',
    '[1].index(2)',
    '(1,).index(2)',
    '[1].remove(2)',
    'print(range(5), range(1, 9, 3), range(5, 0, -2), len(range(1, 9, 3)))',
    'print(range(3) == range(0, 3, 1), range(2) == [0, 1], 4 in range(5), 2.0 in range(5))',
    'print(range(10)[2], range(10)[-1], list(range(3, 0, -1)), tuple(range(2)))',
    'range(3)[7]',
    'range(1, 2, 0)',
    'print(list((1, 2)), tuple([1, 2]), list({1: 2}), list(range(3)), tuple(range(0)))',
    'print([1, 2, 3][-1], [[1], [2]][1][0], (1, 2)[0])',
    '[1][5]',
    "[1]['a']",
  ),
  ...atoms('V = (1, 2.5)', "V = ('a', 1)", 'V = range(3)', 'V = len(range(0, 10, 3))'),
  {
    text: 'V = [3, 1, 2]\nV.sort()\nV.reverse()\nprint(V, V.index(1), V.count(3))\nV.insert(1, 7)\nV.pop(0)',
    gives: Kind.list,
  },
  { text: 'V = [[2], [1]]\nV.sort()\nprint(V == [[1], [2]], V[0] < V[1])', gives: Kind.unknown },
  { text: 'V = [1, None]\nV.sort()', gives: Kind.list },
  { text: 'V = iter([1, 2])\nnext(V)\nprint(next(V), next(V, None))\nnext(V)', gives: Kind.unknown },
  { text: 'V = iter((1, 2))\nprint(next(V), list(V), list(V))', gives: Kind.unknown },
  { text: "V = iter('ab')\nprint(next(V), next(V), next(V, 0))", gives: Kind.unknown },
  { text: "V = iter(b'ab')\nprint(next(V), list(V))", gives: Kind.unknown },
  { text: 'V = iter(range(3))\nnext(V)\nprint(list(V))', gives: Kind.unknown },
  { text: 'V = iter([])\nprint(V is iter(V), next(V, None))', gives: Kind.unknown },
  ...about(SEQUENCE, 'V = iter(W)\nnext(V, None)\nV = None', 'V = list(W)', 'V = tuple(W)', 'print(W == W, len(W))'),
  ...about(Kind.list, 'W.extend((None, 1))\nW.pop()\nW.pop()', 'W.insert(0, None)\nW.remove(None)', 'W.reverse()'),
]
