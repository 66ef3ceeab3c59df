/**
 * Comprehensions: functions of their own with their first iterator as argument, or, from 3.12 on and except for generator
 * expressions, loops in the frame around them whose variables are put away again (PEP 709).
 */
import type { Comprehension, ComprehensionClause, DictComprehension, Expression } from '../../program/ast.ts'
import { nextItem } from '../builtins/iterate.ts'
import { addToSet, emptyCell, makeDict, makeList, makeSet, storeInDict } from '../builtins/make.ts'
import { comprehensionVariables, isComprehension } from '../comprehension-variables.ts'
import { callFunction } from '../interpret/calls.ts'
import { makeFunction } from '../interpret/define.ts'
import { type Act, CompiledFunction, type Machine, type Run, type Store } from '../interpret/machine.ts'
import { PythonError } from '../python-error.ts'
import { trace } from '../raising.ts'
import { inlinedCells, layoutOf } from '../scope.ts'
import { ITERATOR } from '../scope-names.ts'
import type { Thing, Value } from '../thing.ts'
import type { World } from '../world.ts'
import { closureFrom } from './definitions.ts'
import { beginLoop, countRound, testOf } from './loops.ts'
import { type Place, placeOf } from './names.ts'

type AnyComprehension = Comprehension | DictComprehension

const NAMES: Readonly<Record<AnyComprehension['kind'], string>> = {
  'list-comprehension': '<listcomp>',
  'set-comprehension': '<setcomp>',
  'dict-comprehension': '<dictcomp>',
  'generator-expression': '<genexpr>',
}

export function comprehensionOf(expression: AnyComprehension, place: Place): Run {
  const first = place.compilers.walked((expression.clauses[0] as ComprehensionClause).iterable, place)
  return runsInline(expression, place) ? inline(expression, first, place, null) : asFunction(expression, first, place)
}

/** It runs in the frame around it. */
export function runsInline(expression: Expression, place: Place): expression is AnyComprehension {
  return place.flavour.inlines && isComprehension(expression) && expression.kind !== 'generator-expression'
}

/**
 * Where the next instruction stores the result in a local variable or drops it (3.13), the compiler swaps it with the one
 * that puts the last variable away (`apply_static_swaps`): the result is taken first then. `take` owns what it gets.
 */
export function comprehensionInto(expression: AnyComprehension, place: Place, take: Store): Act {
  const first = place.compilers.walked((expression.clauses[0] as ComprehensionClause).iterable, place)
  const run = inline(expression, first, place, take)
  return (machine) => {
    run(machine)
    return 'normal'
  }
}

function asFunction(expression: AnyComprehension, first: Run, place: Place): Run {
  const { flavour } = place
  const isGenerator = expression.kind === 'generator-expression'
  const layout = layoutOf([ITERATOR], expression, place.visible, flavour)
  const code = new CompiledFunction(
    NAMES[expression.kind],
    1,
    1,
    layout,
    isGenerator,
    () => {
      const inside = placeOf(layout, false, place)
      return isGenerator ? { start: generatorSteps(expression, inside) } : { act: filled(expression, inside) }
    },
    place.library !== null,
  )
  const closure = closureFrom(layout, place)
  return (machine) => {
    const { world } = machine
    const made = makeFunction(world, code, [], false, false, closure(machine), true)
    world.push(made)
    world.push(first(machine))
    const iterator = beginLoop(world)
    if (world.semantics.callerKeepsArguments) world.incref(iterator)
    else world.pop()
    const result = callFunction(machine, made, [iterator])
    world.held.push(result)
    if (world.semantics.callerKeepsArguments) world.decref(world.pop())
    world.decref(world.pop())
    return world.held.pop() as Value
  }
}

/** The body of such a function: the iterator that it got goes on the stack. */
function filled(expression: AnyComprehension, place: Place): Act {
  const fill = filling(expression, place)
  return (machine) => {
    const { world, frame } = machine
    world.push(emptyOf(world, expression.kind))
    world.push(world.incref(frame.locals[0] as Value))
    fill(machine)
    machine.returned = world.pop()
    return 'return'
  }
}

function inline(expression: AnyComprehension, first: Run, place: Place, take: Store | null): Run {
  const variables = comprehensionVariables(expression)
  const slots = new Map(place.slots)
  const inCells = new Set(place.inCells)
  const cells = inlinedCells(expression, variables, place.flavour)
  const own: { readonly slot: number; readonly isCell: boolean }[] = []
  for (const name of variables) {
    const slot = place.spare.next++
    slots.set(name, slot)
    own.push({ slot, isCell: cells.has(name) })
    if (cells.has(name)) inCells.add(name)
    else inCells.delete(name)
  }
  own.reverse()
  const swapped = [...own.slice(1), ...own.slice(0, 1)]
  const visible = new Set([...place.visible, ...variables])
  const fill = filling(expression, { ...place, slots, inCells, visible, isClassBody: false })
  return (machine) => {
    const { world, frame } = machine
    world.push(first(machine))
    const iterator = beginLoop(world)
    const height = world.stack.length - 1
    for (const { slot, isCell } of own) frame.locals[slot] = isCell ? emptyCell(world) : undefined
    world.stack[height] = emptyOf(world, expression.kind)
    world.push(iterator)
    try {
      fill(machine)
    } catch (error) {
      if (!(error instanceof PythonError)) throw error
      trace(world, error, frame)
      world.unwind(height)
      putAway(world, frame.locals, own)
      throw error
    }
    if (take === null) {
      putAway(world, frame.locals, own)
      return world.pop()
    }
    take(machine, world.pop())
    putAway(world, frame.locals, swapped)
    return null
  }
}

