# What runs programs inside a real CPython, 3.8 to 3.15, native or WASM: one namespace, a log, and a loop over code
# objects. It is built so that it does not disturb what it observes:
#   - every object of the harness lies in the permanent generation before a program starts, and the loop makes no new
#     one between statements that the collector could see;
#   - what programs report they report by calls of C functions alone (no frame, no object of the collector's);
#   - the log is bytes in a memory map, so that it is still there when the process is not.
# Text that `print` wrote stands in the log as it is (UTF-8); a byte from 0xF8 on begins a record and can't be text.
# CONFIG, a dictionary, is given by whoever runs this: builtins (names), file (-1: anonymous), start, size, print_limit.
import _collections_abc
import gc
import io
import itertools
import marshal
import mmap
import struct
import sys
import types
import warnings
import weakref
from operator import is_ as operator_is

warnings.simplefilter('ignore')

END, RAISED, VALUE, UNRAISABLE = b'\xff', b'\xfa', b'\xf9', b'\xf8\x05'
COLLECTED = [bytes((0xf8, 0, generation)) for generation in range(3)]
TAKES_ANY = 4
CODE_KEEPS_FRAME = sys.version_info < (3, 11)
SMALL_INT = 1 << 60
VALUE_LENGTH_MAX, VALUE_ITEMS_MAX, VALUE_DEPTH_MAX = 65536, 4096, 4

log = mmap.mmap(CONFIG['file'], CONFIG['start'] + 2 * CONFIG['size'])
write, tell, seek = log.write, log.tell, log.seek
dumps = marshal.dumps
collect, freeze, get_objects = gc.collect, gc.freeze, gc.get_objects


class Printer(object):
    """What `print` writes to: a C function in the end, so that printing runs no Python code of ours."""
    closed = False
    def readable(self): return False
    def writable(self): return True
    def seekable(self): return False
    def flush(self): pass


sink = Printer()
sink.write = log.write
printer = io.TextIOWrapper(sink, 'utf-8', 'surrogatepass', '\n', False, True)
sys.stdout = types.SimpleNamespace(write=printer.write, flush=sink.flush)
# The first call of many a built-in makes a tuple that stays: the names of its keyword arguments.
start_of_log = tell()


def is_instance(thing, kind):
    """
    `isinstance` for what weak dictionaries are compared with: an abstract class remembers every type that it was asked
    about, in sets and weakrefs which the collector tracks (`abc`).
    """
    if kind is _collections_abc.Mapping:
        return type.__instancecheck__(kind, thing) or isinstance(thing, dict)
    return isinstance(thing, kind)


_collections_abc.isinstance = is_instance


class Thing(object):
    """Something that can be referred to weakly."""


def first_uses():
    """What the standard library makes once, and the first subclass of each built-in type, which its type remembers."""
    thing = Thing()
    # Who is being shown stands in a list of the thread's.
    repr([thing])
    # A registry that is never empty stays tracked, and so hidden.
    weakref.finalize(thing, print).atexit = False
    for container in (weakref.WeakValueDictionary(), weakref.WeakKeyDictionary(), weakref.WeakSet()):
        # Instances share one table of names (3.11+), which takes new ones for as long as few instances were made: without
        # these, what earlier programs did would decide whether an attribute gives an instance a dict of its own.
        for name in ('own', 'x', 'y', 'z', 'w', 'n', 'me'):
            setattr(container, name, None)
    kept = [thing]
    # What is being shown is remembered in a list, from the first time on (Py_ReprEnter).
    repr(kept)
    for name in CONFIG['builtins']:
        kind = getattr(__import__('builtins'), name)
        if type(kind) is type:
            try:
                kept.append(type(name, (kind,), {}))
            except TypeError:
                pass
    return kept


FIRST_USES = first_uses()
REGISTRY = weakref.finalize._registry
OWN_FINALIZERS = set(REGISTRY)
print('-', int('1'), float('1'), str(1), bytes(1), bytearray(1), sorted((), key=id, reverse=True), [].sort(key=id, reverse=True), tuple(()), sys.getsizeof(1), repr([0]))
gc.collect(generation=0), gc.get_objects(generation=0)
seek(start_of_log)


