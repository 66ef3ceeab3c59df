/**
 * Programs with exceptions, and what CPython 3.8.18, 3.9.18, 3.10.13, 3.11.7, 3.12.1 and 3.13.0 print;
 * see measured-programs.test-support.ts. Long because it is data.
 */
import type { MeasuredProgram } from './measured-programs.test-support.ts'

export const MEASURED_EXCEPTIONS: readonly MeasuredProgram[] = [
  {
    title: 'what an exception keeps, and when a handler lets go',
    text: `class D:
    def __init__(self, n):
        self.n = n
    def __del__(self):
        print(self.n)
def f(x):
    a = D('a')
    raise ValueError(x)
def g():
    try:
        f(1)
    except ValueError as e:
        print('in', e)
        print(e.args, e.__context__, e.__cause__)
    print('after')
g()
def h():
    try:
        f(2)
    except (TypeError, KeyError):
        print('no')
    except:
        print('bare')
    else:
        print('else')
    finally:
        print('finally')
    return 3
h()
def r():
    try:
        return D('ret')
    finally:
        print('fin')
r()
def r2():
    for i in range(3):
        try:
            if i == 1: continue
            if i == 2: break
            print('i', i)
        finally:
            print('f', i)
    return 'done'
r2()
def r3():
    try:
        f(3)
    finally:
        return 'swallowed'
r3()
def r4():
    while True:
        try:
            raise KeyError(D('key'))
        except KeyError as e:
            x = D('x')
            break
    print('r4')
r4()
def chain():
    try:
        try:
            f(1)
        except ValueError as e:
            raise KeyError('k')
    except KeyError as k:
        return [type(k.__context__).__name__, k.__cause__]
chain()
def cause():
    try:
        raise KeyError('k') from ValueError('v')
    except KeyError as k:
        return [type(k.__cause__).__name__, k.__context__]
cause()
def rr():
    try:
        try:
            f(1)
        except ValueError:
            raise
    except ValueError as e:
        tb = e.__traceback__
        n = 0
        while tb is not None:
            n = n + 1
            tb = tb.tb_next
        return n
rr()
def rn():
    raise
rn()
def re():
    try:
        f(1)
    except ValueError as e:
        try:
            raise e
        except ValueError as e2:
            tb = e2.__traceback__
            n = 0
            while tb is not None:
                n = n + 1
                tb = tb.tb_next
            return n
re()
raise 5
raise KeyError
raise KeyError from 5
try:
    f(1)
except 5:
    pass
def nested():
    try:
        raise ValueError(D('v1'))
    except ValueError as e:
        try:
            raise KeyError(D('v2'))
        except KeyError as e:
            print('inner')
        print('mid')
    print('out')
nested()
def stored():
    try:
        f(4)
    except ValueError as e:
        x = e
    return 1
stored()
try:
    f(9)
except ValueError as e:
    pass
e
def lp():
    for i in [1, 2]:
        try:
            return D('r')
        finally:
            for j in [D('j1'), D('j2')]:
                if i == 1: return D('r9')
lp()
def ex():
    try:
        f(1)
    except ValueError:
        try:
            f(2)
        except ValueError as e:
            return [e.__context__.args, e.__context__.__context__]
ex()
def deep(n):
    try:
        deep(n + 1)
    except RecursionError:
        return 'rec'
    return 'x'
deep(0)
def names():
    try:
        f(1)
    except ValueError as e:
        pass
    return e
names()
def dele():
    try:
        f(1)
    except ValueError as e:
        del e
    return 1
dele()
def cond(n):
    try:
        if n: raise ValueError(n)
    except ValueError:
        return 'exc'
    else:
        return 'else'
    finally:
        print('F', n)
[cond(0), cond(1)]
`,
    lines: [
      [
        '3.8 3.9 3.10 3.11 3.12 3.13.0',
        `in 1 | (1,) None None | a | after | bare | a | finally | =3 | fin | =D | ret | i 0 | f 0 | f 1 | f 2 | ='done' | a | ='swallowed' | key | r4 | x | a | =list['ValueError', None] | =list['ValueError', None] | a | =2 | !RuntimeError | a | =3 | !TypeError | !KeyError | !TypeError | !TypeError | a | inner | v2 | mid | v1 | out | =1 | a | !NameError | j2 | r | j1 | =D | r9 | a | a | =list[tuple[1], None] | ='x' | a | !UnboundLocalError | a | =1 | F 0 | F 1 | =list['else', 'exc']`,
      ],
    ],
  },
]
