/**
 * YAML text → known differences, checked against `schema/known-differences.schema.json`. A file with any mistake is
 * refused whole, every mistake at its place: an entry that covers less than its author meant would be noticed too late.
 */
import { loadDocument, type ReadDocument } from '../scenario/document.ts'
import type { ScenarioProblem } from '../scenario/problem.ts'
import { isList, isMapping } from '../scenario/read-expectation.ts'
import { readRange } from '../scenario/read-range.ts'
import { type PlainMapping, pointer } from '../scenario/yaml-tree.ts'
import { RULE_IDS, type RuleId } from '../verdict/rule.ts'
import type { KnownDifference } from './known-difference.ts'

export type KnownResult =
  | { readonly ok: true; readonly known: readonly KnownDifference[] }
  /** At least one. */
  | { readonly ok: false; readonly problems: readonly ScenarioProblem[] }

const DOCUMENT = { noun: 'list of known differences', schema: 'known-differences.schema.json' }

export function loadKnown(text: string | Uint8Array, file: string): KnownResult {
  const loaded = loadDocument(text, file, DOCUMENT, read)
  return loaded.ok ? { ok: true, known: loaded.value } : loaded
}

function read({ source, tree, root, problems, complain }: ReadDocument): KnownDifference[] {
  const entries = isList(root['known']) ? root['known'].filter(isMapping) : []
  return entries.map((entry, i): KnownDifference => {
    const at = pointer('/known', i)
    const rules = textsOf(entry, 'rule')
    const expires = textOf(entry, 'expires') ?? ''
    for (const rule of rules)
      if (!RULE_IDS.includes(rule as RuleId))
        complain(`${at}/rule`, `there is no rule ${rule}`, `the rules are ${RULE_IDS.join(', ')}`)
    if (!isDate(expires)) complain(`${at}/expires`, `${expires} is no date`, 'write it as 2027-01-31')
    const python = readRange(source, tree, entry['python'], `${at}/python`, problems)
    const engines = entry['engines']
    const program = entry['program']
    const signature = textOf(entry, 'signature')
    const reported = textOf(entry, 'source')
    return {
      reason: String(entry['reason']),
      expires,
      ...(rules.length === 0 ? {} : { rules }),
      ...(signature === undefined ? {} : { signature }),
      ...(isList(engines) ? { engines: engines.map(String) } : {}),
      ...(python === undefined ? {} : { python }),
      ...(isList(program) ? { program: program.map(String) } : {}),
      shows: textsOf(entry, 'shows'),
      ...(reported === undefined ? {} : { source: reported }),
    }
  })
}

/** One text stands for a list of it. */
function textsOf(entry: PlainMapping, key: string): readonly string[] {
  const value = entry[key]
  return isList(value) ? value.map(String) : typeof value === 'string' ? [value] : []
}

function textOf(entry: PlainMapping, key: string): string | undefined {
  const value = entry[key]
  return typeof value === 'string' ? value : undefined
}

function isDate(text: string): boolean {
  const [year = 0, month = 0, day = 0] = text.split('-').map(Number)
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  const days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
  return days !== undefined && day >= 1 && day <= days
}
