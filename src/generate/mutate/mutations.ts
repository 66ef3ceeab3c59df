/**
 * What can be done to a program to make a neighbour of it. Each mutation returns whether it found something to do; the
 * table below is all of them, in the order in which campaigns count them.
 */
import type { Expression, Program, Statement } from '../../program/ast.ts'
import { expressionPlaces, replaceExpression } from '../../program/edit.ts'
import { isBuiltIn } from '../../program/scopes.ts'
import { does } from '../syntax.ts'
import { type Draft, isDefinition, isSimple, STATEMENTS_MAX } from './draft.ts'
import { namesOf } from './statement-names.ts'
import { wrap } from './wrap.ts'

type Mutation = (draft: Draft, donor: readonly Statement[]) => boolean

/** Some statements in a row of another program. */
const insert: Mutation = (draft, donor) => {
  const start = draft.prng.below(donor.length)
  const taken = donor.slice(start, start + draft.prng.between(1, 4)).filter((each) => !isDefinition(each))
  if (taken.length === 0 || draft.room < taken.length) return false
  draft.adopt(draft.anyPlace(), taken, donor)
  return true
}

/** A row of statements; a definition only where nothing uses it any more. */
const remove: Mutation = (draft) => {
  const { body, prng } = draft
  if (body.length < 2) return false
  const start = prng.below(body.length)
  const most = Math.min(body.length - 1, prng.percent(70) ? 2 : 12)
  const removed = body.splice(start, prng.between(1, most))
  const used = new Set(body.flatMap((statement) => namesOf(statement).uses))
  const kept = removed.filter((each) => isDefinition(each) && used.has(each.name))
  body.splice(start, 0, ...kept)
  if (body.length === 0) body.push(...removed)
  return kept.length < removed.length
}

/** The beginning of this program and the end of another. */
const splice: Mutation = (draft, donor) => {
  const head = draft.prng.between(1, draft.body.length)
  const from = draft.prng.below(donor.length)
  draft.body.splice(head)
  const tail = donor.slice(from).filter((each) => !isDefinition(each))
  const taken = tail.slice(0, Math.max(0, STATEMENTS_MAX - head))
  draft.adopt(draft.body.length, taken, donor)
  return taken.length > 0
}

/** Another variable in the place of one that is read. */
const swapOperand: Mutation = (draft) => {
  const variables = draft.variables()
  const place = draft.find(isSimple)
  if (place < 0 || variables.length < 2) return false
  const single: Program = { body: [draft.body[place] as Statement] }
  const places = expressionPlaces(single).filter(({ node }) => node.kind === 'name' && variables.includes(node.name))
  if (places.length === 0) return false
  const { node, path } = draft.prng.pick(places)
  // What is called stays: a function called by itself, or a class by its finalizer, might never end.
  if (path.at(-1) === 'function') return false
  const others = variables.filter((name) => node.kind === 'name' && name !== node.name && !isBuiltIn(name))
  if (others.length === 0) return false
  const other: Expression = { kind: 'name', name: draft.prng.pick(others) }
  draft.body[place] = replaceExpression(single, path, other).body[0] as Statement
  return true
}

/** A row of statements once more, elsewhere. */
const duplicate: Mutation = (draft) => {
  const { body, prng } = draft
  const start = prng.below(body.length)
  const copied = body.slice(start, start + prng.between(1, 5)).filter((each) => !isDefinition(each))
  if (copied.length === 0 || draft.room < copied.length) return false
  body.splice(draft.anyPlace(), 0, ...copied)
  return true
}

/** One statement in another place. */
const move: Mutation = (draft) => {
  const from = draft.find((statement) => !isDefinition(statement))
  if (from < 0 || draft.body.length < 2) return false
  const [moved] = draft.body.splice(from, 1)
  draft.body.splice(draft.anyPlace(), 0, moved as Statement)
  return true
}

const COLLECTIONS = [does('gc.collect'), does('gc.collect', 0), does('gc.collect', 1), does('gc.collect', 2)]

function isCollection(statement: Statement): boolean {
  if (statement.kind !== 'expression' || statement.value.kind !== 'call') return false
  const called = statement.value.function
  return called.kind === 'attribute' && called.name === 'collect'
}

/** A collection more, one less, or one of another generation. */
const schedule: Mutation = (draft) => {
  const { body, prng } = draft
  const place = prng.percent(50) ? draft.find(isCollection) : -1
  if (place >= 0 && body.length > 1 && prng.percent(40)) body.splice(place, 1)
  else if (place >= 0) body[place] = prng.pick(COLLECTIONS)
  else if (draft.room > 0) body.splice(draft.anyPlace(), 0, prng.pick(COLLECTIONS))
  else return false
  return true
}

export const MUTATIONS = {
  insert,
  remove,
  splice,
  swapOperand,
  duplicate,
  move,
  wrap,
  schedule,
} as const satisfies Readonly<Record<string, Mutation>>

export type MutationName = keyof typeof MUTATIONS

export const MUTATION_NAMES = Object.keys(MUTATIONS) as readonly MutationName[]
