/**
 * Labels: the names by which a scenario speaks of objects, `Node#1`, `list#2`, `Node#1.__dict__`. A label is the name
 * of a type and an ordinal from 1, in order of creation among the objects of that type.
 */
import { BUILTIN_NAMES, type Program } from '../program/ast.ts'
import { topLevel, walk } from '../program/shape.ts'

/** What a text must look like to be meant as a label. */
const LABEL_LIKE = /^[A-Za-z_][A-Za-z0-9_.]*#/
const LABEL = /^([A-Za-z_][A-Za-z0-9_]*)#([1-9][0-9]*)(?:\.__dict__)?$/

/** Types of objects that a program creates without defining a class. */
export const BUILTIN_LABEL_TYPES: readonly string[] = [
  'list',
  'dict',
  'tuple',
  'set',
  'frozenset',
  'object',
  'bytearray',
  'range',
  'function',
  'weakref',
  'type',
  'method',
  'cell',
  'generator',
  'frame',
  'traceback',
  'weakproxy',
  'WeakSet',
  'WeakKeyDictionary',
  'WeakValueDictionary',
  'KeyedRef',
  'finalize',
  ...BUILTIN_NAMES.filter((name) => /^[A-Z]/.test(name)),
]

export interface Label {
  readonly type: string
  readonly ordinal: number
}

export function looksLikeLabel(text: string): boolean {
  return LABEL_LIKE.test(text)
}

/** The parts of a label, or undefined when it is malformed. */
export function parseLabel(text: string): Label | undefined {
  const parts = LABEL.exec(text)
  return parts === null ? undefined : { type: parts[1] as string, ordinal: Number(parts[2]) }
}

/** Names of the classes that a program defines, wherever they stand. */
export function classNames(program: Program): readonly string[] {
  const names = new Set<string>()
  for (const { node } of walk(topLevel(program))) if (node.kind === 'class') names.add(node.name)
  return [...names]
}
