/** The report files that the chosen reporters leave in the run's folder. */
import { join } from 'node:path'
import { writeWhole } from '../base/write-file.ts'
import { githubReport } from '../report/github.ts'
import { htmlReport } from '../report/html/html.ts'
import { jsonReport, timingReport } from '../report/json.ts'
import { junitReport } from '../report/junit.ts'
import { sarifReport } from '../report/sarif.ts'
import type { RunReport } from '../triage/run-report.ts'
import type { Reporter } from './flags.ts'

/** The paths written. */
export function writeReports(report: RunReport, reporters: readonly Reporter[], folder: string): readonly string[] {
  const written: string[] = []
  const write = (name: string, text: string) => {
    const path = join(folder, name)
    writeWhole(path, text)
    written.push(path)
  }
  if (reporters.includes('json')) write('report.json', jsonReport(report))
  if (reporters.includes('sarif')) write('report.sarif', sarifReport(report))
  if (reporters.includes('html')) write('report.html', htmlReport(report))
  // The build server reads its annotations from what is printed.
  if (reporters.includes('github')) process.stdout.write(githubReport(report))
  if (report.kind === 'fuzz') writeWhole(join(folder, 'timing.json'), timingReport(report))
  if (reporters.includes('junit')) write('junit.xml', junitReport(report))
  return written
}
