/**
 * The body of a generator function, in steps. What holds no `yield` is compiled like any other code; of the rest each
 * construct is written here a second time, since it must be able to stop.
 *
 * While it evaluates operands with a `yield` among them they lie on the stack, in order; then they go to the code that
 * any other function runs.
 *
 * Long because every construct that can hold a `yield` stands here.
 */
import type { Attribute, Expression, Statement, Target } from '../../program/ast.ts'
import { Undecided } from '../atom.ts'
import { nextItem } from '../builtins/iterate.ts'
import { methodsNamed } from '../builtins/methods.ts'
import type { Completion, Machine, Run } from '../interpret/machine.ts'
import { loadAttribute, methodOf } from '../interpret/members.ts'
import type { Steps } from '../thing.ts'
import { Thing, type Value } from '../thing.ts'
import { truthOf } from '../truth.ts'
import { callOf, methodCall } from './calls.ts'
import { dictOf, listOf, setOf, tupleOf } from './displays.ts'
import { compileExpression, compileWalked } from './expressions.ts'
import { hasYield } from './has-yield.ts'
import { beginLoop, countRound } from './loops.ts'
import { isLocal, type Place } from './names.ts'
import { arithmeticOf, comparison, notOf, subscript } from './operators.ts'
import { placesIn } from './reached.ts'
import { type StepAct, type StepRun, stepOfAct, stepOfRun } from './steps.ts'
import { assignTo, compileStore } from './targets.ts'
import { dropBelow } from './try.ts'
import { compileTry } from './try-statement.ts'
import { withManager } from './with.ts'

/** Starts the body for one generator. */
export function stepsOf(body: readonly Statement[], place: Place): (machine: Machine) => Steps {
  const whole = suite(body, place)
  return (machine) => {
    const steps = run(machine, whole)
    return { next: (sent) => steps.next(sent), throw: (error) => steps.throw(error) }
  }
}

function* run(machine: Machine, whole: StepAct): Generator<Value, Value, Value> {
  const completion = yield* whole(machine)
  if (completion !== 'return') return null
  const { returned } = machine
  machine.returned = null
  return returned
}

function suite(body: readonly Statement[], place: Place): StepAct {
  const places = placesIn(body, place)
  const steps = body.map((statement, i) => stepOf(statement, places[i] as Place))
  return function* inOrder(machine) {
    for (const step of steps) {
      const completion = yield* step(machine)
      if (completion !== 'normal') return completion
    }
    return 'normal'
  }
}

function stepOf(statement: Statement, place: Place): StepAct {
  if (!hasYield(statement)) return stepOfAct(place.compilers.statement(statement, place))
  switch (statement.kind) {
    case 'expression': {
      const value = evaluate(statement.value, place)
      return function* evaluated(machine) {
        machine.world.decref(yield* value(machine))
        return 'normal'
      }
    }
    case 'assign': {
      const value = evaluate(statement.value, place)
      refuseYield(statement.targets)
      const store = assignTo(statement.targets, place)
      return function* stored(machine) {
        store(machine, yield* value(machine))
        return 'normal'
      }
    }
    case 'return': {
      const value = statement.value === undefined ? stepOfRun(() => null) : evaluate(statement.value, place)
      return function* returned(machine) {
        machine.returned = yield* value(machine)
        return 'return'
      }
    }
    case 'if': {
      const test = evaluate(statement.test, place)
      const body = suite(statement.body, place)
      const orelse = suite(statement.orelse, place)
      return function* chosen(machine) {
        return yield* (yield* truth(machine, test)) ? body(machine) : orelse(machine)
      }
    }
    case 'while': {
      const test = evaluate(statement.test, place)
      const body = suite(statement.body, place)
      return function* repeated(machine) {
        while (yield* truth(machine, test)) {
          countRound(machine)
          const completion = yield* body(machine)
          if (completion === 'break') break
          if (completion === 'return') return completion
        }
        return 'normal'
      }
    }
    case 'for':
      refuseYield([statement.target])
      return loopSteps(
        walked(statement.iterable, place),
        compileStore(statement.target, place),
        suite(statement.body, place),
      )
    case 'try':
      return compileTry(statement, place, suite)
    case 'with': {
      const guarded: Place = { ...place, isGuarded: true }
      return statement.items.reduceRight<StepAct>(
        (inside, { context, target }) => {
          if (target !== undefined) refuseYield([target])
          const store = target === undefined ? null : compileStore(target, guarded)
          return withManager(evaluate(context, guarded), store, inside)
        },
        suite(statement.body, guarded),
      )
    }
    case 'assert':
    case 'raise':
    case 'delete':
    case 'class':
    case 'def':
      return stepOfAct(() => {
        throw new Undecided(`a yield inside of ${statement.kind}`)
      })
    default:
      return stepOfAct(place.compilers.statement(statement, place))
  }
}

