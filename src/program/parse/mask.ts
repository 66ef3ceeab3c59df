/**
 * What the grammar reads in the place of the text, of equal length. The grammar still knows the `print` statement of
 * Python 2, and lets only a plain name stand behind the `as` of a `with`: so `print` becomes an ordinary name, and such
 * an `as` an `or`, which takes any target for its right side. The reader looks at the true text and finds the `as` again.
 */

const TOKEN =
  /#[^\n]*|'''(?:\\.|[^\\])*?(?:'''|$)|"""(?:\\.|[^\\])*?(?:"""|$)|'(?:\\.|[^'\\\n])*'?|"(?:\\.|[^"\\\n])*"?|[([{]|[)\]}]|\\\n|\n|:|(?<![.\w])(?:with|as)\b/gs

/** Stands before `with` where it begins a statement. */
const LINE_START = /^[ \t\f]*(?:async[ \t]+)?$/

export function masked(text: string): string {
  return maskAs(text).replace(/\bprint\b/g, 'p_int')
}

function maskAs(text: string): string {
  if (!/\bwith\b/.test(text)) return text
  let result = ''
  let copied = 0
  let lineStart = 0
  let depth = 0
  let inHeader = false
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    if ('([{'.includes(token)) depth++
    else if (')]}'.includes(token)) depth = Math.max(0, depth - 1)
    else if (token === '\n' && depth === 0) {
      lineStart = index + 1
      inHeader = false
    } else if (token === ':' && depth === 0) inHeader = false
    else if (token === 'with') inHeader ||= depth === 0 && LINE_START.test(text.slice(lineStart, index))
    else if (token === 'as' && inHeader) {
      result += `${text.slice(copied, index)}or`
      copied = index + 2
    }
  }
  return result + text.slice(copied)
}
