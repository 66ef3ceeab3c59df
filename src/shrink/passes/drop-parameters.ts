/**
 * Drops parameters, with what calls pass for them: by the function's name where it is called as `f(…)`, by the
 * method's where it is called as `x.f(…)`, and by the class's for `__init__`; those of a lambda by themselves. Then drops
 * single arguments and defaults.
 */
import type { Expression, FunctionDefinition, Program } from '../../program/ast.ts'
import { expressionPlaces, statementPlaces } from '../../program/edit.ts'
import { nodeAt, type Path, withNodeAt } from '../../program/shape.ts'
import type { Cut, Pass } from '../cut.ts'

export const dropParameters: Pass = {
  name: 'drop parameters',
  cuts(program) {
    const cuts: Cut[] = []
    for (const { node, path } of statementPlaces(program)) {
      if (node.kind !== 'def') continue
      for (const index of node.parameters.keys()) cuts.push(() => withoutParameter(program, node, path, index))
    }
    for (const { node, path } of expressionPlaces(program)) {
      if (node.kind !== 'call') continue
      for (const index of node.arguments.keys())
        cuts.push(() => withNodeAt(program, [...path, 'arguments'], node.arguments.toSpliced(index, 1)))
    }
    for (const { node, path } of expressionPlaces(program)) {
      if (node.kind !== 'lambda') continue
      for (const index of node.parameters.keys())
        cuts.push(() => withNodeAt(program, [...path, 'parameters'], node.parameters.toSpliced(index, 1)))
    }
    for (const { node, path } of [...statementPlaces(program), ...expressionPlaces(program)]) {
      if (node.kind !== 'def' && node.kind !== 'lambda') continue
      for (const [index, { name, default: value }] of node.parameters.entries()) {
        if (value !== undefined) cuts.push(() => withNodeAt(program, [...path, 'parameters', index], { name }))
      }
    }
    return cuts
  },
}

function withoutParameter(program: Program, node: FunctionDefinition, path: Path, index: number): Program {
  const owner = nodeAt(program, path.slice(0, -2)) as { kind?: string; name?: string }
  const isMethod = owner.kind === 'class'
  const callee = isMethod && node.name === '__init__' ? owner.name : node.name
  const argument = isMethod ? index - 1 : index
  let changed = withNodeAt(program, [...path, 'parameters'], node.parameters.toSpliced(index, 1))
  /** From the end of the text and from the outside in would move paths; from the inside out they stay. */
  for (const place of expressionPlaces(changed).reverse()) {
    const call = nodeAt(changed, place.path) as Expression
    if (call.kind !== 'call' || argument < 0 || argument >= call.arguments.length) continue
    const named = call.function.kind === 'name' || call.function.kind === 'attribute' ? call.function.name : undefined
    if (named === callee)
      changed = withNodeAt(changed, [...place.path, 'arguments'], call.arguments.toSpliced(argument, 1))
  }
  return changed
}
