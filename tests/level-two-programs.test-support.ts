/**
 * Random programs of level 2, as text: functions that are full of `try`, `with`, `yield`, closures and comprehensions over
 * objects that tell when they die, and top-level statements that call them. They end: functions call only those before
 * them, and loops are short. A small grammar of its own, written for comparing the simulation with real interpreters.
 */
import { Prng } from '../src/base/prng.ts'

const PRELUDE = `class D:
    def __init__(self, n):
        self.n = n
    def __del__(self):
        print('del', self.n)
class E(D):
    __slots__ = ('s', 't')
    def m(self):
        return self.n
class C:
    def __init__(self, n, calm):
        self.n = n
        self.calm = calm
    def __enter__(self):
        print('enter', self.n)
        return D(self.n)
    def __exit__(self, t, v, tb):
        print('exit', self.n, t is None)
        return self.calm
class F(D):
    def __init__(self, n):
        self.n = n
        self.me = self
class G(F, E):
    def __del__(self):
        print('gone', self.n)
        kept.append(self)
class I:
    def __init__(self, n):
        self.n = n
    def __iter__(self):
        return self
    def __next__(self):
        self.n = self.n - 1
        if self.n < 0:
            raise StopIteration
        return D('i')
def called(w):
    print('called', w() is None)
kept = []
`

const EXCEPTIONS = ['ValueError', 'KeyError', 'IndexError', 'TypeError', 'RuntimeError']
const CAUGHT = ['ValueError', 'KeyError', '(KeyError, IndexError)', 'Exception', 'AttributeError', 'LookupError']

class Writer {
  private readonly random: Prng
  private readonly lines: string[] = []
  private made = 0
  /** Names of the functions before, and whether each is a generator function. */
  private readonly functions: [name: string, isGenerator: boolean][] = []
  private isGenerator = false
  private inLoop = false
  private allBound = false
  private budget = 0

  constructor(random: Prng) {
    this.random = random
  }

  program(): string {
    const { random } = this
    for (let i = random.between(1, 4); i > 0; i--) this.define()
    for (let i = random.between(3, 9); i > 0; i--) this.top()
    this.lines.push('gc.collect()', 'kept.clear()', 'gc.collect()')
    return PRELUDE + this.lines.map((line) => `${line}\n`).join('')
  }

  private fresh(): string {
    const name = ++this.made
    return this.random.pick([
      `D('d${name}')`,
      `D('d${name}')`,
      `D('d${name}')`,
      `E('e${name}')`,
      `F('f${name}')`,
      `G('g${name}')`,
      'I(2)',
    ])
  }

  private define(): void {
    const { random } = this
    const name = `f${this.functions.length}`
    this.isGenerator = random.percent(35)
    this.budget = 14
    this.lines.push(`def ${name}(a, b):`)
    this.allBound = random.percent(70)
    if (this.allBound) this.lines.push('    c = x = None')
    this.block(1)
    if (this.isGenerator) this.lines.push('    yield a')
    this.functions.push([name, this.isGenerator])
  }

  private top(): void {
    const { random } = this
    this.isGenerator = false
    const variable = random.pick(['u', 'v', 'w'])
    const [name, isGenerator] = random.pick(this.functions)
    const call = `${name}(${this.argument()}, ${this.argument()})`
    switch (random.below(isGenerator ? 9 : 6)) {
      case 0:
      case 1:
        this.lines.push(`${variable} = ${call}`)
        break
      case 2:
        this.lines.push(call)
        break
      case 3:
        this.lines.push('gc.collect()')
        break
      case 4:
        this.lines.push(random.percent(50) ? `${variable} = None` : `kept.append(${call})`)
        break
      case 5:
        this.lines.push('try:', `    ${call}`, `except ${random.pick(CAUGHT)} as e:`)
        this.lines.push(random.percent(50) ? '    kept.append(e)' : '    print(len(e.args))')
        break
      case 6:
        this.lines.push(`${variable} = ${call}`, `next(${variable})`)
        if (random.percent(60))
          this.lines.push(
            random.pick([
              `next(${variable})`,
              `${variable}.send(1)`,
              `${variable}.close()`,
              `${variable}.throw(KeyError)`,
              `del ${variable}`,
            ]),
          )
        break
      case 7:
        this.lines.push(`for i in ${call}:`, `    ${random.pick(['pass', 'break', 'kept.append(i)', 'print(1)'])}`)
        break
      default:
        this.lines.push(`${variable} = [i for i in ${call}]`)
    }
  }

