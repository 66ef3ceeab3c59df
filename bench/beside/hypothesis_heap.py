"""The heap model of parts/models.ts as Hypothesis has it: `hypothesis_heap.py EXAMPLES ROUNDS` prints steps a second.

Nodes of CPython's own heap are made, linked, dropped and collected; a model in sets says how many must be alive, and
weak references say how many are. What Hypothesis itself holds is frozen, so that a collection is of the nodes alone.
"""
import gc
import json
import sys
import time
import weakref

from hypothesis import HealthCheck, Phase, settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

steps = 0


class Node:
    __slots__ = ('edges', '__weakref__')

    def __init__(self):
        self.edges = []


class Heap(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        self.nodes, self.alive, self.edges, self.next = {}, {}, {}, 0

    @rule()
    def make(self):
        node = Node()
        self.nodes[self.next] = node
        self.alive[self.next] = weakref.ref(node)
        self.edges[self.next] = set()
        self.next += 1

    @rule(one=st.integers(0, 2**16), other=st.integers(0, 2**16))
    def link(self, one, other):
        roots = list(self.nodes)
        if roots:
            one, other = roots[one % len(roots)], roots[other % len(roots)]
            self.nodes[one].edges.append(self.nodes[other])
            self.edges[one].add(other)

    @rule(which=st.integers(0, 2**16))
    def drop(self, which):
        roots = list(self.nodes)
        if roots:
            del self.nodes[roots[which % len(roots)]]

    @rule()
    def collect(self):
        gc.collect()
        reached, ahead = set(), list(self.nodes)
        while ahead:
            one = ahead.pop()
            if one not in reached:
                reached.add(one)
                ahead.extend(self.edges[one])
        assert {one for one, ref in self.alive.items() if ref() is not None} == reached

    @invariant()
    def rooted_nodes_live(self):
        global steps
        steps += 1
        assert all(self.alive[one]() is not None for one in self.nodes)


examples, rounds = map(int, sys.argv[1:])
options = settings(
    max_examples=examples,
    stateful_step_count=50,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
gc.collect()
gc.freeze()
run_state_machine_as_test(Heap, settings=options)
gc.collect()
gc.freeze()
rates = []
for _ in range(rounds):
    steps = 0
    start = time.process_time()
    run_state_machine_as_test(Heap, settings=options)
    rates.append(steps / (time.process_time() - start))
print(json.dumps(rates))
