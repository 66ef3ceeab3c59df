/**
 * What the grammar reads in the place of the text, of equal length. The grammar still knows the `print` statement of
 * Python 2, takes a `match` or a `type` that is a plain name for a statement once in a while, and lets only a plain name
 * stand behind the `as` of a `with`: so these words become ordinary names, and such an `as` an `or`, which takes any
 * target for its right side. The reader looks at the true text and finds the `as` again.
 */

const TOKEN =
  /#[^\n]*|'''(?:\\.|[^\\])*?(?:'''|$)|"""(?:\\.|[^\\])*?(?:"""|$)|'(?:\\.|[^'\\\n])*'?|"(?:\\.|[^"\\\n])*"?|[([{]|[)\]}]|\\\n|\n|:|(?<![.\w])(?:with|as)\b/gs

/** Stands before `with`, `match` or `case` where they begin a statement. */
const LINE_START = /^[ \t\f]*(?:async[ \t]+)?$/

export function masked(text: string): string {
  return maskSoftKeywords(maskAs(text)).replace(/\bprint\b/g, 'p_int')
}

const SOFT_KEYWORD = /\b(?:match|case|type)\b/g

/** Words that may stand behind a name, so that a `type` before them is a name. */
const BEHIND_A_NAME = '(?:and|else|for|if|in|is|not|or)\\b'
const TYPE_STATEMENT = new RegExp(`^type[ \\t]+(?!${BEHIND_A_NAME})[^\\W\\d]`)

/** Leaves these words where they are keywords: `match` and `case` before the block they open, `type` before a name. */
function maskSoftKeywords(text: string): string {
  return text.replace(SOFT_KEYWORD, (word, at: number) => {
    const rest = text.slice(at)
    const isFirst = LINE_START.test(text.slice(text.lastIndexOf('\n', at) + 1, at))
    const isKeyword = word === 'type' ? TYPE_STATEMENT.test(rest) : isFirst && opensBlock(rest)
    return isKeyword ? word : `${word[0]}_${word.slice(2)}`
  })
}

/** Whether the logical line at the start of the text ends with a colon. */
function opensBlock(text: string): boolean {
  let depth = 0
  let colon = -1
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    if ('([{'.includes(token)) depth++
    else if (')]}'.includes(token)) depth--
    else if (token === ':' && depth === 0) colon = index
    else if (token === '\n' && depth <= 0) return colon >= 0 && /^:[^\S\n]*(?:#.*)?$/.test(text.slice(colon, index))
  }
  return colon >= 0 && /^:\s*(?:#.*)?$/.test(text.slice(colon))
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