/** The variables go, the last one first. */
function putAway(world: World, locals: (Value | undefined)[], own: readonly { readonly slot: number }[]): void {
  for (const { slot } of own) {
    const value = locals[slot]
    locals[slot] = undefined
    if (value !== undefined) world.decref(value)
  }
}

function emptyOf(world: World, kind: AnyComprehension['kind']): Thing {
  if (kind === 'list-comprehension') return makeList(world, [])
  return kind === 'set-comprehension' ? makeSet(world, 'set', []) : makeDict(world)
}

/** Runs all loops; the container and above it the first iterator lie on the stack, the container stays there. */
function filling(expression: AnyComprehension, place: Place): (machine: Machine) => void {
  const add = addition(expression, place)
  const { clauses } = expression
  let inner: (machine: Machine) => void = add
  for (let i = clauses.length - 1; i > 0; i--) {
    const clause = clauses[i] as ComprehensionClause
    const iterable = place.compilers.walked(clause.iterable, place)
    const loop = loopOver(clause, inner, place)
    inner = (machine) => {
      machine.world.push(iterable(machine))
      beginLoop(machine.world)
      loop(machine)
    }
  }
  const outermost = loopOver(clauses[0] as ComprehensionClause, inner, place)
  return (machine) => {
    const { world, filling: containers } = machine
    const depth = containers.length
    containers.push(world.stack[world.stack.length - 2] as Thing)
    try {
      outermost(machine)
    } finally {
      containers.length = depth
    }
  }
}

/** One loop over the iterator on top of the stack. */
function loopOver(
  { target, conditions }: ComprehensionClause,
  inner: (machine: Machine) => void,
  place: Place,
): (machine: Machine) => void {
  const store: Store = place.compilers.store(target, place)
  const tests = conditions.map((condition) => place.compilers.expression(condition, place))
  return (machine) => {
    const { world } = machine
    const iterator = world.stack[world.stack.length - 1] as Thing
    for (let item = nextItem(world, iterator); item !== undefined; item = nextItem(world, iterator)) {
      countRound(machine)
      store(machine, item)
      if (tests.every((test) => testOf(machine, test))) inner(machine)
    }
    world.decref(world.pop())
  }
}

function addition(expression: AnyComprehension, place: Place): (machine: Machine) => void {
  const container = ({ filling: containers }: Machine): Thing => containers[containers.length - 1] as Thing
  if (expression.kind === 'dict-comprehension') {
    const key = place.compilers.expression(expression.key, place)
    const value = place.compilers.expression(expression.value, place)
    return (machine) => {
      const { world } = machine
      world.push(key(machine))
      world.push(value(machine))
      const { stack } = world
      storeInDict(world, container(machine), stack[stack.length - 2] as Value, stack[stack.length - 1] as Value)
      world.decref(world.pop())
      world.decref(world.pop())
    }
  }
  const element = place.compilers.expression(expression.element, place)
  if (expression.kind === 'list-comprehension') {
    return (machine) => {
      const value = element(machine)
      container(machine).items.push(value)
    }
  }
  return (machine) => {
    const { world } = machine
    world.push(element(machine))
    addToSet(world, container(machine), world.stack[world.stack.length - 1] as Value)
    world.decref(world.pop())
  }
}

type Stepping = (machine: Machine) => Generator<Value, void, Value>

/** The body of a generator expression. */
function generatorSteps(expression: AnyComprehension, place: Place): CompiledFunction['start'] {
  const { clauses } = expression
  const element = place.compilers.expression((expression as { readonly element: Expression }).element, place)
  let inner: Stepping = function* stops(machine) {
    machine.waitsGuarded = false
    machine.world.decref(yield element(machine))
  }
  for (let i = clauses.length - 1; i > 0; i--) {
    const clause = clauses[i] as ComprehensionClause
    const iterable = place.compilers.walked(clause.iterable, place)
    const loop = stepsOver(clause, inner, place)
    inner = function* nested(machine) {
      machine.world.push(iterable(machine))
      beginLoop(machine.world)
      yield* loop(machine)
    }
  }
  const outermost = stepsOver(clauses[0] as ComprehensionClause, inner, place)
  const whole = function* whole(machine: Machine): Generator<Value, Value, Value> {
    const { world, frame } = machine
    world.push(world.incref(frame.locals[0] as Value))
    yield* outermost(machine)
    return null
  }
  return (machine) => {
    const steps = whole(machine)
    return { next: (sent) => steps.next(sent), throw: (error) => steps.throw(error) }
  }
}

function stepsOver({ target, conditions }: ComprehensionClause, inner: Stepping, place: Place): Stepping {
  const store: Store = place.compilers.store(target, place)
  const tests = conditions.map((condition) => place.compilers.expression(condition, place))
  return function* looped(machine) {
    const { world } = machine
    const iterator = world.stack[world.stack.length - 1] as Thing
    for (let item = nextItem(world, iterator); item !== undefined; item = nextItem(world, iterator)) {
      countRound(machine)
      store(machine, item)
      if (tests.every((test) => testOf(machine, test))) yield* inner(machine)
    }
    world.decref(world.pop())
  }
}
