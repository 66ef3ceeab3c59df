/**
 * RunReport → one HTML file: self-contained, without scripts, readable with a keyboard, a screen reader and on paper.
 * Rules that were never checked stand out in red, because what was not tested is the first thing to know.
 */

import type { RunReport, ScenarioResult, Totals } from '../../triage/run-report.ts'
import { failsTheRun } from '../../triage/triage.ts'
import { isAskedFor, RULE_GROUPS, RULE_IDS } from '../../verdict/rule.ts'
import { broughtLines } from '../brought.ts'
import { duration, grouped, percent, plural } from '../paint.ts'
import { whyNotChecked } from '../rule-cover.ts'
import { Html, html } from './escape.ts'
import { findingArticle } from './finding-article.ts'
import { STYLE } from './style.ts'

export function htmlReport(report: RunReport): string {
  const title = `Heapsmith ${report.kind}${report.seed === undefined ? '' : ` ${report.seed}`}`
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="heapsmith ${report.heapsmith}">
<title>${title}</title>
<style>${new Html(STYLE)}</style>
</head>
<body>
<header>
<h1>${title}</h1>
${summary(report)}
</header>
<main>
${findings(report)}
${report.scenarios === undefined ? '' : scenarios(report.scenarios)}
${rules(report)}
${statistics(report)}
</main>
<footer><p class="soft">Made by heapsmith ${report.heapsmith}.</p></footer>
</body>
</html>
`.text
}

function summary(report: RunReport): Html {
  const { totals, engines, seed, ended } = report
  return html`<p>${conclusion(report)}</p>
<dl class="facts">
${engines.map(({ id, version, semantics }) => html`<dt>engine</dt><dd><code>${id}</code>: ${version}, semantics ${semantics}</dd>\n`)}
${seed === undefined ? '' : html`<dt>seed</dt><dd>${seed}</dd>`}
<dt>programs</dt><dd>${grouped(totals.programs)} in ${duration(totals.seconds)}${ended === 'interrupted' ? ', interrupted' : ''}</dd>
<dt>statements</dt><dd>${grouped(totals.statements)}</dd>
<dt>checks</dt><dd>${grouped(totals.checks)}</dd>
<dt>undecided</dt><dd>${grouped(totals.undecided)} (${percent(totals.undecided, totals.programs)})</dd>
</dl>`
}

function conclusion({ findings: found, scenarios: results = [] }: RunReport): Html {
  const failed = results.filter(({ outcome }) => outcome === 'failed' || outcome === 'invalid').length
  const bad = found.filter((finding) => failsTheRun([finding])).length
  if (bad + failed === 0 && found.length === 0) return html`<span class="green">Everything agrees.</span>`
  const parts = [
    ...(bad > 0 ? [html`<span class="red">${plural(bad, 'finding')}</span>`] : []),
    ...(found.length > bad
      ? [html`<span class="amber">${plural(found.length - bad, 'finding')} known or noise</span>`]
      : []),
    ...(failed > 0 ? [html`<span class="red">${plural(failed, 'scenario')} failed or refused</span>`] : []),
  ]
  return html`${parts.flatMap((part, i) => (i === 0 ? [part] : [', ', part]))}.`
}

function findings({ findings: found }: RunReport): Html {
  if (found.length === 0) return html``
  return html`<section aria-labelledby="findings"><h2 id="findings">Findings</h2>
${found.map(findingArticle)}</section>`
}

function scenarios(results: readonly ScenarioResult[]): Html {
  return html`<section aria-labelledby="scenarios"><h2 id="scenarios">Scenarios</h2>
<div class="scroll" tabindex="0" role="group" aria-labelledby="scenarios"><table>
<caption>${plural(results.length, 'result')}; what is neither passed nor skipped has its reason below it</caption>
<thead><tr><th scope="col">Outcome</th><th scope="col">Scenario</th><th scope="col">Engine</th><th scope="col" class="number">Checked</th></tr></thead>
<tbody>
${results.map(scenarioRow)}</tbody></table></div></section>`
}

const OUTCOME_CLASS: Readonly<Record<ScenarioResult['outcome'], string>> = {
  passed: 'green',
  failed: 'red',
  invalid: 'red',
  undecided: 'amber',
  skipped: 'soft',
}

function scenarioRow({ outcome, title, file, engine, reason, violations, checked }: ScenarioResult): Html {
  const said = violations.map(
    ({ step, rule, message, expected, seen }) =>
      html`<div>step ${step}: <code>${rule}</code>: ${message} Expected ${expected}; seen ${seen}.</div>`,
  )
  return html`<tr><td class="${OUTCOME_CLASS[outcome]}">${outcome}</td><td>${title} <span class="soft">${file === title ? '' : file}</span>
${reason === undefined ? '' : html`<div class="soft">${reason}</div>`}${said}</td><td>${engine ?? ''}</td><td class="number">${checked}</td></tr>
`
}

function rules({ rules: checks, findings: found, engines }: RunReport): Html {
  // What cannot apply to this run is no gap in it.
  const applies = RULE_IDS.filter((rule) => checks[rule] > 0 || !isAskedFor(rule))
  const rows = applies.map((rule) => {
    const count = checks[rule]
    const broken = found.filter((finding) => finding.rule === rule).length
    const why = count === 0 ? whyNotChecked(rule, engines) : undefined
    const shown = count > 0 ? grouped(count) : (why ?? 'never checked')
    const look = count > 0 ? '' : why === undefined ? html` class="never"` : html` class="soft"`
    return html`<tr${look}><td>${RULE_GROUPS[rule]}</td><th scope="row"><code>${rule}</code></th><td class="number">${shown}</td><td class="number${broken > 0 ? ' red' : ''}">${broken}</td></tr>
`
  })
  return html`<section aria-labelledby="rules"><h2 id="rules">Rules</h2>
<div class="scroll" tabindex="0" role="group" aria-labelledby="rules"><table>
<caption>How often each was checked</caption>
<thead><tr><th scope="col">Group</th><th scope="col">Rule</th><th scope="col" class="number">Checks</th><th scope="col" class="number">Findings</th></tr></thead>
<tbody>
${rows}</tbody></table></div></section>`
}

function statistics(report: RunReport): Html {
  const { totals, exercised } = report
  if (exercised === undefined && totals.undecidedReasons.length === 0 && totals.spent === undefined) return html``
  const constructs = Object.entries(exercised ?? {})
  const never = constructs.filter(([, programs]) => programs === 0).map(([trait]) => trait)
  return html`<section aria-labelledby="statistics"><h2 id="statistics">Statistics</h2>
${constructs.length === 0 ? '' : html`<p>Exercised ${constructs.length - never.length} of ${constructs.length} constructs${never.length === 0 ? '.' : html`; <span class="red">never: ${never.join(', ')}</span>.`}</p>`}
${discoveries(report)}
${spent(totals)}
${undecided(totals)}
</section>`
}

/** What is new, what is left, and how far features can be trusted. */
function discoveries({ corpus, pace }: RunReport): Html {
  if (corpus === undefined) return html``
  const { entries, features, reruns, stable, lastNovelty, undiscovered, nextThousand } = corpus
  const unstable = reruns - stable
  return html`<dl>
<dt>features shown</dt><dd>${grouped(features)}, ${plural(entries, 'program')} kept</dd>
<dt>last new</dt><dd>at program ${grouped(lastNovelty)}${pace === undefined ? '' : `, ${duration(pace.secondsSinceNovelty)} before the end`}</dd>
${pace === undefined ? '' : html`<dt>new a minute</dt><dd>${grouped(pace.newFeaturesPerMinute)}, of late</dd>`}
<dt>left, by estimate</dt><dd>at least ${grouped(undiscovered)} more (Chao2); some ${grouped(nextThousand)} new in the next 1,000 programs (Good–Turing)</dd>
${broughtLines(corpus).map(
  (line) => html`<dt>new in 1,000 statements</dt><dd>${line}</dd>
`,
)}<dt>stability</dt><dd class="${unstable === 0 ? 'green' : 'red'}">${grouped(stable)} of ${plural(reruns, 'rerun')} showed the same</dd>
</dl>`
}

function spent({ spent: parts }: Totals): Html {
  if (parts === undefined) return html``
  const whole = parts.generateMs + parts.engineMs + parts.judgeMs
  return html`<p>Workers' time: generating ${percent(parts.generateMs, whole)}, engine ${percent(parts.engineMs, whole)}, judging ${percent(parts.judgeMs, whole)}.</p>`
}

function undecided({ undecidedReasons }: Totals): Html {
  if (undecidedReasons.length === 0) return html``
  return html`<div class="scroll"><table><caption>Why programs were undecided</caption>
<thead><tr><th scope="col" class="number">Programs</th><th scope="col">Reason</th><th scope="col" class="number">Such as program</th></tr></thead>
<tbody>${undecidedReasons.map(({ reason, count, example }) => html`<tr><td class="number">${grouped(count)}</td><td>${reason}</td><td class="number">${example}</td></tr>`)}</tbody></table></div>`
}
