/** What the choices of a guided campaign brought of late, in words: what brought most comes first. */
import type { CorpusSummary } from '../triage/run-report.ts'

const KINDS = [
  ['making', 'program'],
  ['mutation', 'mutation'],
] as const

/** New features in 1,000 statements: a line for ways of making programs and one for mutations, where there are any. */
export function broughtLines({ brought }: CorpusSummary): readonly string[] {
  return KINDS.flatMap(([kind, word]) => {
    const rates = Object.entries(brought)
      .filter(([name, { recent }]) => name.startsWith(`${kind} `) && recent.tries > 0)
      .map(([name, { recent }]) => ({
        name: name.slice(kind.length + 1),
        rate: (1000 * recent.features) / recent.tries,
      }))
      .sort((a, b) => b.rate - a.rate)
    return rates.length === 0
      ? []
      : [`${word}: ${rates.map(({ name, rate }) => `${name} ${rate.toFixed(1)}`).join(', ')}`]
  })
}
