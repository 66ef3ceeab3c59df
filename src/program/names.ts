/**
 * What a program may call things. Names are ASCII: Python folds others by NFKC, and two spellings of one name would be
 * two names to every reader of ours. Leaves out what a name stands for (see `surface.ts` and `scopes.ts`).
 */

const KEYWORDS: ReadonlySet<string> = new Set(
  `
  False None True and as assert async await break class continue def del elif else except finally for from
  global if import in is lambda nonlocal not or pass raise return try while with yield
  `
    .trim()
    .split(/\s+/),
)

/** What the engines' own variables begin with. */
export const RESERVED_PREFIX = '__hs'

/** Names that Python gives a meaning of its own to, as variables; as attributes they are ordinary. */
const SPECIAL_VARIABLES: ReadonlySet<string> = new Set(['__debug__', '__class__', '__builtins__', '__annotations__'])

/** Whether Python's grammar claims the word; `match`, `case`, `type` and `_` are names like any other. */
export function isKeyword(word: string): boolean {
  return KEYWORDS.has(word)
}

/** Begins and ends with two underscores, as `__init__` does. */
export function isDunder(name: string): boolean {
  return name.length > 4 && name.startsWith('__') && name.endsWith('__')
}

/** What is wrong with a name, and what would be right; undefined for a good one. */
export function nameFault(name: string, as: 'variable' | 'attribute'): { message: string; hint: string } | undefined {
  if (isKeyword(name))
    return { message: `\`${name}\` is a keyword of Python`, hint: `choose another name, such as \`${name}_\`` }
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
    return { message: `\`${name}\` is not an ASCII name`, hint: 'use letters a to z, digits and underscores' }
  }
  if (name.startsWith(RESERVED_PREFIX)) {
    return { message: `names that begin with \`${RESERVED_PREFIX}\` are reserved`, hint: 'choose another name' }
  }
  if (name.startsWith('__') && !name.endsWith('__')) {
    return { message: `Python renames \`${name}\` inside classes`, hint: 'begin the name with one underscore or none' }
  }
  if ((as === 'variable' && SPECIAL_VARIABLES.has(name)) || name === '__debug__') {
    return { message: `\`${name}\` has a meaning of its own in Python`, hint: 'choose another name' }
  }
  return undefined
}
