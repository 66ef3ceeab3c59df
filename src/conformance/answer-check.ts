/**
 * One check against the story of its step. Answers `held`, `differs` with what was expected and seen, or `unknown`
 * with the reason: an engine that could not show something is never said to have passed.
 */
import type { Handle } from '../observation/observations.ts'
import type { StoryAnswer } from '../observation/story.ts'
import { printExpression } from '../program/print.ts'
import { isHidden, labelsIn, ownerOf, speaksOfLabels, withoutHidden } from '../scenario/labels-of-check.ts'
import type { Check, Entry } from '../scenario/scenario.ts'
import { type Comparison, compareValue, sameInAnyOrder, sameInOrder } from './compare.ts'
import { answerText, listText, scalarText, valueText } from './expectation-text.ts'
import { imageDifferences, memoryDifferences, type Stated } from './state-check.ts'
import type { StepStory } from './step-story.ts'

export type Answer =
  | { readonly kind: 'held' }
  | { readonly kind: 'differs'; readonly differences: readonly Difference[] }
  | { readonly kind: 'unknown'; readonly reason: string }

export interface Difference {
  readonly objects: readonly string[]
  readonly expected: string
  readonly seen: string
  readonly sentence: string
}

const HELD: Answer = { kind: 'held' }

/** `answers` are those to the check's own probes; `labels` are all that the program gave. */
export function answerCheck(
  check: Check,
  step: StepStory,
  answers: readonly StoryAnswer[],
  labels: ReadonlySet<string>,
  handles: ReadonlyMap<string, Handle>,
): Answer {
  if (step.unsure !== undefined && speaksOfLabels(check)) return unknown(step.unsure)
  const missing = labelsIn(check).filter((label) => !labels.has(ownerOf(label)))
  if (missing.length > 0)
    return differs(missing, listText(missing), 'no such object', `the program never created ${missing.join(', ')}`)
  switch (check.key) {
    case 'value':
      if (step.raised !== undefined)
        return differs([], valueText(check.value), `${step.raised} was raised`, `the statement raised ${step.raised}`)
      if (step.value === undefined)
        return differs([], valueText(check.value), 'no value', 'the last statement has no value')
      return compared(
        compareValue(check.value, step.value),
        labelsIn(check),
        valueText(check.value),
        valueText(step.value),
      )
    case 'raises':
      return compared(step.raised === check.type ? 'same' : 'different', [], check.type, step.raised ?? 'no exception')
    case 'prints':
      return sequence(check.items, step.printed, check.ordered, [])
    case 'finalized':
      return sequence(check.items, step.finalized, check.ordered, involved(check.items, step.finalized))
    case 'callbacks':
      return sequence(check.items, step.callbacks, check.ordered, [])
    case 'dead': {
      const hidden = check.items.filter(isHidden).find((label) => step.dead?.includes(label) === false)
      if (step.dead === undefined) return unknown('the engine did not show which objects died')
      if (hidden !== undefined) return unknown(`nothing tells when ${hidden} dies`)
      const seen = withoutHidden(step.dead, check.items)
      if (check.ordered && seen.length > 1 && !step.deadInOrder && sameInAnyOrder(check.items, seen))
        return unknown('the engine does not show in which order objects die')
      return sequence(check.items, seen, check.ordered, involved(check.items, seen))
    }
    case 'alive': {
      if (step.deadSoFar === undefined) return unknown('the engine did not show which objects died')
      const died = check.items.filter((label) => step.deadSoFar?.has(label))
      if (died.length > 0) return differs(died, `${died.join(', ')} alive`, 'dead', `${died.join(', ')} died`)
      const hidden = check.items.find(isHidden)
      return hidden === undefined ? HELD : unknown(`nothing tells when ${hidden} dies`)
    }
    case 'garbage': {
      if (step.garbage === undefined) return unknown('the engine did not show gc.garbage')
      const seen = withoutHidden(step.garbage, check.items)
      return sequence(check.items, seen, false, involved(check.items, seen))
    }
    case 'unraisable':
      return sequence(check.items, step.unraisable, true, [])
    case 'collections':
      return compared(
        sameInOrder(check.generations, step.collections) ? 'same' : 'different',
        [],
        listText(check.generations),
        listText(step.collections),
      )
    case 'values':
      return entries(check.entries, answers, valueText, (expected, seen) =>
        seen.kind === 'value' ? compareValue(expected, seen.value) : 'different',
      )
    case 'refcounts':
      return entries(check.entries, answers, String, (expected, seen) =>
        outcome(seen.kind === 'refcount' && seen.count === expected),
      )
    case 'generations':
      return entries(check.entries, answers, String, (expected, seen) =>
        outcome(seen.kind === 'generation' && seen.generation === expected),
      )
    case 'reuses':
      return entries(check.entries, answers, scalarText, (expected, seen) => reused(expected, seen, step, handles))
    case 'memory':
      return step.memory === undefined
        ? unknown('the engine did not show its allocator after this step')
        : stated(memoryDifferences(check.content, step.memory))
    case 'image':
      return step.image === undefined
        ? unknown('the engine did not show its image after this step')
        : stated(imageDifferences(check.content, step.image))
  }
}