function refuseYield(targets: readonly Target[]): void {
  if (targets.some(hasYield)) throw new Undecided('a yield inside of a target')
}

function* truth(machine: Machine, test: StepRun): Generator<Value, boolean, Value> {
  const value = yield* test(machine)
  machine.world.push(value)
  const is = truthOf(machine.world, value)
  machine.world.decref(machine.world.pop())
  return is
}

/** What a loop goes through: see {@link compileWalked}. */
function walked(iterable: Expression, place: Place): StepRun {
  if (!hasYield(iterable)) return stepOfRun(compileWalked(iterable, place))
  return evaluate(iterable.kind === 'list' ? { ...iterable, kind: 'tuple' } : iterable, place)
}

function loopSteps(iterable: StepRun, store: ReturnType<typeof compileStore>, body: StepAct): StepAct {
  return function* looped(machine) {
    const { world } = machine
    world.push(yield* iterable(machine))
    const iterator = beginLoop(world)
    for (let item = nextItem(world, iterator); item !== undefined; item = nextItem(world, iterator)) {
      countRound(machine)
      store(machine, item)
      const completion: Completion = yield* body(machine)
      if (completion === 'break') break
      if (completion === 'return') {
        dropBelow(machine, completion, () => world.decref(world.pop()))
        return completion
      }
    }
    world.decref(world.pop())
    return 'normal'
  }
}

function evaluate(expression: Expression, place: Place): StepRun {
  if (!hasYield(expression)) return stepOfRun(compileExpression(expression, place))
  switch (expression.kind) {
    case 'yield': {
      const value = expression.value === undefined ? stepOfRun(() => null) : evaluate(expression.value, place)
      const { isGuarded } = place
      return function* stops(machine) {
        const given = yield* value(machine)
        machine.waitsGuarded = isGuarded
        return yield given
      }
    }
    case 'call': {
      const { function: callee } = expression
      if (callee.kind === 'attribute') {
        return memberCall(callee, expression.arguments, place)
      }
      return operands([callee, ...expression.arguments], place, ([called, ...runs]) => callOf(called as Run, runs))
    }
    case 'list':
      return operands(expression.items, place, listOf)
    case 'tuple':
      return operands(expression.items, place, tupleOf)
    case 'set':
      return operands(expression.items, place, setOf)
    case 'dict':
      return operands(
        expression.entries.flatMap(({ key, value }) => [key, value]),
        place,
        dictOf,
      )
    case 'subscript':
      return operands([expression.object, expression.index], place, ([object, index]) =>
        subscript(object as Run, index as Run),
      )
    case 'arithmetic':
      return operands([expression.left, expression.right], place, ([left, right]) =>
        arithmeticOf(expression.operator, left as Run, right as Run),
      )
    case 'compare':
      return operands([expression.left, expression.right], place, ([left, right]) =>
        comparison(expression, left as Run, right as Run),
      )
    case 'not':
      return operands([expression.operand], place, ([operand]) => notOf(operand as Run))
    case 'and':
    case 'or': {
      const left = evaluate(expression.left, place)
      const right = evaluate(expression.right, place)
      const decisive = expression.kind === 'or'
      return function* either(machine) {
        const value = yield* left(machine)
        if (truthOf(machine.world, value) === decisive) return value
        machine.world.decref(value)
        return yield* right(machine)
      }
    }
    default:
      throw new Undecided(`a yield inside of ${expression.kind}`)
  }
}

