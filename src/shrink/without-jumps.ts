/** What is left of a block's statements when the block itself is taken away: a loop's turn, a function's body. */
import type { Statement } from '../program/ast.ts'

/** The statements without those that leave the block that was taken away; inner blocks keep their own. */
export function withoutJumps(body: readonly Statement[], block: 'loop' | 'function'): Statement[] {
  return body.flatMap((node): Statement[] => {
    switch (node.kind) {
      case 'break':
      case 'continue':
        return block === 'loop' ? [] : [node]
      case 'return':
        if (block === 'loop') return [node]
        return node.value === undefined ? [] : [{ kind: 'expression', value: node.value }]
      case 'global':
      case 'nonlocal':
        return block === 'loop' ? [node] : []
      case 'expression':
        if (block === 'loop' || node.value.kind !== 'yield') return [node]
        return node.value.value === undefined ? [] : [{ kind: 'expression', value: node.value.value }]
      case 'with':
        return [{ ...node, body: filled(withoutJumps(node.body, block)) }]
      case 'try':
        return [
          {
            ...node,
            body: filled(withoutJumps(node.body, block)),
            handlers: node.handlers.map((handler) => ({ ...handler, body: filled(withoutJumps(handler.body, block)) })),
            orelse: withoutJumps(node.orelse, block),
            finalbody: node.finalbody.length > 0 ? filled(withoutJumps(node.finalbody, block)) : [],
          },
        ]
      case 'if':
        return [{ ...node, body: filled(withoutJumps(node.body, block)), orelse: withoutJumps(node.orelse, block) }]
      case 'for':
      case 'while':
        return block === 'loop' ? [node] : [{ ...node, body: filled(withoutJumps(node.body, block)) }]
      default:
        return [node]
    }
  })
}

function filled(body: Statement[]): Statement[] {
  return body.length > 0 ? body : [{ kind: 'pass' }]
}
