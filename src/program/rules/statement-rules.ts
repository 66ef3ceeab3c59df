/**
 * Where statements may stand and what they must hold: non-empty suites and lists, `break` and `continue` in a loop,
 * `return`, `global` and `nonlocal` in a function, parameters and handlers in an order that Python takes.
 */
import { MODULE_NAMES, type Parameter, type Program, type Statement, type Try } from '../ast.ts'
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
      case 'with':
        suite(statement.body, around, faults)
        break
      case 'try':
        suite(statement.body, around, faults)
        for (const handler of statement.handlers) suite(handler.body, around, faults)
        suite(statement.orelse, around, faults)
        suite(statement.finalbody, around, faults)
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
    case 'nonlocal':
      if (around.inside !== 'function') {
        add(
          `\`${node.kind}\` stands outside a function`,
          node.kind === 'global' ? 'outside a `def` every name is global already' : 'put it inside an inner `def`',
        )
      }
      if (node.names.length === 0) add(`\`${node.kind}\` names nothing`, 'name at least one variable')
      break
    case 'raise':
      if (node.exception === undefined && node.cause !== undefined)
        add('a cause has no exception', 'write `raise E from x`')
      break
    case 'with':
      if (node.items.length === 0) add('`with` has no item', 'give it a context manager')
      break
    case 'try':
      tryFaults(node, faults)
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

function tryFaults(node: Try, faults: Fault[]): void {
  const { handlers, orelse, finalbody } = node
  if (handlers.length === 0 && finalbody.length === 0)
    faults.push({ node, message: '`try` has neither `except` nor `finally`', hint: 'add one of them' })
  if (handlers.length === 0 && orelse.length > 0)
    faults.push({ node, message: '`else` follows no `except`', hint: 'add a handler, or put it behind the block' })
  for (const [index, handler] of handlers.entries()) {
    if (handler.body.length === 0)
      faults.push({ node: handler, message: 'a block must not be empty', hint: 'write `pass`' })
    if (handler.type === undefined && handler.name !== undefined)
      faults.push({
        node: handler,
        message: 'a handler has a name but no type',
        hint: 'write `except BaseException as e:`',
      })
    if (handler.type === undefined && index < handlers.length - 1)
      faults.push({ node: handler, message: '`except:` is not the last handler', hint: 'move it behind the others' })
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
