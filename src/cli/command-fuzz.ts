/** `heapsmith fuzz`: a campaign, shown while it runs, with its findings and its report left in a folder. */
import type { Command } from 'commander'
import { wallClock } from '../base/clock.ts'
import { type Campaign, fillCampaign } from '../coordinator/campaign.ts'
import { type CampaignListener, CampaignRun } from '../coordinator/campaign-run.ts'
import { duration, grouped } from '../report/paint.ts'
import { terminalFinding } from '../report/terminal-finding.ts'
import { campaignHead, campaignSummary } from '../report/terminal-fuzz.ts'
import type { RunReport } from '../triage/run-report.ts'
import { ExitCode, type ExitCodeValue } from './exit-code.ts'
import { durationMs, percentage, wholeNumber } from './flags.ts'
import { campaignReport, reportedEngine } from './make-report.ts'
import { ownVersion } from './own-version.ts'
import { outFolder } from './run-id.ts'
import { saveFinding } from './save-finding.ts'
import type { Screen } from './screen.ts'
import { engineFlags, reportFlags, type SharedFlags, screenFlags, screenOf, workersOf } from './shared-flags.ts'
import { showProgress } from './show-progress.ts'
import { withCrew } from './with-crew.ts'
import { makeFolder } from './write-file.ts'
import { writeReports } from './write-reports.ts'

interface FuzzFlags extends SharedFlags {
  readonly seed?: number
  readonly time?: number
  readonly programs?: number
  readonly first?: number
  readonly statements?: number
  readonly shrink?: boolean
  readonly maxUndecided?: number
}

/** Seeds that we draw are short enough to be read out loud. */
const SEEDS = 1_000_000_000

export function addFuzz(program: Command, exit: (code: ExitCodeValue) => void): void {
  const command = program
    .command('fuzz')
    .description('run random programs and judge what happens, until the time is over or Ctrl-C')
    .option('-t, --time <time>', 'how long, such as 60, 90s, 10m, 8h (default: 60 s)', durationMs)
    .option('-n, --programs <n>', 'end after so many programs on each engine', wholeNumber(1))
    .option('-s, --seed <n>', 'the same seed gives the same programs (default: drawn anew)', wholeNumber(0))
    .option('--first <n>', 'number of the first program', wholeNumber(0))
    .option('--statements <n>', 'statements a program (default: 3 to 300)', wholeNumber(3, 300))
    .option('--no-shrink', 'report failing programs as they were found')
    .option('--max-undecided <percent>', 'more undecided programs than that are a failure (default: 5)', percentage)
  screenFlags(reportFlags(engineFlags(command))).action(async (flags: FuzzFlags) => exit(await fuzz(flags)))
}

async function fuzz(flags: FuzzFlags): Promise<ExitCodeValue> {
  const screen = screenOf(flags)
  const drawn = wallClock().getTime() % SEEDS
  const campaign = fillCampaign(campaignOptions(flags), { cores: workersOf(flags), seed: drawn })
  const folder = outFolder(flags.out, `fuzz-${campaign.seed}`)
  makeFolder(folder)
  const report = await withCrew(campaign.workers, async (crew, stop) => {
    const run = new CampaignRun(campaign, crew, listener(campaign, screen, folder))
    stop.addEventListener('abort', () => run.interrupt())
    const endProgress = showProgress(screen, () => run.progress)
    try {
      return campaignReport(await run.run(), campaign.seed, campaign.workers)
    } finally {
      endProgress()
    }
  })
  // Counts may have grown since a finding was shown.
  for (const finding of report.findings) saveFinding(finding, folder)
  screen.print(campaignSummary(report, screen.paint), report.findings.length > 0)
  const written = writeReports(report, flags.reporter ?? ['terminal', 'json'], folder)
  for (const path of written) screen.print(`Report: ${path}`)
  screen.print(nextStep(campaign))
  return exitCode(campaign, report)
}

function campaignOptions(flags: FuzzFlags): Parameters<typeof fillCampaign>[0] {
  const { engine, time, ...rest } = flags
  return {
    ...rest,
    ...(engine === undefined ? {} : { engines: engine }),
    ...(time === undefined ? {} : { timeMs: time }),
  }
}

function listener(campaign: Campaign, screen: Screen, folder: string): CampaignListener {
  return {
    started: (engines) => {
      const { seed, workers, timeMs, programs } = campaign
      const limits = [
        ...(Number.isFinite(timeMs) ? [duration(timeMs / 1000)] : []),
        ...(Number.isFinite(programs) ? [`${grouped(programs)} programs`] : []),
      ]
      const head = {
        heapsmith: ownVersion(),
        seed,
        workers,
        limit: limits.join(' or '),
        engines: engines.map(reportedEngine),
      }
      screen.print(campaignHead(head, screen.paint))
    },
    found: (finding) => screen.print(terminalFinding(finding, saveFinding(finding, folder), screen.paint), true),
  }
}

function nextStep(campaign: Campaign): string {
  return `The same programs again: --seed ${campaign.seed}. A whole night: npm run fuzz -- --time 8h`
}

function exitCode(campaign: Campaign, report: RunReport): ExitCodeValue {
  const { programs, undecided } = report.totals
  if (report.findings.length > 0) return ExitCode.findings
  return 100 * undecided > campaign.maxUndecidedPercent * programs ? ExitCode.undecided : ExitCode.agrees
}
