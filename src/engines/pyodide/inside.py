# The inner side of the engine `pyodide`: follows the preamble of engines/python. Operations and the log are memory that
# JavaScript reads and writes itself; a call says only how many operations there are and gets the log's length.
from array import array
import _ctypes

START = CONFIG['start']
OPERATIONS = array('I', bytes(4 * CONFIG['operations']))
OPERATIONS_AT = OPERATIONS.buffer_info()[0]


class Byte(_ctypes._SimpleCData):
    _type_ = 'c'


LOG_AT = _ctypes.addressof(Byte.from_buffer(log)) + START

# What heap-walk.ts must know to see what `take` sees.
LANDMARKS = {
    'get_objects': get_objects, 'generation0': 0, 'generation1': 1, 'generation2': 2, 'namespace': NS,
    'garbage': GARBAGE, 'empty': EMPTY, 'builtins': BUILTINS,
    'tuple': tuple, 'dict': dict, 'frozenset': frozenset, 'object': object, 'bytearray': bytearray,
}


def landmarks():
    return '\n'.join('%s %d' % (name, id(thing)) for name, thing in LANDMARKS.items())


def changed_statistics():
    """Collects a few things that are garbage, in each generation, and says what the statistics are then."""
    for generation in range(3):
        for size in range(5 + generation):
            thing = []
            thing.append(thing)
        thing = None
        collect(generation)
    return ' '.join('%d' % stats[name] for stats in get_stats() for name in ('collections', 'collected', 'uncollectable'))


def learn_joined(joined, keep):
    learn(joined.split('\0') if joined else (), keep)
    run_operations([CODES.index(CONTROL['baseline'])])


def run_case(count):
    return run_operations(OPERATIONS[:count])


def run_operations(operations):
    seek(START)
    execute(operations)
    return tell() - START


def recover():
    """After an interrupt that hit the harness itself."""
    run_operations([CODES.index(CONTROL['reset_all'])])


learn_joined('', len(CODES))