  private argument(): string {
    return this.random.pick([() => this.fresh(), () => '1', () => 'None', () => '[]', () => this.fresh()])()
  }

  private add(depth: number, text: string): void {
    this.lines.push('    '.repeat(depth) + text)
  }

  private block(depth: number): void {
    for (let i = this.random.between(1, 3); i > 0; i--) this.statement(depth)
  }

  private variable(): string {
    return this.random.pick(['a', 'b', 'c', 'x'])
  }

  private value(): string {
    const { random } = this
    const v = this.variable()
    switch (random.below(20)) {
      case 0:
      case 1:
      case 2:
        return this.fresh()
      case 3:
      case 4:
        return v
      case 5:
        return `[${v}, ${this.fresh()}]`
      case 6:
        return `(${this.fresh()}, ${v})`
      case 7:
        return `{1: ${v}}`
      case 8:
        return `lambda: ${v}`
      case 9:
        return `[${random.pick(['k', v, this.fresh(), 'lambda: k'])} for k in ${random.pick(['range(2)', `[${this.fresh()}, ${v}]`, v])}]`
      case 10:
        return `${v}.${random.pick(['n', 'missing', 'm'])}`
      case 11: {
        if (this.functions.length === 0) return 'None'
        const [name] = random.pick(this.functions)
        return `${name}(${v}, ${this.fresh()})`
      }
      case 12:
        return `(k for k in ${random.pick([`[${v}, ${this.fresh()}]`, v])})`
      case 13:
        return this.isGenerator ? `(yield ${v})` : `{k: ${v} for k in range(2)}`
      case 14:
        return `${v} is ${this.fresh()}`
      case 15:
        return random.pick([
          `weakref.ref(${v})`,
          `weakref.ref(${v}, called)`,
          `weakref.ref(${v}, lambda w: print('lambda'))`,
          `type(${v})`,
          `sys.getrefcount(${v})`,
          `list(${v})`,
          `iter(${v})`,
          `${v}()`,
        ])
      case 16:
        return random.pick([
          `[q for q in I(2) if ${v}]`,
          `{q: ${v} for q in I(1)}`,
          `(lambda q=${v}: q)`,
          `(lambda: (lambda: ${v}))()`,
          `[[r for r in [q, ${v}]] for q in range(2)]`,
          `next(${v}, ${this.fresh()})`,
        ])
      case 17:
        return `${v}.__class__`
      default:
        return random.pick(['1', 'None', "'s'", `next(${v})`, `kept`])
    }
  }

