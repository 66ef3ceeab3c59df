/**
 * Phrases: lines of Python over what the language offers of built-in types, with `V` for a variable that they bind and `W`
 * for one that they use. They reach the corners that no idiom needs, such as the methods of `bytes`, once in a while.
 */
import type { Statement } from '../../program/ast.ts'
import { family } from '../intern.ts'
import { Kind } from '../kind.ts'
import { DATA_VARIABLES, variable } from '../names.ts'
import { stencils } from '../stencil.ts'

export interface Phrase {
  readonly text: string
  /** What `W` must hold, as a set of kinds. */
  readonly of?: number
  /** What `V` holds afterwards. */
  readonly gives?: number
}

/** Texts that use nothing. */
export function plain(...texts: readonly string[]): Phrase[] {
  return texts.map((text) => ({ text, ...given(text) }))
}

/** Texts that bind `V` to an atom. */
export function atoms(...texts: readonly string[]): Phrase[] {
  return texts.map((text) => ({ text, gives: Kind.atom }))
}

/** Texts about a `W` of these kinds. */
export function about(of: number, ...texts: readonly string[]): Phrase[] {
  return texts.map((text) => ({ text, of, ...given(text) }))
}

function given(text: string): Pick<Phrase, 'gives'> {
  return /^(V|\(.*\bV\b.*\)) = /m.test(text) ? { gives: Kind.unknown } : {}
}

/** The statements of each phrase, as tables over `V` and `W`. */
export type Lines = readonly ((v: number, w: number) => Statement)[]

export function linesOf({ text }: Phrase): Lines {
  return stencils(text).map((written) =>
    family([DATA_VARIABLES, DATA_VARIABLES], (v, w) => written({ V: variable(v), W: variable(w) })),
  )
}