function stated(differences: readonly Stated[]): Answer {
  if (differences.length === 0) return HELD
  return {
    kind: 'differs',
    differences: differences.map(({ what, expected, seen }) =>
      difference([], `${what}: ${expected}`, seen, `${what} must be ${expected}, not ${seen}`),
    ),
  }
}

/** What only one side has; where both have the same in another order, all of it. */
function involved(expected: readonly string[], seen: readonly string[]): readonly string[] {
  const all = [...new Set([...expected, ...seen])]
  const different = all.filter((label) => expected.includes(label) !== seen.includes(label))
  return different.length > 0 ? different : all
}

function reused(label: string, seen: StoryAnswer, step: StepStory, handles: ReadonlyMap<string, Handle>): Comparison {
  if (seen.kind !== 'handle') return 'different'
  const handle = handles.get(label)
  if (handle === undefined || step.deadSoFar === undefined) return 'unknown'
  return outcome(step.deadSoFar.has(label) && handle === seen.object)
}

function entries<T>(
  all: readonly Entry<T>[],
  answers: readonly StoryAnswer[],
  text: (expected: T) => string,
  compare: (expected: T, seen: StoryAnswer) => Comparison,
): Answer {
  if (answers.length < all.length) return unknown('the engine did not answer')
  const differences: Difference[] = []
  let unknowns = 0
  for (const [index, { expression, expected }] of all.entries()) {
    const seen = answers[index] as StoryAnswer
    const result = compare(expected, seen)
    if (result === 'unknown') unknowns++
    if (result !== 'different') continue
    const source = printExpression(expression)
    differences.push(
      difference(
        [],
        `${source}: ${text(expected)}`,
        answerText(seen),
        `${source} must be ${text(expected)}, not ${answerText(seen)}`,
      ),
    )
  }
  if (differences.length > 0) return { kind: 'differs', differences }
  return unknowns > 0 ? unknown('the object could not be told from others of its type') : HELD
}

function sequence(
  expected: readonly string[],
  seen: readonly string[],
  ordered: boolean,
  objects: readonly string[],
): Answer {
  const same = ordered ? sameInOrder(expected, seen) : sameInAnyOrder(expected, seen)
  const inAnyOrder = ordered || expected.length < 2 ? '' : ' in any order'
  return compared(same ? 'same' : 'different', objects, `${listText(expected)}${inAnyOrder}`, listText(seen))
}

function compared(result: Comparison, objects: readonly string[], expected: string, seen: string): Answer {
  if (result === 'same') return HELD
  if (result === 'unknown') return unknown('the object could not be told from others of its type')
  return differs(objects, expected, seen, `must be ${expected}, not ${seen}`)
}

function outcome(same: boolean): Comparison {
  return same ? 'same' : 'different'
}

function unknown(reason: string): Answer {
  return { kind: 'unknown', reason }
}

function differs(objects: readonly string[], expected: string, seen: string, sentence: string): Answer {
  return { kind: 'differs', differences: [difference(objects, expected, seen, sentence)] }
}

function difference(objects: readonly string[], expected: string, seen: string, sentence: string): Difference {
  return { objects, expected, seen, sentence }
}
