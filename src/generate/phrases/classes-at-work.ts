/** Level 3: special methods that answer wrongly or change what is at work, heirs of rare types, classes that cannot be made. */
import { ANYTHING, Kind } from '../kind.ts'
import { about, type Phrase, plain } from './phrase.ts'

const ODD_EQUAL = '    def __hash__(self):\n        return 11\n'

export const CLASS_PHRASES: readonly Phrase[] = [
  ...about(
    ANYTHING,
    "class Odd:\n    def __hash__(self):\n        return 'x'\nV = {Odd()}",
    'class Odd:\n    def __hash__(self):\n        return [W]\nV = {Odd(): 1}',
    'class Odd:\n    def __eq__(self, other):\n        return [other]\nV = Odd() == W\nprint(Odd() != W, Odd() in [W])',
    `class Odd:\n    def __eq__(self, other):\n        V.clear()\n        return True\n${ODD_EQUAL}V = {Odd(): W}\nV == {Odd(): 1}`,
    `class Odd:\n    def __eq__(self, other):\n        V.append(1)\n        return self is other\n${ODD_EQUAL}V = [Odd(), Odd()]\nV.sort()`,
    'class Odd(frozenset):\n    pass\nV = Odd([1, 2])\nprint(len(V), 1 in V)\nV = {V: W}',
    'class Odd(StopIteration):\n    pass\nV = Odd([W])\nV = V.value',
    'class Odd:\n    def __setattr__(self, name, value):\n        raise ValueError(value)\nV = Odd()\nV.x = [W]',
    "class Odd:\n    __slots__ = ['x', 'y']\nV = Odd()\nV.x = W\nV.y = V",
    "class Odd:\n    'what it is for'\n    own = [W]\nV = Odd()",
    'class Odd(tuple):\n    pass\nV = Odd((W,))\nprint(V + (1,) == (W, 1), V * 2 == (W, W))',
    'class Odd(list):\n    pass\nV = Odd([W])\nV = [V, weakref.proxy(V)]\nV.append(V[1] + [1])\nV.append(V[1] * 2)',
    'def odd(u):\n    return [u]\nV = weakref.proxy(odd)\nV = V(W)',
    'def odd(u):\n    yield u\nV = odd([W])\nV = [V, weakref.proxy(V)]\nV[0] = next(V[1])',
    'class Odd:\n    def __iter__(self):\n        return [W]\nV = iter(Odd())',
    `class Odd:\n    def __eq__(self, other):\n        V[12] = 1\n        return False\n${ODD_EQUAL}V = {Odd(): W}\nV = [V, {Odd(): [W]}]\nV[1].update(V[0])`,
  ),
  ...about(Kind.instance, 'V = weakref.proxy(W)\nnext(V)', "type('Odd', (W,), {})"),
  ...plain(
    'class Odd(set):\n    pass\nOdd(5)',
    'class Odd(frozenset):\n    pass\nOdd(5)',
    'V = {frozenset([1])}\nprint({1} in V)\nV.discard({1})\nV.remove({1})',
    '[] in {1}',
    "class Odd:\n    __slots__ = ('x',)\n    x = 1",
    'class Odd:\n    __slots__ = (1,)',
    'class Odd:\n    __slots__ = 5',
    "class Odd(tuple):\n    __slots__ = ('x',)",
    'class Odd(list, dict):\n    pass',
    'class Odd(bool):\n    pass',
    'N[0]',
    "type('Odd', (5,), {})",
    'type(1, (), {})',
    "type('Odd', [int], {})",
    "type('Odd', (), 1)",
    'int[0]',
    'del N.nope',
    'int.x = 1',
  ),
]
