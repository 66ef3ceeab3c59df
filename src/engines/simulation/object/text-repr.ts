/** Quoted forms of text and bytes, as `repr` prints them (unicode_repr, PyBytes_Repr). */

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' }
/** What Python does not print as it is: controls, separators but the space, unassigned characters. */
const UNPRINTABLE = /[\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u

/** Single quotes, unless the text has such and no double ones. */
function quoteFor(text: string): string {
  return text.includes("'") && !text.includes('"') ? '"' : "'"
}

export function strRepr(text: string): string {
  const quote = quoteFor(text)
  let result = quote
  for (const character of text) {
    if (character === quote) result += `\\${character}`
    else if (ESCAPES[character] !== undefined) result += ESCAPES[character]
    else if (UNPRINTABLE.test(character)) result += escaped(character.codePointAt(0) as number)
    else result += character
  }
  return result + quote
}

function escaped(code: number): string {
  if (code < 0x100) return `\\x${code.toString(16).padStart(2, '0')}`
  if (code < 0x10000) return `\\u${code.toString(16).padStart(4, '0')}`
  return `\\U${code.toString(16).padStart(8, '0')}`
}

/** `text` has one character U+0000 to U+00FF a byte; without the `b`. */
export function bytesQuoted(text: string): string {
  const quote = quoteFor(text)
  let result = quote
  for (const character of text) {
    const code = character.charCodeAt(0)
    if (character === quote) result += `\\${character}`
    else if (ESCAPES[character] !== undefined) result += ESCAPES[character]
    else if (code < 32 || code > 126) result += `\\x${code.toString(16).padStart(2, '0')}`
    else result += character
  }
  return result + quote
}
