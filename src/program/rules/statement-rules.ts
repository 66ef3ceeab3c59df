/**
 * Where statements may stand and what they must hold: non-empty suites and lists, `break` and `continue` in a loop,
 * `return` and `global` in a function, parameters in an order that Python takes.
 */
import { MODULE_NAMES, type Parameter, type Program, type Statement } from '../ast.ts'
import type { Fault } from './fault.ts'

interface Surroundings {
  readonly loop: boolean
  readonly inside: 'module' | 'function' | 'class'
}

export function statementFaults(program: Program): Fault[] {
  const faults: Fault[] = []
  suite(program.body, { loop: false, inside: 'module' }, faults)
  return faults
}

function suite(body: readonly Statement[], around: Surroundings, faults: Fault[]): void {
  for (const statement of body) {
    ownFaults(statement, around, faults)
    switch (statement.kind) {
      case 'class':
        suite(statement.body, { loop: false, inside: 'class' }, faults)
        break
      case 'def':
        suite(statement.body, { loop: false, inside: 'function' }, faults)
        break
      case 'for':
      case 'while':
        suite(statement.body, { ...around, loop: true }, faults)
        break
      case 'if':
        suite(statement.body, around, faults)
        suite(statement.orelse, around, faults)
        break
      default:
    }
  }
}

function ownFaults(node: Statement, around: Surroundings, faults: Fault[]): void {
  const add = (message: string, hint: string): number => faults.push({ node, message, hint })
  if ('body' in node && node.body.length === 0) add('a block must not be empty', 'write `pass`')
  switch (node.kind) {
    case 'break':
    case 'continue':
      if (!around.loop) add(`\`${node.kind}\` stands outside a loop`, 'put it inside `for` or `while`')
      break
    case 'return':
      if (around.inside !== 'function') add('`return` stands outside a function', 'put it inside a `def`')
      break
    case 'global':
      if (around.inside !== 'function')
        add('`global` stands outside a function', 'outside a `def` every name is global already')
      if (node.names.length === 0) add('`global` names nothing', 'name at least one variable')
      break
    case 'assign':
    case 'delete':
      if (node.targets.length === 0) add(`\`${node.kind}\` has no target`, 'give it at least one')
      break
    case 'import':
      if (node.modules.length === 0 || node.modules.some((name) => !MODULE_NAMES.includes(name))) {
        add('only some modules exist', `import ${MODULE_NAMES.join(', ')}`)
      }
      break
    case 'def':
      parameterFaults(node.parameters, faults)
      break
    default:
  }
}

/** Also those of lambdas. */
export function parameterFaults(parameters: readonly Parameter[], faults: Fault[]): void {
  const seen = new Set<string>()
  let defaults = false
  for (const parameter of parameters) {
    if (seen.has(parameter.name)) {
      faults.push({ node: parameter, message: `two parameters are named \`${parameter.name}\``, hint: 'rename one' })
    }
    if (parameter.default === undefined && defaults) {
      faults.push({
        node: parameter,
        message: 'a parameter without default follows one with a default',
        hint: 'give it a default too, or put it first',
      })
    }
    seen.add(parameter.name)
    defaults ||= parameter.default !== undefined
  }
}
