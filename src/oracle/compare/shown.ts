/** How things show in snapshots. */
import { Thing, type Value } from '../thing.ts'

const BUILT_IN: ReadonlySet<string> = new Set('list dict set frozenset tuple function type weakref'.split(' '))

/** Has a node of its own in snapshots; a frame has one while the collector tracks it. */
export function isJudged(value: Value): value is Thing {
  if (!(value instanceof Thing) || value.constant || value.hidden || value.kind === 'range') return false
  return value.kind !== 'frame' || value.tracked === 'yes'
}

/** The type name under which a snapshot shows a thing. */
export function shownType(thing: Thing): string {
  return thing.kind === 'class' ? 'type' : thing.typeName
}

/** Whether a node of that type can be the thing. */
export function fits(thing: Thing, type: string): boolean {
  // Some engines are told no name of a class that a call of `type` made: it may lie where another one died.
  if (thing.cls?.isReported === false) return !BUILT_IN.has(type)
  return thing.kind === 'iterator' ? type.endsWith('iterator') : shownType(thing) === type
}
