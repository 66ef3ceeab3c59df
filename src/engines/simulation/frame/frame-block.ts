/** What surrounds a statement while it is compiled (struct fblockinfo in Python/compile.c). */
import type { Label } from './assembler.ts'

export type FrameBlock =
  | { readonly kind: 'while'; readonly head: Label; readonly end: Label }
  /** Its iterator lies on the stack. */
  | { readonly kind: 'for'; readonly head: Label; readonly end: Label }
  /** Under the protection of a handler. */
  | { readonly kind: 'try' }
  /** Compiles its body. */
  | { readonly kind: 'finally'; readonly compile: () => void }
  /** A `finally` that an exception has brought on: that lies on the stack. */
  | { readonly kind: 'finally-end' }
  | { readonly kind: 'with' }
  /** In a handler, with the name that it deletes at its end. */
  | { readonly kind: 'handler'; readonly name: string | undefined }
  /** A value to be returned lies on the stack. */
  | { readonly kind: 'value' }
