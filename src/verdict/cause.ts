/**
 * A violation's cause as far as it can be told: its signature, what was expected and seen at the first place that
 * differs, and during which kind of statement. Finer than the signature, and only meaningful for a program that is small:
 * in a long one the place where something shows is an accident.
 */
import type { Program, Statement } from '../program/ast.ts'
import { printExpression } from '../program/print.ts'
import { kindOf, signature, type Violation, withoutNumbers } from './verdict.ts'

export function causeOf(violation: Violation, program: Program): string {
  const { expected, seen, statement } = violation
  return `${signature(violation)}: ${shape(expected)} → ${shape(seen)} in ${contextOf(program.body[statement])}`
}

/** Without what differs from run to run and from program to program: ordinals, amounts, names of classes, values. */
function shape(text: string): string {
  const kinds = text.replace(/\b[A-Za-z_]\w*#\d+(?:\.\w+)*/g, kindOf).replace(/'[^']*'|"[^"]*"/g, '…')
  return withoutNumbers(kinds).trim()
}

function contextOf(node: Statement | undefined): string {
  switch (node?.kind) {
    case undefined:
      return 'the end'
    case 'expression':
      return node.value.kind === 'call' ? calledText(node.value.function) : 'an expression'
    case 'assign':
      return 'an assignment'
    case 'delete':
      return 'a del'
    default:
      return `a ${node?.kind}`
  }
}

/** Members of modules by name; what a program calls by its own names is a call. */
function calledText(callee: Parameters<typeof printExpression>[0]): string {
  const isMember = callee.kind === 'attribute' && callee.object.kind === 'name'
  const text = printExpression(callee)
  return isMember && /^(gc|sys|weakref)\./.test(text) ? `${text}()` : 'a call'
}
