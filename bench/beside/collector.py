"""What a full collection costs native CPython, dead and live: `collector.py ROUNDS SIZE…` prints nanoseconds an object.

Every object refers to its neighbour, in a ring, as in parts/collector.ts.
"""
import gc
import json
import sys
import time


class P:
    pass


class S:
    __slots__ = ('a', 'b')


WARM_UP = 40


def ring(shape, count):
    make = {'slots': S, 'instance': P, 'list': list}[shape]
    made = [make() for _ in range(count)]
    for i in range(count):
        if shape == 'list':
            made[i].append(made[i - 1])
        else:
            made[i].a = made[i - 1]
    return made


def timed(into, count):
    start = time.process_time()
    gc.collect()
    into.append((time.process_time() - start) / count * 1e9)


gc.disable()
rounds, *sizes = map(int, sys.argv[1:])
out = {}
for shape in ('instance', 'slots', 'list'):
    for size in sizes:
        live, dead = [], []
        ring(shape, WARM_UP)
        gc.collect()
        gc.freeze()
        for _ in range(rounds):
            kept = ring(shape, size)
            gc.collect()
            timed(live, size)
            del kept
            timed(dead, size)
        out['%s %d' % (shape, size)] = {'live': live, 'dead': dead}
print(json.dumps(out))
