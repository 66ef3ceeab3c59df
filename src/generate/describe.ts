/**
 * What a program exercises, for progress displays, coverage tests and corpus statistics. Reads the text of each
 * statement, remembered by the identity of the statement: generated programs share theirs, so this is cheap for many
 * programs, but it is not for the hot path.
 */
import type { Program, Statement } from '../program/ast.ts'
import { printStatement } from '../program/print.ts'

interface Sign {
  readonly trait: string
  /** Where the pattern must be found: in any statement, or in the body of a `__del__`. */
  readonly within: 'statement' | 'finalizer' | 'function'
  readonly pattern: RegExp
}

const SIGNS: readonly Sign[] = [
  { trait: 'class', within: 'statement', pattern: /^class / },
  { trait: 'class with __init__', within: 'statement', pattern: /^class [\s\S]*def __init__/ },
  { trait: 'class with __slots__', within: 'statement', pattern: /^class [\s\S]*__slots__ =/ },
  { trait: 'slots with __weakref__', within: 'statement', pattern: /__slots__ =.*'__weakref__'/ },
  { trait: 'slots with __dict__', within: 'statement', pattern: /__slots__ =.*'__dict__'/ },
  { trait: 'class attribute', within: 'statement', pattern: /^class [\s\S]*\n {4}box = / },
  { trait: 'method', within: 'statement', pattern: /^class [\s\S]*def (?!__)/ },
  { trait: 'born in a cycle', within: 'statement', pattern: /self\.\w+ = self\n/ },
  { trait: 'finalizer', within: 'finalizer', pattern: /./ },
  { trait: 'finalizer prints', within: 'finalizer', pattern: /print\(/ },
  { trait: 'finalizer resurrects', within: 'finalizer', pattern: /(= |\(|\[)self\)*\]*\n/ },
  { trait: 'finalizer drops', within: 'finalizer', pattern: /= None|del |\.clear\(/ },
  { trait: 'finalizer allocates', within: 'finalizer', pattern: /= \[|= \{|N\(\)/ },
  { trait: 'finalizer collects', within: 'finalizer', pattern: /gc\.collect/ },
  { trait: 'finalizer raises', within: 'finalizer', pattern: /assert False|missing|\[\]\[0\]|\{\}\['k'\]/ },
  { trait: 'finalizer reads a weakref', within: 'finalizer', pattern: /\bq\(\)/ },
  { trait: 'finalizer makes a weakref', within: 'finalizer', pattern: /weakref\.ref/ },
  { trait: 'function', within: 'statement', pattern: /^def f/ },
  { trait: 'function with a default container', within: 'statement', pattern: /^def f.*=(\[|\{)/ },
  { trait: 'function writes globals', within: 'function', pattern: /global / },
  { trait: 'callback', within: 'statement', pattern: /weakref\.ref\(\w+, k/ },
  { trait: 'callback collects', within: 'statement', pattern: /^def k[\s\S]*gc\.collect/ },
  { trait: 'callback raises', within: 'statement', pattern: /^def k[\s\S]*(assert|missing|\[\]\[0\])/ },
  { trait: 'weak reference', within: 'statement', pattern: /weakref\.ref/ },
  { trait: 'weak reference in an attribute', within: 'statement', pattern: /^\w+\.\w+ = weakref\.ref/ },
  { trait: 'weak reference in a list', within: 'statement', pattern: /^\w+\.append\(weakref\.ref/ },
  { trait: 'full collection', within: 'statement', pattern: /^gc\.collect\(\)/ },
  { trait: 'partial collection', within: 'statement', pattern: /^gc\.collect\([01]\)/ },
  { trait: 'freeze', within: 'statement', pattern: /gc\.freeze/ },
  { trait: 'saved garbage', within: 'statement', pattern: /DEBUG_SAVEALL/ },
  { trait: 'attribute dict', within: 'statement', pattern: /\.__dict__/ },
  { trait: 'reference count', within: 'statement', pattern: /sys\.getrefcount/ },
  { trait: 'tracking', within: 'statement', pattern: /gc\.is_tracked/ },
  { trait: 'finalized flag', within: 'statement', pattern: /gc\.is_finalized/ },
  { trait: 'referents', within: 'statement', pattern: /gc\.get_referents/ },
  { trait: 'for loop', within: 'statement', pattern: /^for / },
  { trait: 'while loop', within: 'statement', pattern: /^while / },
  { trait: 'branch', within: 'statement', pattern: /^if / },
  { trait: 'swap', within: 'statement', pattern: /^\((\w), (\w)\) = \(\2, \1\)/ },
  { trait: 'chained assignment', within: 'statement', pattern: /^[\w.]+ = [\w.]+ = / },
  { trait: 'list', within: 'statement', pattern: /= \[|\.append\(/ },
  { trait: 'dict', within: 'statement', pattern: /= \{\}|= \{.*: |\['k'\]/ },
  { trait: 'tuple', within: 'statement', pattern: /^\w+ = \(/ },
  { trait: 'set', within: 'statement', pattern: /= set\(|= \{\w+[,}]/ },
  { trait: 'frozenset', within: 'statement', pattern: /frozenset\(/ },
  { trait: 'arithmetic on containers', within: 'statement', pattern: /^\w = .* [+*] / },
  { trait: 'class dropped', within: 'statement', pattern: /^del [ABCD]\n/ },
]

/** Every trait that `describeProgram` can report. */
export const TRAITS: readonly string[] = SIGNS.map((sign) => sign.trait)

const known = new WeakMap<Statement, ReadonlySet<string>>()

/** The traits of the program, in the order of `TRAITS`. */
export function describeProgram(program: Program): string[] {
  const found = new Set<string>()
  for (const statement of program.body) for (const trait of traitsOf(statement)) found.add(trait)
  return TRAITS.filter((trait) => found.has(trait))
}

function traitsOf(statement: Statement): ReadonlySet<string> {
  const remembered = known.get(statement)
  if (remembered !== undefined) return remembered
  const texts = {
    statement: printStatement(statement),
    finalizer: finalizerText(statement),
    function: statement.kind === 'def' ? printStatement(statement) : '',
  }
  const traits = new Set(SIGNS.filter((sign) => sign.pattern.test(texts[sign.within])).map((sign) => sign.trait))
  known.set(statement, traits)
  return traits
}

/** The body of the `__del__` of a class; empty when there is none. */
function finalizerText(statement: Statement): string {
  if (statement.kind !== 'class') return ''
  const method = statement.body.find((item) => item.kind === 'def' && item.name === '__del__')
  return method?.kind === 'def' ? method.body.map(printStatement).join('') : ''
}