def unraisable(report):
    write(UNRAISABLE + report.exc_type.__name__.encode() + b'\n')


def unraisables():
    while True:
        write(UNRAISABLE + (yield).exc_type.__name__.encode() + b'\n')


# Until 3.10 frames that end in deep deallocations are put off, and so would be what ours refers to: one that waits is not.
sys.unraisablehook, waiting = unraisable, None
if CODE_KEEPS_FRAME:
    waiting = unraisables()
    sys.unraisablehook = waiting.send
    sys.unraisablehook(None)
    waiting = waiting.gi_frame


# --- values ----------------------------------------------------------------------------------------------------------
# `struct.pack` itself would keep a new tracked object for every format.
OBJECT_VALUE, ITEMS_VALUE = struct.Struct('<BQH').pack, struct.Struct('<BI').pack
SCALARS = frozenset((int, bool, str, float, bytes, type(None)))


def describe(value):
    kind = type(value)
    if kind is bool or (kind is int and -SMALL_INT < value < SMALL_INT):
        write(VALUE + dumps(value, 2))
    elif kind is list or kind is tuple:
        PARTS.append(VALUE)
        describe_items(value)
    else:
        write(VALUE + describe_one(value))


def describe_one(value):
    kind = type(value)
    if kind in SCALARS and not too_large(value, kind):
        return dumps(value, 2)
    name = kind.__name__.encode()
    return OBJECT_VALUE(79, id(value), len(name)) + name


def too_large(value, kind):
    if kind is int:
        return value.bit_length() > VALUE_LENGTH_MAX
    return (kind is str or kind is bytes) and len(value) > VALUE_LENGTH_MAX


# Iterators over the lists and tuples that are being described: no call, so no frame (until 3.10), and no list for each.
# What is said of them is written in one piece, for an iterator may set off a collection, which writes, too.
UNDER_WAY, PARTS = [], []


def describe_items(value):
    shown = 0
    if len(value) > VALUE_ITEMS_MAX:
        PARTS.append(describe_one(value))
    else:
        shown = begin_items(value)
    while UNDER_WAY:
        for item in UNDER_WAY[-1]:
            kind = type(item)
            if (kind is list or kind is tuple) and len(UNDER_WAY) < VALUE_DEPTH_MAX \
                    and len(item) + shown <= VALUE_ITEMS_MAX:
                shown += begin_items(item)
                break
            PARTS.append(describe_one(item))
        else:
            UNDER_WAY.pop()
    write(b''.join(PARTS))
    PARTS.clear()


def begin_items(value):
    PARTS.append(ITEMS_VALUE(91 if type(value) is list else 40, len(value)))
    UNDER_WAY.append(iter(value))
    return len(value)


# --- the programs' world ---------------------------------------------------------------------------------------------
BUILTINS = {name: getattr(__import__('builtins'), name) for name in CONFIG['builtins']}
BUILTINS.update({
    '__name__': '__main__',
    '__build_class__': __import__('builtins').__build_class__,
    '__import__': __import__('builtins').__import__,
    '__hs_write__': log.write,
    '__hs_id__': id,
    '__hs_max__': max,
    '__hs_pack__': struct.Struct('<BHQ').pack,
    '__hs_pack_class__': struct.Struct('<BBHQQ').pack,
    '__hs_refcount__': sys.getrefcount,
    '__hs_frozen__': 0,
})
STARTING = {'__builtins__': BUILTINS, 'gc': gc, 'sys': sys, 'weakref': weakref}
NS = dict(STARTING)


def call_of(name):
    return code_of('=%s()' % name)


def code_of(text):
    """Code of a module, or of an expression where the text begins with an equals sign."""
    if text[0] == '=':
        return compile(text[1:], '<program>', 'eval', 0, True)
    return compile(text, '<program>', 'exec', 0, True)


