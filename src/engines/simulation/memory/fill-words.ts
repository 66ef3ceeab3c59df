/**
 * Words of memory set to one value. A loop, because most ranges have a few words and a call of the built-in `fill` costs
 * as much as a hundred of them; long ranges go there.
 */
const LONG_WORDS = 256

/** From word index `from` to before `to`. */
export function fillWords(i32: Int32Array, value: number, from: number, to: number): void {
  if (to - from > LONG_WORDS) i32.fill(value, from, to)
  else for (let at = from; at < to; at++) i32[at] = value
}
