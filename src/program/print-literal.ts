/** Python's `repr` of floats, strings and bytes: what the printer writes and what `print` inside a program shows. */

/** As `repr(float)`: shortest digits, exponent from 1e16 up and below 1e-4. */
export function printFloat(value: number): string {
  if (Number.isNaN(value)) return 'nan'
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf'
  if (Object.is(value, -0)) return '-0.0'
  const [mantissa, exponent] = value.toExponential().split('e') as [string, string]
  const power = Number(exponent)
  if (power < -4 || power >= 16) {
    return `${mantissa}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`
  }
  const text = value.toString()
  const plain = text.includes('e')
    ? value.toFixed(Math.max(0, -power + mantissa.replace(/[-.]/g, '').length - 1))
    : text
  return plain.includes('.') ? plain : `${plain}.0`
}

/** As `repr(str)`, but every character outside printable ASCII is escaped. */
export function printStr(value: string): string {
  const quote = value.includes("'") && !value.includes('"') ? '"' : "'"
  let text = quote
  for (const character of value) {
    const code = character.codePointAt(0) as number
    if (character === '\\' || character === quote) text += `\\${character}`
    else if (character === '\n') text += '\\n'
    else if (character === '\r') text += '\\r'
    else if (character === '\t') text += '\\t'
    else if (code >= 0x20 && code < 0x7f) text += character
    else if (code <= 0xff) text += `\\x${code.toString(16).padStart(2, '0')}`
    else if (code <= 0xffff) text += `\\u${code.toString(16).padStart(4, '0')}`
    else text += `\\U${code.toString(16).padStart(8, '0')}`
  }
  return text + quote
}

/** As `repr(bytes)`; `value` has one character U+0000 to U+00FF a byte. */
export function printBytes(value: string): string {
  return `b${printStr(value)}`
}
