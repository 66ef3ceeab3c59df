/**
 * Phrases of level 3: statements of Python over the variables and fixtures of a program. `V` stands for a variable that
 * they bind, `W` for one with the traits that they are about, `U` for any that is bound. What they take from the program
 * (classes, fixtures, callbacks) follows from their words.
 */
import type { Statement } from '../../program/ast.ts'
import { family } from '../intern.ts'
import { Kind } from '../kind.ts'
import { DATA_VARIABLES, variable } from '../names.ts'
import { type ThirdUses, usesOf } from '../palette/third-entry.ts'
import { stencils } from '../stencil.ts'

export interface ThirdPhrase {
  readonly statements: readonly ((v: number, w: number, u: number) => Statement)[]
  readonly uses: ThirdUses
  /** Traits of `W`; 0 where it has no `W`. */
  readonly of: number
  readonly hasU: boolean
  /** What `V` holds afterwards; 0 where it has no `V`. */
  readonly gives: number
  /** Whether something comes to hold both `W` and `U`, or one of them the other. */
  readonly ties: boolean
  /** Whether `W` is let go. */
  readonly drops: 'no' | 'rebound' | 'deleted'
  /** Classes that are gone afterwards. */
  readonly forgets: readonly string[]
}

const KINDS: Readonly<Record<string, number>> = {
  '[': Kind.list,
  '(': Kind.tuple,
  '{': Kind.dict,
  'weakref.ref(': Kind.weakref,
  'set(': Kind.set,
  lambda: Kind.callable,
}

/** Texts about a `W` of these traits. */
export function third(of: number, ...texts: readonly string[]): ThirdPhrase[] {
  return texts.map((text) => thirdPhrase(of, text))
}

export function thirdPhrase(of: number, text: string): ThirdPhrase {
  const has = (letter: string) => new RegExp(`\\b${letter}\\b`).test(text)
  const [, bound] = /^V = (\[(?!.*\] [-+])|\(|\{|weakref\.ref\(|set\(|lambda)/m.exec(text) ?? []
  const isBound = /^ *V = |for V in/m.test(text)
  let made: ThirdPhrase['statements'] | undefined
  return {
    // Parsed when it is first said: most commands say none.
    get statements() {
      made ??= tables(text, has)
      return made
    },
    uses: usesOf(text.replace(/\b[VWU]\b/g, '')),
    of: has('W') ? of : 0,
    hasU: has('U'),
    gives: isBound ? (KINDS[bound ?? ''] ?? Kind.unknown) : 0,
    ties: has('W') && has('U') && (isBound || /^W[.[]/m.test(text)),
    drops: /^del W$/m.test(text) ? 'deleted' : /^ *W = /m.test(text) ? 'rebound' : 'no',
    forgets: [...text.matchAll(/^del ([A-Z]\w+)$/gm)].map(([, name]) => name as string),
  }
}

function tables(text: string, has: (letter: string) => boolean): ThirdPhrase['statements'] {
  const size = (letter: string) => (has(letter) ? DATA_VARIABLES : 1)
  const sizes = [size('V'), size('W'), size('U')] as const
  return stencils(text).map((written) => {
    const table = family(sizes, (v, w, u) => written({ V: variable(v), W: variable(w), U: variable(u) }))
    return (v, w, u) => table(has('V') ? v : 0, has('W') ? w : 0, has('U') ? u : 0)
  })
}
