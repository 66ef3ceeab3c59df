/** Names that methods of a class assign as `self.name`, sorted: what 3.14 lays out its instances' values by. */
import type { ClassDefinition, Statement, Target } from '../../program/ast.ts'

const cache = new WeakMap<ClassDefinition, readonly string[]>()

export function staticAttributes(definition: ClassDefinition): readonly string[] {
  let names = cache.get(definition)
  if (names === undefined) {
    const found = new Set<string>()
    for (const statement of definition.body) if (statement.kind === 'def') gather(statement.body, found)
    names = [...found].sort()
    cache.set(definition, names)
  }
  return names
}

function gather(body: readonly Statement[], found: Set<string>): void {
  for (const statement of body) {
    switch (statement.kind) {
      case 'assign':
        for (const target of statement.targets) gatherTarget(target, found)
        break
      case 'for':
        gatherTarget(statement.target, found)
        gather(statement.body, found)
        break
      case 'if':
        gather(statement.body, found)
        gather(statement.orelse, found)
        break
      case 'while':
      case 'def':
        gather(statement.body, found)
        break
      default:
        break
    }
  }
}

function gatherTarget(target: Target, found: Set<string>): void {
  if (target.kind === 'targets') for (const item of target.items) gatherTarget(item, found)
  else if (target.kind === 'attribute' && target.object.kind === 'name' && target.object.name === 'self')
    found.add(target.name)
}
