/**
 * Compares a scenario's expectations with the story of what an engine did. Every check of the scenario ends as exactly
 * one of: checked and held, checked and violated, or unchecked with the reason. Nothing unchecked ever counts as passed;
 * a scenario of which nothing was checked is skipped (`checked` is empty).
 */
import { assert } from '../base/assert.ts'
import type { Capabilities } from '../observation/capabilities.ts'
import type { Story } from '../observation/story.ts'
import { aboveLevel } from '../program/level.ts'
import {
  type CapabilityName,
  type CheckKey,
  capabilityOf,
  lastStatements,
  type Scenario,
  scenarioProgram,
} from '../scenario/scenario.ts'
import { checksOf, holdsFor, probesOf, refusalOf } from '../scenario/scenario-case.ts'
import type { PythonVersion } from '../scenario/version-range.ts'
import type { Violation } from '../verdict/verdict.ts'
import { type Answer, answerCheck } from './answer-check.ts'
import { stepStory } from './step-story.ts'

/** `step` counts from 1, as in messages. */
export interface CheckedKey {
  readonly step: number
  readonly key: CheckKey
}

export interface UncheckedKey {
  readonly step: number
  readonly key: CheckKey
  readonly reason: string
}

export interface ExpectationResult {
  readonly checked: readonly CheckedKey[]
  readonly unchecked: readonly UncheckedKey[]
  readonly violations: readonly Violation[]
  /** Why the scenario does not count for this engine at all, where it does not. */
  readonly skipped: string | undefined
}

/** Why the scenario must not be run on this engine, before running it; undefined: it may. */
export function reasonToSkip(
  scenario: Scenario,
  version: PythonVersion,
  capabilities: Capabilities,
): string | undefined {
  if (!holdsFor(scenario, version)) {
    return `it is about Python ${scenario.python?.text}, the engine runs ${version.join('.')}`
  }
  const above = aboveLevel(scenarioProgram(scenario), capabilities.level)
  if (above !== undefined) return `${above}; the engine runs level ${capabilities.level}`
  const needs = refusalOf(scenario) === undefined ? scenario.needs : [...scenario.needs, 'refusals' as const]
  const missing = needs.filter((name) => !capabilities[name])
  return missing.length === 0 ? undefined : `the engine cannot show ${missing.join(', ')}`
}

export function checkExpectations(
  scenario: Scenario,
  version: PythonVersion,
  capabilities: Capabilities,
  story: Story,
): ExpectationResult {
  const checked: CheckedKey[] = []
  const unchecked: UncheckedKey[] = []
  const violations: Violation[] = []
  const skip = reasonToSkip(scenario, version, capabilities)
  const labels = new Set(story.labels)
  let first = 0
  for (const [index, last] of lastStatements(scenario).entries()) {
    const step = index + 1
    const told = stepStory(story, first, last)
    let probes = 0
    for (const check of checksOf(scenario.steps[index] as Scenario['steps'][number], version)) {
      const own = probesOf(check, last).length
      const answer = ((): Answer => {
        if (skip !== undefined) return unknown(skip)
        const missing = missingCapability(check.key, capabilities)
        if (missing !== undefined) return unknown(`the engine cannot show ${missing}`)
        if (told === undefined) return unknown('the program ended before the end of this step')
        return answerCheck(check, told, told.answers.slice(probes, probes + own), labels, story.handles)
      })()
      probes += own
      if (answer.kind === 'unknown') unchecked.push({ step, key: check.key, reason: answer.reason })
      else checked.push({ step, key: check.key })
      if (answer.kind === 'differs')
        violations.push(
          ...answer.differences.map(
            (difference): Violation => ({
              rule: 'expectation',
              statement: last,
              objects: difference.objects,
              expected: difference.expected,
              seen: difference.seen,
              message: `step ${step}: ${check.key}: ${difference.sentence}`,
            }),
          ),
        )
    }
    first = last + 1
  }
  assert(violations.length === 0 || checked.length > 0, 'only what was checked is violated')
  return { checked, unchecked, violations, skipped: skip ?? (checked.length > 0 ? undefined : whyNothing(unchecked)) }
}

function unknown(reason: string): Answer {
  return { kind: 'unknown', reason }
}

function missingCapability(key: CheckKey, capabilities: Capabilities): CapabilityName | undefined {
  const needed = capabilityOf(key)
  return needed === undefined || capabilities[needed] ? undefined : needed
}

function whyNothing(unchecked: readonly UncheckedKey[]): string {
  const [first] = unchecked
  return first === undefined
    ? 'it expects nothing of this version, and the oracle has nothing against it'
    : `nothing could be checked: ${first.reason}`
}
