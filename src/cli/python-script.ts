/**
 * A scenario as a Python script that runs in any interpreter and asserts what Python alone can see of it: values,
 * exceptions, prints, reference counts, generations. What needs an engine (labels, deaths, addresses) is named in a
 * comment and left out. The part that runs the steps is `check-steps.py`, as it stands.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from '../base/package-root.ts'
import { printExpression, printStatement } from '../program/print.ts'
import { printStr } from '../program/print-literal.ts'
import type { Check, Entry, ExpectedValue, Scenario, Step } from '../scenario/scenario.ts'
import { SUPPORTED_VERSIONS } from '../scenario/version-range.ts'

export function pythonScript(scenario: Scenario): string {
  const comments = [scenario.title, scenario.why, scenario.source].filter((text) => text !== undefined)
  const left = leftOut(scenario)
  if (left.length > 0) comments.push(`Not checked here, because Python alone cannot see it: ${left.join(', ')}.`)
  const head = comments.flatMap((text) => text.split('\n').map((line) => `# ${line}`.trimEnd())).join('\n')
  const runner = readFileSync(join(packageRoot, 'src', 'cli', 'check-steps.py'), 'utf8')
  const steps = scenario.steps.map(stepText).join('')
  const versions = printStr(scenario.python?.text ?? SUPPORTED_VERSIONS)
  return `${head}\nSTEPS = [${steps}\n]\n\n${runner}\n\nmain(STEPS, ${versions}, ${printStr(scenario.gc)})\n`
}

function leftOut({ steps }: Scenario): string[] {
  const checks = steps.flatMap(({ expectations }) => expectations.flatMap((each) => each.checks))
  return [...new Set(checks.filter((check) => checkText(check) === undefined).map(({ key }) => key))]
}

function stepText({ statements, expectations }: Step): string {
  const text = statements.map(printStatement).join('')
  const sets = expectations.flatMap(({ python, checks }) => {
    const items = checks.flatMap((check) => checkText(check) ?? [])
    return items.length === 0 ? [] : [`(${printStr(python?.text ?? '')}, {${items.join(', ')}})`]
  })
  const source = /'''|\\/.test(text) ? printStr(text) : `'''\n${text}'''`
  return `\n    (${source}, [${sets.join(', ')}]),`
}

/** An entry of a Python dict; undefined for what only an engine can tell. */
function checkText(check: Check): string | undefined {
  switch (check.key) {
    case 'value':
      return `'value': ${valueText(check.value)}`
    case 'values':
      return `'values': ${entriesText(check.entries, valueText)}`
    case 'raises':
      return `'raises': ${printStr(check.type)}`
    case 'prints':
      return `'${check.ordered ? 'prints' : 'prints in any order'}': ${listText(check.items)}`
    case 'unraisable':
      return `'unraisable': ${listText(check.items)}`
    case 'refcounts':
      return `'refcounts': ${entriesText(check.entries, String)}`
    case 'generations':
      return `'generations': ${entriesText(check.entries, (value) => (typeof value === 'number' ? String(value) : printStr(value)))}`
    default:
      return undefined
  }
}

function listText(items: readonly string[]): string {
  return `[${items.map(printStr).join(', ')}]`
}

function entriesText<T>(entries: readonly Entry<T>[], text: (value: T) => string): string {
  return `{${entries.map(({ expression, expected }) => `${printStr(printExpression(expression))}: ${text(expected)}`).join(', ')}}`
}

/** A literal of the value; of an object only the type's name is compared. */
function valueText(value: ExpectedValue): string {
  switch (value.kind) {
    case 'label':
      return printStr(`a ${value.label.replace(/#.*/, '')}`)
    case 'list':
      return `[${value.items.map(valueText).join(', ')}]`
    default:
      return printExpression(value)
  }
}
