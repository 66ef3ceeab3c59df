/**
 * What a program exercises, for progress displays, coverage tests and statistics of campaigns. Reads the text of each
 * statement, remembered by the identity of the statement: generated programs share theirs, so this is cheap for many
 * programs, but it is not for the hot path.
 */
import { remembered } from '../base/remembered.ts'
import type { Program, Statement } from '../program/ast.ts'
import type { Level } from '../program/level.ts'
import { printStatement } from '../program/print.ts'
import { LATER_SIGNS, THIRD_SIGNS } from './later-signs.ts'
import type { Sign } from './sign.ts'

const FIRST_SIGNS: readonly Sign[] = [
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

const SIGNS = [FIRST_SIGNS, LATER_SIGNS, THIRD_SIGNS] as const
const ALL_SIGNS = SIGNS.flat()

/** Every trait that `describeProgram` can report of programs up to that level. */
export function traitsUpTo(level: Level): readonly string[] {
  return SIGNS.slice(0, level).flatMap((signs) => signs.map(({ trait }) => trait))
}

/** The traits of the program, in the order of {@link traitsUpTo}. */
export function describeProgram(program: Program): string[] {
  const found = new Set<string>()
  for (const statement of program.body) for (const trait of traitsOf(statement)) found.add(trait)
  return ALL_SIGNS.map(({ trait }) => trait).filter((trait) => found.has(trait))
}

const traitsOf = remembered((statement: Statement): ReadonlySet<string> => {
  const texts = {
    statement: printStatement(statement),
    finalizer: finalizerText(statement),
    function: statement.kind === 'def' ? printStatement(statement) : '',
  }
  return new Set(ALL_SIGNS.filter((sign) => sign.pattern.test(texts[sign.within])).map((sign) => sign.trait))
})

/** The body of the `__del__` of a class; empty when there is none. */
function finalizerText(statement: Statement): string {
  if (statement.kind !== 'class') return ''
  const method = statement.body.find((item) => item.kind === 'def' && item.name === '__del__')
  return method?.kind === 'def' ? method.body.map(printStatement).join('') : ''
}