def bad_program():
    raise SyntaxError


# Code objects by operation number: control operations first, then the programs' statements.
CODES = []
CONTROL = {}
# A function whose code was made for a module uses its globals as locals, so that a call runs a statement as `exec`
# would, without an object of the collector's being made for it.
RUNNER = types.FunctionType(code_of('pass'), NS, '<module>')


def control(function):
    """Makes a function of the harness an operation; the number of its place in CODES is part of the protocol."""
    name = '__hs_%s__' % function.__name__
    BUILTINS[name] = function
    code = call_of(name)
    CONTROL[function.__name__] = code
    CODES.append(code)
    return function


def learn(texts, keep):
    """Compiles new statements; all but the first `keep` operations are forgotten before."""
    del CODES[keep:]
    for text in texts:
        try:
            code = code_of(text)
            if CODE_KEEPS_FRAME:
                make_frames(code)
            CODES.append(code)
        except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError):
            CODES.append(CONTROL['bad_program'])


def make_frames(code):
    """Code keeps the frame of its first call (until 3.10): makes it now, so that a first run counts like any other."""
    try:
        cells = tuple([types.CellType() for name in code.co_freevars])
        # With an argument too many or, where any number may be given, with none it goes no further than that.
        given = 0 if code.co_flags & TAKES_ANY else code.co_argcount + 1
        types.FunctionType(code, NS, None, None, cells)(*[None] * given)
    except TypeError:
        pass
    for constant in code.co_consts:
        if type(constant) is types.CodeType:
            make_frames(constant)


# Added to the number of an operation whose code must not remember that it ran before: instructions that have specialized
# themselves (3.11+) allocate less, and ask less often whether a collection is due.
FRESH = 1 << 24


def operation(number):
    if number < FRESH:
        return CODES[number]
    code = CODES[number - FRESH]
    return code if CODE_KEEPS_FRAME else anew(code)


def library_functions():
    """Of the weak containers and finalizers, which the standard library writes in Python."""
    for module in (weakref, sys.modules['_weakrefset'], _collections_abc):
        for kind in [value for value in vars(module).values() if isinstance(value, type)]:
            for member in [*vars(kind).values()]:
                for function in (member, *[getattr(member, name, None) for name in ('__func__', 'fget', 'fset')]):
                    if type(function) is types.FunctionType:
                        yield function


def anew(code):
    return code.replace(co_consts=tuple([anew(c) if type(c) is types.CodeType else c for c in code.co_consts]))


def execute(operations):
    """
    Runs operations, given by number. The first must hide what is made here (`baseline` or `begin` do): the list and its
    iterator are objects that the collector sees.
    """
    runner, end, note, caught = RUNNER, END, write, None
    # The first traceback that reaches this frame would make it an object, which counts (from 3.11 on).
    sys._getframe()
    queue = iter([*map(operation, operations)])
    operations = None
    for code in queue:
        runner.__code__ = code
        try:
            value = runner()
            if value is not None:
                describe(value)
                value = None
        except BaseException as error:
            value = None
            # 3.8 lets the name go while the exception is still being handled, which keeps its traceback.
            caught = error
            # The program may have kept it: the entry of this frame is none of its business.
            error.__traceback__ = error.__traceback__.tb_next
            name = type(error).__name__
            note(RAISED + name.encode() + b'\n')
            if name in FATAL or code in CONTROLS:
                error = caught = None
                skip_case(code, queue)
        caught = None
        note(end)


FATAL = frozenset(('MemoryError', 'KeyboardInterrupt', 'SystemExit'))


def skip_case(code, queue):
    """Goes on behind the operation that ends the case, whose work it does as thoroughly as possible."""
    # What was being described when memory ran out.
    UNDER_WAY.clear()
    PARTS.clear()
    while code not in RESETS:
        write(END)
        code = next(queue)
    if code is CONTROL['reset_frozen']:
        reset_frozen()
    else:
        reset_all()