  private statement(depth: number): void {
    const { random } = this
    if (--this.budget < 0 || depth > 4)
      return this.add(depth, random.pick(['pass', `${this.variable()} = ${this.fresh()}`]))
    const kind = random.below(25)
    switch (kind) {
      case 0:
      case 1:
      case 2:
      case 3:
      case 4:
        return this.add(depth, `${this.variable()} = ${this.value()}`)
      case 5:
        return this.add(depth, random.pick([`del ${this.variable()}`, `print('at', ${++this.made})`, this.value()]))
      case 6:
        return this.add(depth, `return ${this.value()}`)
      case 7:
        return this.raise(depth)
      case 8:
      case 9:
      case 10:
      case 11:
        return this.attempt(depth)
      case 12:
      case 13: {
        const target = random.pick(['', ` as ${this.variable()}`])
        this.add(depth, `with C('c${++this.made}', ${random.pick(['True', 'False'])})${target}:`)
        return this.block(depth + 1)
      }
      case 14:
      case 15: {
        const target = this.variable()
        this.add(
          depth,
          `for ${target} in ${random.pick(['range(2)', `[${this.fresh()}, ${this.fresh()}]`, this.variable()])}:`,
        )
        const { inLoop } = this
        this.inLoop = true
        this.block(depth + 1)
        this.inLoop = inLoop
        return
      }
      case 16:
        return this.add(depth, this.inLoop ? random.pick(['break', 'continue']) : 'pass')
      case 17: {
        const name = this.allBound ? this.variable() : random.pick(['a', 'b'])
        this.add(depth, 'def h(q=1):')
        if (random.percent(40)) {
          this.add(depth + 1, `nonlocal ${name}`)
          this.add(depth + 1, `${name} = ${this.fresh()}`)
        }
        this.add(depth + 1, `return ${name}`)
        return this.add(depth, random.pick(['h()', 'x = h', 'kept.append(h)']))
      }
      case 18:
        this.add(depth, `if ${this.variable()}:`)
        return this.block(depth + 1)
      case 19:
        if (this.isGenerator) return this.add(depth, `yield ${this.variable()}`)
        return this.add(depth, `kept.append(${this.value()})`)
      case 22: {
        this.add(depth, `class Q(${random.pick(['', 'D', 'E', 'F', 'E, I', 'C'])}):`)
        this.add(depth + 1, random.pick(['pass', `y = ${this.variable()}`, "__slots__ = ('z',)", '__slots__ = ()']))
        this.add(depth + 1, 'def get(self):')
        this.add(depth + 2, `return ${this.variable()}`)
        return this.add(depth, random.pick(['x = Q', `x = Q('q')`, `Q('q').get()`, 'kept.append(Q)', 'x = Q.get']))
      }
      case 23:
        return this.add(depth, `${this.variable()} = ${this.variable()}.${random.pick(['get', 'm', '__next__'])}`)
      case 24: {
        const v = this.variable()
        const fresh = this.fresh()
        return this.add(depth, random.pick([`c, x = ${v}, ${fresh}`, `assert ${v}`, `assert ${v}, ${fresh}`]))
      }
      case 20:
        return this.add(depth, random.pick(['gc.collect()', 'gc.collect(0)', `kept.append(${this.variable()})`]))
      default:
        return this.add(depth, `${this.variable()}.${random.pick(['p', 's'])} = ${this.variable()}`)
    }
  }

  private raise(depth: number): void {
    const { random } = this
    const type = random.pick(EXCEPTIONS)
    this.add(
      depth,
      random.pick([
        'raise',
        `raise ${type}`,
        `raise ${type}(${this.fresh()})`,
        `raise ${type}(${this.variable()}) from ${this.variable()}`,
      ]),
    )
  }

  private attempt(depth: number): void {
    const { random } = this
    this.add(depth, 'try:')
    this.block(depth + 1)
    const handlers = random.below(3)
    for (let i = 0; i < handlers; i++) {
      const named = random.percent(60) ? ` as ${random.pick(['e', this.variable()])}` : ''
      this.add(depth, `except ${random.pick(CAUGHT)}${named}:`)
      this.block(depth + 1)
      if (named !== '' && random.percent(25)) this.add(depth + 1, `kept.append(${named.slice(4)})`)
    }
    if (handlers > 0 && random.percent(30)) {
      this.add(depth, 'else:')
      this.block(depth + 1)
    }
    if (handlers > 0 && random.percent(60)) return
    const { inLoop } = this
    // `continue` in `finally` is refused by the language.
    this.inLoop = false
    this.add(depth, 'finally:')
    this.block(depth + 1)
    this.inLoop = inLoop
  }
}

export function levelTwoProgram(seed: number, index: number): string {
  return new Writer(new Prng(seed, index, 0x6c32)).program()
}
