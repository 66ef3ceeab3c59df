/** The names that are there without a program's doing: built-in functions and types, and the modules. */
import { BUILTIN_NAMES, MODULE_NAMES } from '../../program/ast.ts'
import { Builtin } from '../atom.ts'
import { builtinType } from './type-of.ts'

const FUNCTION_NAMES = new Set(['len', 'id', 'print', 'isinstance', 'iter', 'next', 'sorted'])

export const MODULES: readonly Builtin[] = MODULE_NAMES.map((name) => new Builtin(name, 'module'))

const BUILTINS = new Map<string, Builtin>([
  ...BUILTIN_NAMES.map((name): [string, Builtin] => [
    name,
    FUNCTION_NAMES.has(name) ? new Builtin(name, 'function') : builtinType(name),
  ]),
  ...MODULES.map((module): [string, Builtin] => [module.name, module]),
])

export function builtinNamed(name: string): Builtin | undefined {
  return BUILTINS.get(name)
}
