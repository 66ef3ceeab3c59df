/** The parameters of a `def`, between parentheses, and those of a lambda, without. */
import type { SyntaxNode } from '@lezer/common'
import type { Expression, Parameter } from '../ast.ts'
import { across, partsOf, type Range, type Reading, splitAtCommas } from './reading.ts'
import { REFUSALS } from './refusal.ts'

export function readParameters(
  reading: Reading,
  node: SyntaxNode,
  read: (node: SyntaxNode) => Expression,
): Parameter[] {
  const parts = partsOf(node)
  positionalMarker(reading, node)
  const list = parts[0]?.name === '(' ? parts.slice(1, -1) : parts
  return splitAtCommas(list).items.flatMap((item) => {
    const [name, ...rest] = item
    if (name === undefined) return []
    if (name.name !== 'VariableName') {
      if (name.name === '*' || name.name === '**')
        reading.refuse(across(item), REFUSALS.starParameter.message, REFUSALS.starParameter.hint)
      else reading.unreadable(node)
      return []
    }
    const annotation = rest[0]?.name === 'TypeDef' ? rest.shift() : undefined
    if (annotation !== undefined) reading.refuse(annotation, REFUSALS.annotation.message, REFUSALS.annotation.hint)
    const [sign, value, ...more] = rest
    if (sign === undefined) return [reading.place<Parameter>({ name: reading.text(name) }, name, [name])]
    if (sign.name !== 'AssignOp' || value === undefined || more.length > 0) reading.unreadable(node)
    const fallback = value === undefined ? reading.hole(name) : read(value)
    return [reading.place<Parameter>({ name: reading.text(name), default: fallback }, across(item), [name])]
  })
}

/** The grammar passes over `/` without a node; it shows only in the text between two. */
function positionalMarker(reading: Reading, node: SyntaxNode): void {
  let from = node.from
  const children: Range[] = []
  for (let child = node.firstChild; child !== null; child = child.nextSibling) children.push(child)
  for (const child of [...children, { from: node.to, to: node.to }]) {
    const slash = reading.text({ from, to: child.from }).indexOf('/')
    if (slash >= 0) {
      reading.refuse(
        { from: from + slash, to: from + slash + 1 },
        REFUSALS.positionalMarker.message,
        REFUSALS.positionalMarker.hint,
      )
    }
    from = child.to
  }
}
