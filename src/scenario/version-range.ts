/**
 * Ranges of Python versions such as `>=3.13.3 <3.14`: terms separated by blanks, all of which must hold. A term is an
 * operator and a version; a version without a patch level stands for the whole series, so that `==3.13` and `<=3.13`
 * include 3.13.7 and `>3.13` begins with 3.14.0.
 */

/** major, minor, patch. */
export type PythonVersion = readonly [number, number, number]

export type RangeOperator = '>=' | '>' | '<=' | '<' | '==' | '!='

export interface RangeTerm {
  readonly operator: RangeOperator
  readonly major: number
  readonly minor: number
  /** Undefined: every patch level of the series. */
  readonly patch: number | undefined
}

export interface VersionRange {
  /** At least one. */
  readonly terms: readonly RangeTerm[]
  /** As written, with one blank between terms. */
  readonly text: string
}

/** The versions for which Heapsmith knows what CPython does. */
export const SUPPORTED_VERSIONS = '>=3.8 <3.16'

const TERM = /^(>=|>|<=|<|==|!=)(\d{1,3})\.(\d{1,3})(?:\.(\d{1,3}))?$/
/** Above every patch level that a series of CPython ever had. */
const PATCHES_TRIED = 100

export type VersionRangeResult =
  | { readonly ok: true; readonly range: VersionRange }
  /** `start` and `end` are offsets into the text. */
  | {
      readonly ok: false
      readonly start: number
      readonly end: number
      readonly message: string
      readonly hint: string
    }

export function parseVersionRange(text: string): VersionRangeResult {
  const terms: RangeTerm[] = []
  for (const match of text.matchAll(/(>=|>|<=|<|==|!=)\s+(?=\d)|\S+/g)) {
    if (/\s$/.test(match[0])) {
      const start = match.index
      return refused(start, start + match[0].length, 'a blank stands between the operator and its version', text)
    }
    const parts = TERM.exec(match[0])
    if (parts === null) {
      return refused(
        match.index,
        match.index + match[0].length,
        `${JSON.stringify(match[0])} is no version range`,
        text,
      )
    }
    terms.push({
      operator: parts[1] as RangeOperator,
      major: Number(parts[2]),
      minor: Number(parts[3]),
      patch: parts[4] === undefined ? undefined : Number(parts[4]),
    })
  }
  if (terms.length === 0) return refused(0, text.length, 'the version range is empty', text)
  const range = { terms, text: terms.map(printTerm).join(' ') }
  if (!includesAnyVersion(range, 0, 400)) {
    return refused(0, text.length, `no version satisfies ${JSON.stringify(range.text)}`, text)
  }
  if (!includesAnyVersion(range, 8, 15)) {
    return refused(0, text.length, `no supported version satisfies ${JSON.stringify(range.text)}`, text)
  }
  return { ok: true, range }
}

function refused(start: number, end: number, message: string, text: string): VersionRangeResult {
  const hint = text.includes(',')
    ? 'separate terms by blanks, such as ">=3.9 <3.13"'
    : `write terms such as ">=3.13.3 <3.14" or "==3.12"; supported is ${SUPPORTED_VERSIONS}`
  return { ok: false, start, end, message, hint }
}

function includesAnyVersion(range: VersionRange, firstMinor: number, lastMinor: number): boolean {
  for (let minor = firstMinor; minor <= lastMinor; minor++) {
    for (let patch = 0; patch < PATCHES_TRIED; patch++) if (rangeIncludes(range, [3, minor, patch])) return true
  }
  return false
}

function printTerm(term: RangeTerm): string {
  return `${term.operator}${term.major}.${term.minor}${term.patch === undefined ? '' : `.${term.patch}`}`
}

export function rangeIncludes(range: VersionRange, version: PythonVersion): boolean {
  return range.terms.every((term) => termIncludes(term, version))
}

function termIncludes(term: RangeTerm, version: PythonVersion): boolean {
  const order =
    version[0] - term.major || version[1] - term.minor || (term.patch === undefined ? 0 : version[2] - term.patch)
  switch (term.operator) {
    case '>=':
      return order >= 0
    case '>':
      return order > 0
    case '<=':
      return order <= 0
    case '<':
      return order < 0
    case '==':
      return order === 0
    case '!=':
      return order !== 0
  }
}
