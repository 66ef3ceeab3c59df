# --- what runs the steps; written by Heapsmith, for any Python from 3.8 on ---------------------------------------------
import ast, builtins, gc, io, sys, types, warnings, weakref

warnings.simplefilter('ignore')

unraisable = []
BUILTINS = dict(vars(builtins), __refcount__=sys.getrefcount)
SCOPE = {'__builtins__': BUILTINS, '__name__': '__main__', 'gc': gc, 'sys': sys, 'weakref': weakref}


def is_meant(versions):
    """Whether a range such as '>=3.8 <3.14' holds for this interpreter; a version without a patch is its whole series."""
    for term in versions.split():
        operator = term.rstrip('0123456789.')
        version = tuple(map(int, term[len(operator):].split('.')))
        own = sys.version_info[:len(version)]
        if not {'>=': own >= version, '>': own > version, '<=': own <= version, '<': own < version,
                '==': own == version, '!=': own != version}[operator]:
            return False
    return True


# Made once: between statements nothing is made that the collector counts.
SEQUENCES, SCALARS = (list, tuple), (bool, int, float, str)


def described(value):
    """A value without its identity: what the program may go on to change or drop is not held."""
    if type(value) in SEQUENCES:
        return [described(item) for item in value]
    if value is None or type(value) in SCALARS:
        return value
    return 'a ' + ('weakref' if type(value) is weakref.ref else type(value).__name__)


def same(seen, expected):
    if type(seen) is list and type(expected) is list:
        return len(seen) == len(expected) and all(map(same, seen, expected))
    return type(seen) is type(expected) and (seen == expected or seen != seen)


def compiled(text):
    """The statements of a step, each as code of its own; an expression is code that has a value."""
    codes = []
    for node in ast.parse(text).body:
        is_value = isinstance(node, ast.Expr)
        tree = ast.Expression(node.value) if is_value else ast.Module([node], [])
        codes.append(compile(tree, '<step>', 'eval' if is_value else 'exec'))
    return codes


# A function whose code was made for a module runs it in its globals, and calling it makes nothing that the collector counts.
RUNNER = types.FunctionType(compile('pass', '<step>', 'exec'), SCOPE)


def run(codes, is_enabled):
    """Gives the value of the last statement, what it raised, what all printed, and whether the collector is on behind them."""
    value = raised = None
    printed, sys.stdout = sys.stdout, io.StringIO()
    if is_enabled:
        gc.enable()
    try:
        for code in codes:
            value = raised = None
            try:
                RUNNER.__code__ = code
                value = described(RUNNER())
            except Exception as error:
                raised = type(error).__name__
                error.__traceback__ = error.__traceback__.tb_next
        is_enabled = gc.isenabled()
        gc.disable()
        return value, raised, sys.stdout.getvalue().split('\n')[:-1], is_enabled
    finally:
        sys.stdout = printed


EXTRA_REFERENCES = eval('__refcount__(probe)', {'__builtins__': BUILTINS, 'probe': object()}) - 1


def refcount(text):
    return eval('__refcount__(%s)' % text, SCOPE) - EXTRA_REFERENCES


def generation(text):
    value = eval(text, SCOPE)
    if not gc.is_tracked(value):
        return 'untracked'
    for number in range(3):
        if any(thing is value for thing in gc.get_objects(number)):
            return number
    return 'permanent'


LOOKS = {'values': lambda text: described(eval(text, SCOPE)), 'refcounts': refcount, 'generations': generation}


def looked(key, text):
    """What a look shows; what the program prints meanwhile is not asked for."""
    printed, sys.stdout = sys.stdout, io.StringIO()
    try:
        return LOOKS[key](text)
    finally:
        sys.stdout = printed


def compare(expectations, seen):
    """Pairs of what is expected and what is seen, with a name."""
    for versions, expected in expectations:
        if not is_meant(versions):
            continue
        for key, wanted in expected.items():
            if key in LOOKS:
                for text, item in wanted.items():
                    yield '%s of %s' % (key, text), item, looked(key, text)
            elif key == 'prints in any order':
                yield key, sorted(wanted), sorted(seen['prints'])
            else:
                yield key, wanted, seen[key]


def main(steps, versions, mode):
    if not is_meant(versions):
        sys.exit('skipped: it is about Python %s' % versions)
    gc.disable()
    sys.unraisablehook = lambda report: unraisable.append(report.exc_type.__name__)
    steps = [(number, compiled(text), expectations) for number, (text, expectations) in enumerate(steps, 1)]
    differences, checked = [], 0
    # What is there before the program is none of its business, and constants are as if they had been there for long.
    gc.collect()
    gc.freeze()
    if mode == 'every-allocation':
        gc.set_threshold(1)
    is_enabled = mode != 'disabled'
    for number, codes, expectations in steps:
        del unraisable[:]
        value, raised, printed, is_enabled = run(codes, is_enabled)
        seen = {'value': value, 'raises': raised, 'prints': printed, 'unraisable': unraisable[:]}
        for name, wanted, found in compare(expectations, seen):
            checked += 1
            if not same(found, wanted):
                differences.append('step %d: %s: must be %r, not %r' % (number, name, wanted, found))
    sys.unraisablehook = sys.__unraisablehook__
    if differences:
        sys.exit('\n'.join(differences))
    print('passed: %d expectations' % checked)