/**
 * Where loads of locals are borrowed (3.14) one that waits for a `yield` in the same expression holds no reference: as
 * nothing in an expression binds the variable anew, it can be loaded behind the `yield` just as well.
 */
function isBorrowedAcross(
  expression: Expression,
  later: readonly Expression[],
  place: Place,
): (machine: Machine) => boolean {
  const isBorrowed = place.reached !== 'no' && expression.kind === 'name' && isLocal(expression.name, place)
  if (!isBorrowed || !later.some(hasYield)) return () => false
  return ({ world }) => {
    const borrows = world.semantics.localRefcount === 1
    if (borrows && place.reached === 'open') throw new Undecided('a load that may borrow')
    return borrows
  }
}

/** What lies on top belongs to its variable alone while the generator waits. */
function lendTop({ frame, world }: Machine): void {
  const at = world.stack.length - 1
  const value = world.stack[at] as Value
  world.stack[at] = null
  frame.borrowed.push({ at: at - frame.base, value })
  world.decref(value)
}

/** All but the first `count` that are lent. */
function takeBack({ frame, world }: Machine, count: number): void {
  while (frame.borrowed.length > count) {
    const { at, value } = frame.borrowed.pop() as { at: number; value: Value }
    world.stack[frame.base + at] = world.incref(value)
  }
}

/** The member is looked up before the arguments are evaluated: a missing one is missed then. */
function memberCall(callee: Attribute, args: readonly Expression[], place: Place): StepRun {
  const { name } = callee
  const object = evaluate(callee.object, place)
  const isBorrowed = isBorrowedAcross(callee.object, args, place)
  const steps = args.map((argument) => evaluate(argument, place))
  const builtins = methodsNamed(name)
  const [receiver, ...runs] = [object, ...args].map(
    () =>
      ({ evaluated }: Machine) =>
        evaluated.pop() as Value,
  )
  const asMethod = methodCall(receiver as Run, name, runs)
  const asValue = callOf(receiver as Run, runs)
  return function* called(machine) {
    const { world } = machine
    const self = yield* object(machine)
    world.push(self)
    const isMethod = self instanceof Thing && (builtins.has(self.kind) || methodOf(self, name) !== undefined)
    if (!isMethod) {
      const value = loadAttribute(world, self, name)
      world.pop()
      world.push(world.handOver(value, self))
    }
    const waiting = machine.frame.borrowed.length
    if (isMethod && isBorrowed(machine)) lendTop(machine)
    try {
      for (const step of steps) world.push(yield* step(machine))
    } finally {
      takeBack(machine, waiting)
    }
    machine.evaluated.push(...world.take(steps.length + 1).reverse())
    return isMethod ? asMethod(machine) : asValue(machine)
  }
}

/** Evaluates all in order, on the stack; `combine` then finds them where it asks for them. */
function operands(expressions: readonly Expression[], place: Place, combine: (runs: readonly Run[]) => Run): StepRun {
  const steps = expressions.map((expression) => evaluate(expression, place))
  const borrowed = expressions.map((expression, i) => isBorrowedAcross(expression, expressions.slice(i + 1), place))
  const combined = combine(
    expressions.map(
      () =>
        ({ evaluated }: Machine) =>
          evaluated.pop() as Value,
    ),
  )
  return function* inOrder(machine) {
    const { world } = machine
    const waiting = machine.frame.borrowed.length
    try {
      for (const [i, step] of steps.entries()) {
        world.push(yield* step(machine))
        if (borrowed[i]?.(machine) === true) lendTop(machine)
      }
    } finally {
      takeBack(machine, waiting)
    }
    machine.evaluated.push(...world.take(steps.length).reverse())
    return combined(machine)
  }
}
