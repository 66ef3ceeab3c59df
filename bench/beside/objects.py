"""Loops of one program in native CPython: `objects.py SETUP JSON TURNS` prints nanoseconds a turn of each loop.

Code of a function is faster than a module's, so each is run as a harness runs a statement: by exec.
"""
import gc
import json
import sys
import time

gc.disable()
setup, loops, turns = sys.argv[1:]
space = {}
exec(setup, space)
out = {}
for name, text in json.loads(loops).items():
    code = compile(text, 'loop', 'exec')
    exec(code, space)
    start = time.process_time()
    exec(code, space)
    out[name] = (time.process_time() - start) * 1e9 / int(turns)
print(json.dumps(out))
