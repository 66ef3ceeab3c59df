/** Compiled code of a statement or function. (Provisional.) */
export interface Code {
  readonly name: string
}
