# What the other side must know before it can read the log: pointers of singletons and types, and how much our own
# looking adds to a reference count. Continues snapshot.py and ends the preamble.

control(bad_program)
CONTROLS = frozenset(CODES)


def own_references():
    things = [object()]
    return counts_of(things)[0]


def probe_references():
    NS['probed'] = object()
    RUNNER.__code__ = code_of('=__hs_refcount__(probed)')
    count = RUNNER()
    del NS['probed']
    return count - 1


class Empty(object):
    pass


def hello():
    # Types that are garbage already would leave their addresses to others.
    collect()
    referents = gc.get_referents(Empty())
    fields = {
        'wordBytes': WORD,
        'none': id(None),
        'mark': id(MARK),
        'classReferent': int(referents[-1:] == [Empty]),
        'ownReferences': own_references(),
        'probeReferences': probe_references(),
        'controls': len(CODES),
    }
    lines = ['%s %d' % field for field in fields.items()]
    lines += ['control:%s %d' % (name, CODES.index(code)) for name, code in CONTROL.items()]
    lines += ['type:%s %d' % (kind.__name__, id(kind)) for kind in known_types(object)]
    lines += ['fact:%s %s' % fact for fact in find_facts().items()]
    return '\n'.join(lines)


def keep_frames():
    """So that the first call of a function of ours, or of the weak containers, makes no object (until 3.10)."""
    for code in CODES:
        make_frames(code)
    for value in [*globals().values()]:
        if type(value) is types.FunctionType and value is not RUNNER:
            make_frames(value.__code__)
    for function in library_functions():
        make_frames(function.__code__)


GREETING = hello()
if CODE_KEEPS_FRAME:
    keep_frames()
MODULES += [(vars(module), dict(vars(module))) for module in (gc, sys, weakref)]
