# Between cases: brings the collector and the modules back to where they were, so that nothing of one case shows in the
# next. Continues harness.py.
THRESHOLDS = gc.get_threshold()
OFTEN = (1,) + THRESHOLDS[1:]
RECURSION_LIMIT = sys.getrecursionlimit()
GARBAGE, CALLBACKS = gc.garbage, gc.callbacks
LEDGER = memoryview(log).cast('I')
ROUNDS_MAX = 12
get_stats = gc.get_stats
STATS = struct.Struct('<BB6I').pack
# Each module's dictionary and a copy of what was in it at start; filled last.
MODULES = []


def read_keywords_once():
    """
    Up to 3.11 a function in C makes the tuple of its keywords when it reads its first arguments, and keeps it: no program
    should be seen to do so. `class C(5)` calls int with three.
    """
    for value in (0, 0.0, '', b'', bytearray(), (), [], {}, set(), frozenset(), range(0), gc, read_keywords_once):
        try:
            type(value)('C', (value,), {})
        except Exception:
            pass


read_keywords_once()


@control
def baseline():
    """What lives now belongs to the harness: hides it from the collector and from programs."""
    hide()


@control
def reset():
    """After a program that used nothing of the modules which has an effect of its own."""
    position = tell()
    NS.clear()
    collect()
    if NS or get_objects():
        empty(0)
    finish(position)


@control
def reset_all():
    """After any other program that does not freeze or thaw."""
    position = tell()
    restore()
    empty(0)
    finish(position)


@control
def reset_frozen():
    position = tell()
    restore()
    gc.unfreeze()
    empty(BUILTINS['__hs_frozen__'])
    hide()
    finish(position)


RESETS = CONTROL['reset'], CONTROL['reset_all'], CONTROL['reset_frozen']


def finish(position):
    """What finalizers said after the case is no part of it."""
    NS.update(STARTING)
    seek(position)
    LEDGER[0] += 1


def hide():
    # A collection untracks an empty dictionary (until 3.13); then it would come back as a new object of the program.
    NS.update(STARTING)
    collect()
    freeze()
    if THRESHOLDS[2] == 0:
        settle_spaces()
    BUILTINS['__hs_frozen__'] = gc.get_freeze_count()


def settle_spaces():
    """
    The two old spaces of the incremental collector change roles with every full collection while nothing is frozen. The
    order in which they are listed shows that: what a young collection leaves must come first.
    """
    pending, visited = [], None
    collect()
    visited = []
    collect(0)
    if get_objects(generation=2)[0] is pending:
        gc.unfreeze()
        collect()
        freeze()


@control
def begin():
    """Before each case: says what the statistics are, zeroes the counts and empties the free lists."""
    stats0, stats1, stats2 = get_stats()
    write(STATS(
        0xf8, 4, stats0['collections'], stats0['collected'], stats1['collections'], stats1['collected'],
        stats2['collections'] + 1, stats2['collected']))
    stats0 = stats1 = stats2 = None
    freeze()
    # Code that was made anew for this case counts, too.
    BUILTINS['__hs_frozen__'] = gc.get_freeze_count()
    collect()


def restore():
    gc.disable()
    gc.set_debug(0)
    gc.set_threshold(*THRESHOLDS)
    CALLBACKS[:] = []
    sys.setrecursionlimit(RECURSION_LIMIT)
    for finalizer in [finalizer for finalizer in REGISTRY if finalizer not in OWN_FINALIZERS]:
        # What dies with it may have called another one.
        REGISTRY.pop(finalizer, None)
    finalizer = None
    restore_modules()


def empty(expected):
    """Until nothing of the program is left but what can't be freed, which is hidden then."""
    for turn in range(ROUNDS_MAX):
        NS.clear()
        GARBAGE[:] = []
        if turn > 2:
            silence_finalizers()
        collect()
        if not NS and not GARBAGE and len(get_objects()) <= expected:
            return
    freeze()
    BUILTINS['__hs_frozen__'] = gc.get_freeze_count()
    if CODE_KEEPS_FRAME:
        # Frames that are lost for ever may be those that code had kept.
        for code in CODES:
            make_frames(code)


def silence_finalizers():
    """
    A finalizer that makes another object of its class would keep us here for ever. A generator that went on when it was
    closed is left alone: a collection has taken apart what it would need to go on, and the interpreter would crash.
    """
    for thing in get_objects():
        if type(thing) is type and getattr(thing, '__module__', None) == '__main__' and '__del__' in thing.__dict__:
            del thing.__del__
    thing = None


def restore_modules():
    for module, names in MODULES:
        if module != names:
            for name in [name for name in module if name not in names]:
                del module[name]
            module.update(names)


@control
def enable():
    gc.enable()


@control
def cool_library():
    """Code of the standard library's that ran before has specialized itself, too (3.11+)."""
    if not CODE_KEEPS_FRAME:
        for function in library_functions():
            function.__code__ = anew(function.__code__)


@control
def pulse():
    """Entering a Python function is where 3.12 and later run a collection that is due."""


@control
def collect_often():
    # No tuple or list is made for it.
    gc.set_threshold(*OFTEN)
    gc.enable()


# --- automatic collections ---------------------------------------------------------------------------------------------
class Explicit(object):
    """Whether the collection that starts next was asked for by the program."""
    __slots__ = ('asked',)


EXPLICIT = Explicit()
EXPLICIT.asked = False


def collect_asked(generation=2):
    EXPLICIT.asked = True
    try:
        return collect(generation)
    finally:
        EXPLICIT.asked = False


def started(phase, about):
    if phase == 'start':
        if EXPLICIT.asked:
            EXPLICIT.asked = False
        else:
            write(COLLECTED[about['generation']])


BUILTINS['__hs_collect__'] = collect_asked


@control
def watch():
    CALLBACKS.append(started)
