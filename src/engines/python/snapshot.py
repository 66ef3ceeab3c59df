# Shows the heap. Pointers are copied out of lists as raw memory (where `_ctypes` is there and lists lie as expected), and
# references are asked for with one call for all objects, so that a snapshot costs little and changes nothing. Continues
# baseline.py; the layout of the records is described in decode-snapshot.ts, which reads them.
from array import array

WORD = struct.calcsize('P')


def list_copier():
    """A function that writes the pointers in a list to the log."""
    import _ctypes

    class Char(_ctypes._SimpleCData):
        _type_ = 'c'

    base = 4096
    memory = memoryview((Char * ((1 << (48 if WORD == 8 else 31)) - 2 * base)).from_address(base)).cast('B')
    words = memory.cast('Q' if WORD == 8 else 'I')
    # A list's ob_item follows ob_refcnt, ob_type and ob_size (Include/cpython/listobject.h; 3.8 to 3.15).
    items_at = 3 * WORD - base
    word_shift = 3 if WORD == 8 else 2
    known = [None, 1, 'x', known_types]
    start = words[(id(known) + items_at) >> word_shift] - base
    if memory[start:start + 4 * WORD].cast('Q' if WORD == 8 else 'I').tolist() != [*map(id, known)]:
        raise ImportError

    def copy(things):
        if things:
            start = words[(id(things) + items_at) >> word_shift] - base
            write(memory[start:start + WORD * len(things)])
    return copy


def write_pointers(things):
    write(array('Q' if WORD == 8 else 'I', map(id, things)).tobytes())


def known_types(root):
    """Every type that is there before any program, for telling its classes by."""
    seen, todo = {root}, [root]
    while todo:
        for kind in type.__subclasses__(todo.pop()):
            if kind not in seen:
                seen.add(kind)
                todo.append(kind)
    return seen


try:
    write_pointers = list_copier()
except (ImportError, AttributeError, OverflowError, ValueError, TypeError):
    pass

EMPTY = ()
MARK = []
SEPARATOR = (MARK,)
SEPARATORS = [SEPARATOR] * 2048
REFERENCES = frozenset((weakref.ref, weakref.KeyedRef))
PROXIES = frozenset((weakref.ProxyType, weakref.CallableProxyType))
WEAK = REFERENCES | PROXIES
getweakrefs = weakref.getweakrefs
# Their referents tell nothing: inner parts of classes, and functions without defaults.
DESCRIPTORS = frozenset((types.GetSetDescriptorType, types.MemberDescriptorType))
SILENT = DESCRIPTORS | {types.FunctionType}
# Shown although the collector may not track them; lists, sets and bound methods it always does.
UNTRACKABLE = frozenset((tuple, dict, frozenset, object, bytearray))
SNAPSHOT_HEAD = struct.Struct('<BBBB14I').pack
CENSUS_HEAD = struct.Struct('<BBBBI').pack
CLASS_HEAD = struct.Struct('<BBQQ').pack
get_referents, is_tracked, getrefcount = gc.get_referents, gc.is_tracked, sys.getrefcount
# Ids of the harness's own objects, for programs that thaw them.
OWN = set()


def counts_of(things):
    """One byte each where all are small, else four."""
    try:
        return bytes(map(getrefcount, things))
    except ValueError:
        return array('I', [min(count, 0xffffffff) for count in map(getrefcount, things)]).tobytes()


def referents_of(things, *more):
    """What each thing refers to, with MARK behind each one's."""
    size = 2 * len(things)
    mixed = SEPARATORS[:size] if size <= 2048 else [SEPARATOR] * size
    mixed[::2] = things
    return get_referents(*mixed, *more)


def targets_of(things):
    """What the weakrefs and weak proxies among the things point to, None for a dead one."""
    found = [thing for thing in things if type(thing) in WEAK]
    proxied = proxied_by(things) if any([type(thing) in PROXIES for thing in found]) else None
    return [thing() if type(thing) in REFERENCES else proxied.get(id(thing)) for thing in found]


def proxied_by(things):
    """A proxy does not say what it stands for, but that knows its proxies."""
    return {id(proxy): thing for thing in things for proxy in getweakrefs(thing) if type(proxy) in PROXIES}


@control
def snapshot():
    """For programs in which no function has defaults."""
    take(find_loose, SILENT, 1)


@control
def snapshot_defaults():
    take(find_loose, DESCRIPTORS, 0)


@control
def snapshot_all():
    """For programs that freeze or thaw: what is frozen is found by following references."""
    take(find_frozen, DESCRIPTORS, 0)


