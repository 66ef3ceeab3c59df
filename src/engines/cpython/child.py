# The process side of the engine `cpython`: reads batches from standard input, runs them, answers on standard output.
# Follows the preamble of engines/python. A batch is: u32 × 6 (slot, sequence, keep, texts, operations, bytes of text) and
# u64 memory, then u32 a text's length, u32 an operation, text. Its log goes to the slot's half of the
# shared file; the answer is u32 × 2 (sequence, bytes of log). The ledger, at the file's start, is u32 × 2: cases of the
# batch that are over, sequence of the batch that runs.
import os
from _signal import SIG_IGN, SIGINT, signal
from array import array

HEAD = struct.Struct('<6IQ')
ANSWER = struct.Struct('<2I')


def end_with_parent():
    """Also when stuck in a program: Linux kills us when the thread that started us ends."""
    try:
        import _ctypes
        prctl = _ctypes.dlsym(_ctypes.dlopen(None, 0), 'prctl')
        _ctypes.call_function(prctl, (1, 9, 0, 0, 0))
    except (ImportError, OSError, AttributeError):
        pass
    if os.getppid() != CONFIG['parent']:
        os._exit(1)


def limit_memory(size):
    """On top of what the interpreter itself has mapped; where the system can tell that."""
    try:
        import resource
        with open('/proc/self/statm') as statm:
            own = int(statm.read().split()[0]) * resource.getpagesize()
    except (ImportError, OSError):
        return
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (own + size, hard))


def numbers(data):
    found = array('I')
    found.frombytes(data)
    return found


def split_texts(data, lengths):
    at = 0
    for length in lengths:
        yield data[at:at + length].decode()
        at += length


def answer(data):
    while data:
        data = data[os.write(1, data):]


def serve():
    source = open(0, 'rb', closefd=False)
    used = [0, 0]
    limit = 0
    while True:
        head = source.read(HEAD.size)
        if len(head) < HEAD.size:
            os._exit(0)
        slot, sequence, keep, texts, operations, text_bytes, memory = HEAD.unpack(head)
        lengths = numbers(source.read(4 * texts))
        work = numbers(source.read(4 * operations))
        learn(split_texts(source.read(text_bytes), lengths), keep)
        if memory != limit:
            limit_memory(memory)
            limit = memory
        start = CONFIG['start'] + slot * CONFIG['size']
        log[start:start + used[slot]] = bytes(used[slot])
        seek(start)
        head = lengths = None
        LEDGER[0] = 0
        LEDGER[1] = sequence
        execute(work)
        used[slot] = tell() - start
        answer(ANSWER.pack(sequence, used[slot]))


limit_memory(1 << 40)
end_with_parent()
signal(SIGINT, SIG_IGN)
learn([], len(CODES))
GREETING = GREETING.encode()
answer(struct.pack('<I', len(GREETING)) + GREETING)
serve()
