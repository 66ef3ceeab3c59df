/** One finding: what it is, its program with the statement where it shows, and how to see it again. */
import { printStatement } from '../../program/print.ts'
import type { Finding } from '../../triage/finding.ts'
import { failsTheRun } from '../../triage/triage.ts'
import { plural } from '../paint.ts'
import { type Html, html } from './escape.ts'

export function findingArticle(finding: Finding): Html {
  const { id, engine, violation, rule, status, firstSeen, count, case: case_ } = finding
  const statements = case_.program.body.length
  return html`<article aria-labelledby="${id}">
<h3 id="${id}">${statusMark(finding)} ${rule} <span class="soft">on ${engine}</span></h3>
<p>${violation.message}</p>
${finding.because === undefined ? '' : html`<p class="amber">${status}: ${finding.because}</p>`}
<dl>
<dt>expected</dt><dd>${violation.expected}</dd>
<dt>seen</dt><dd>${violation.seen}</dd>
<dt>at</dt><dd>statement ${violation.statement + 1} of ${statements}${violation.objects.length === 0 ? '' : `, about ${violation.objects.join(', ')}`}</dd>
<dt>cause</dt><dd>${finding.cause}</dd>
<dt>met</dt><dd>${plural(count, 'program')}, first number ${firstSeen}</dd>
${reliability(finding)}
</dl>
${program(finding)}
<p>Again:</p>
<pre class="token" tabindex="0" aria-label="command that shows ${id} again">npx heapsmith replay ${finding.replay}</pre>
<p class="soft">Saved as <code>findings/${id}.yaml</code>, <code>.py</code> and <code>.case</code>.</p>
</article>
`
}

function statusMark(finding: Finding): Html {
  return html`<span class="${failsTheRun([finding]) ? 'red' : 'amber'}">${finding.status}</span>`
}

function reliability({ reruns, shrunkFrom, shrinkEnded }: Finding): Html {
  const rate = reruns === undefined ? '' : html`<dt>reruns</dt><dd>failed in ${reruns.failed} of ${reruns.runs}</dd>`
  const small =
    shrunkFrom === undefined
      ? ''
      : html`<dt>shrunk</dt><dd>from ${plural(shrunkFrom, 'statement')}${shrinkEnded === undefined ? '' : `; ended early: ${shrinkEnded}`}</dd>`
  return html`${rate}${small}`
}

/** The statement at which it shows stands out, also for those who see no colours. */
function program({ case: case_, violation, id }: Finding): Html {
  const lines = case_.program.body.map((statement, i) => {
    const text = printStatement(statement).trimEnd()
    return i === violation.statement ? html`<mark class="at">${text}  # &#9664; here</mark>` : html`${text}\n`
  })
  return html`<pre tabindex="0" aria-label="program of ${id}"><code>${lines}</code></pre>`
}
