/**
 * A finding as files: a scenario that `heapsmith run` takes, the bare program for any interpreter, and the case itself in
 * binary form. The scenario has a step for each statement at which something is looked at, and no expectations: the
 * oracle checks every step anyway.
 */
import { join } from 'node:path'
import { writeWhole } from '../base/write-file.ts'
import type { Scenario, Step } from '../scenario/scenario.ts'
import { scenarioToYaml } from '../scenario/write.ts'
import { caseFile } from '../triage/case-file.ts'
import type { Finding } from '../triage/finding.ts'
import { portableEngine } from '../triage/portable-engine.ts'
import { parseReplayToken } from '../triage/replay-token.ts'

/** The path of the scenario. */
export function saveFinding(finding: Finding, folder: string): string {
  const path = join(folder, 'findings', `${finding.id}.yaml`)
  writeWhole(path, findingYaml(finding))
  writeWhole(join(folder, 'findings', `${finding.id}.py`), findingPython(finding))
  writeWhole(join(folder, 'findings', `${finding.id}.case`), caseFile(parseReplayToken(finding.replay)))
  return path
}

export function findingYaml(finding: Finding): string {
  return `# Replay: npx heapsmith replay ${finding.replay}\n${scenarioToYaml(findingScenario(finding))}`
}

export function findingScenario(finding: Finding): Pick<Scenario, 'title' | 'why' | 'gc' | 'steps'> {
  const { rule, violation, case: case_, engine } = finding
  const objects = violation.objects.length === 0 ? '' : ` (${violation.objects.join(', ')})`
  const why = `${violation.message} Expected ${violation.expected}; seen ${violation.seen}.`
  return { title: `${rule}${objects} on ${portableEngine(engine)}`, why, gc: case_.gc, steps: stepsOf(finding) }
}

function stepsOf({ case: { program, snapshots, refusal } }: Finding): readonly Step[] {
  const looked = refusal === undefined ? snapshots : [...snapshots, refusal.statement]
  const ends = [...new Set([...looked.map((statement) => statement + 1), program.body.length])].sort((a, b) => a - b)
  const starts = [0, ...ends]
  return ends.map((end, i): Step => {
    const step = { statements: program.body.slice(starts[i], end), expectations: [] }
    return refusal?.statement === end - 1 ? { ...step, refuses: refusal.request } : step
  })
}

function findingPython(finding: Finding): string {
  const { rule, violation, engine, replay } = finding
  return `# ${rule} on ${portableEngine(engine)}: ${oneLine(violation.message)}\n# Replay: npx heapsmith replay ${replay}\nimport gc, sys, weakref\n${finding.python}`
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ')
}