def without(things, silent):
    return [thing for thing in things if type(thing) not in silent]


# No comprehension here uses a local variable: its cell would be an object in the young generation (until 3.11).
def take(find, silent, functions_are_silent):
    enabled = gc.isenabled()
    gc.disable()
    things, middle, old = get_objects(0), get_objects(1), get_objects(2)
    if find is find_frozen:
        things = [thing for thing in things if id(thing) not in OWN]
        middle = [thing for thing in middle if id(thing) not in OWN]
        old = [thing for thing in old if id(thing) not in OWN]
    young_size, middle_size, old_size = len(things), len(middle), len(old)
    things += middle
    things += old
    middle = old = None
    counts = counts_of(things)
    flat = referents_of(without(things, silent), NS, SEPARATOR, GARBAGE, SEPARATOR)
    extra = find(things, flat)
    if extra:
        things += extra
        flat += referents_of(extra)
        extra_counts = counts_of(extra)
        tracked = bytes([*map(is_tracked, extra)])
    else:
        extra_counts = tracked = b''
    kinds = [*map(type, things)]
    targets = targets_of(things)
    names = '\0'.join(NS).encode()
    stats0, stats1, stats2 = get_stats()
    write(SNAPSHOT_HEAD(
        0xf8, 1, functions_are_silent, 0, young_size, middle_size, old_size, len(extra), len(flat), len(counts),
        len(extra_counts), len(names),
        stats0['collections'], stats0['collected'], stats1['collections'], stats1['collected'],
        stats2['collections'], stats2['collected']))
    write_pointers([*things, *kinds, *flat, *targets])
    write(b''.join((counts, extra_counts, tracked, names)))
    if enabled:
        gc.enable()


def find_loose(things, flat):
    """Untracked containers among the referents, and those that they refer to."""
    found = EMPTY
    while True:
        # By type first: calls of C functions cost most in WebAssembly.
        loose = [
            thing for thing in flat
            if type(thing) in UNTRACKABLE and not is_tracked(thing) and thing is not EMPTY and id(thing) not in found
        ]
        if not loose:
            return [*found.values()] if found else found
        found = found or {}
        for thing in loose:
            found[id(thing)] = thing
        flat = get_referents(*loose)


def find_frozen(things, flat):
    seen = {id(thing) for thing in things}
    found = {}
    while flat:
        fresh = {
            id(thing): thing for thing in flat
            if (type(thing) in UNTRACKABLE or is_tracked(thing)) and id(thing) not in seen and id(thing) not in OWN
            and thing is not EMPTY and thing is not MARK
        }
        seen.update(fresh)
        found.update(fresh)
        flat = get_referents(*fresh.values())
    # The frozen ones first.
    return sorted(found.values(), key=is_tracked, reverse=True)


@control
def tell_classes():
    """
    Before a snapshot of a program that may make classes by calling `type`: that it may have, for some are gone; which there
    are now, and what they are called.
    """
    write(b'\xf8\x08')
    for thing in get_objects():
        if type(thing) is type:
            write(CLASS_HEAD(0xf8, 7, id(thing), id(thing.__base__)))
            write(thing.__name__.encode() + b'\n')
    thing = None


@control
def census():
    """Who lives in the youngest generation; whoever reads it knows which types are program classes."""
    things = get_objects(0)
    write(CENSUS_HEAD(0xf8, 3, 0, 0, len(things)))
    write_pointers([*things, *map(type, things)])


@control
def remember_own():
    """
    Before a program that thaws: what it will find then that is not its own. Among that is what earlier programs lost for
    ever, by a bug of the interpreter's. Frames that run now will end, so they don't count.
    """
    gc.unfreeze()
    OWN.clear()
    # What earlier programs left frozen would be collected as soon as this one thaws.
    collect()
    # In 3.12 a collection drops some hundred tuples of the interpreter's from the lists, and freezing brings them back.
    freeze()
    gc.unfreeze()
    things = get_objects()
    # No comprehension: until 3.11 it is a function that ends here, and its address would serve the program's objects.
    OWN.update(map(id, things))
    things, frame = None, sys._getframe()
    while frame is not None:
        OWN.discard(id(frame))
        frame = frame.f_back
    freeze()
    BUILTINS['__hs_frozen__'] = gc.get_freeze_count()


def generation_of(thing):
    for generation in range(3):
        if any(map(operator_is, get_objects(generation), itertools.repeat(thing))):
            return generation
    return 3 if is_tracked(thing) else -1


BUILTINS['__hs_generation__'] = generation_of
