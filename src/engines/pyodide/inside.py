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
