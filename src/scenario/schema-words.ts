/** How a scenario file's author reads what JSON Schema complains about: types, limits and hints in plain words. */
import type { ErrorObject } from 'ajv/dist/2020.js'

const KINDS: Readonly<Record<string, string>> = {
  object: 'a mapping',
  array: 'a list',
  string: 'a text',
  boolean: 'a boolean',
  number: 'a number',
  integer: 'a whole number',
  null: 'null',
}

export function kinds(types: unknown): string {
  const all = (Array.isArray(types) ? types : [types]).map((type) => KINDS[String(type)] ?? String(type))
  return all.length === 1 ? (all[0] as string) : `${all.slice(0, -1).join(', ')} or ${all.at(-1)}`
}

export function kindOf(value: unknown): string {
  if (value === null) return 'empty'
  if (Array.isArray(value)) return 'a list'
  return typeof value === 'object' ? 'a mapping' : `the ${typeof value} ${String(value)}`
}

export function quoteHint(at: string, error: ErrorObject): string | undefined {
  const wantsText = error.schema === 'string'
  if (!wantsText || error.data === null || typeof error.data === 'object') return undefined
  return at.endsWith('/python') ? 'put it in quotes, such as "==3.12"' : 'put it in quotes'
}

export function description(error: ErrorObject): string | undefined {
  const schema = error.parentSchema as { description?: string } | undefined
  return schema?.description
}

export function complaint(error: ErrorObject): string {
  switch (error.keyword) {
    case 'minLength':
      return 'is empty'
    case 'minItems':
    case 'minProperties':
      return 'needs at least one entry'
    case 'uniqueItems':
      return 'names something twice'
    case 'minimum':
    case 'maximum':
      return `must be ${String((error.params as { comparison: string }).comparison)} ${String((error.params as { limit: number }).limit)}`
    default:
      return error.message ?? 'is wrong'
  }
}
