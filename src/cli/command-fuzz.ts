/**
 * `heapsmith fuzz`: a campaign, shown while it runs, with its findings, its report and its state left in a folder, from
 * which `--resume` goes on.
 */
import type { Command } from 'commander'
import { wallClock } from '../base/clock.ts'
import { UsageError } from '../base/usage-error.ts'
import { makeFolder } from '../base/write-file.ts'
import { type Campaign, fillCampaign } from '../coordinator/campaign.ts'
import type { CampaignRules } from '../coordinator/campaign-file.ts'
import { CampaignFolder, holdsResults, type LoadedCampaign } from '../coordinator/campaign-folder.ts'
import { campaignLevel } from '../coordinator/campaign-level.ts'
import type { CampaignListener, CampaignResult } from '../coordinator/campaign-result.ts'
import { CampaignRun } from '../coordinator/campaign-run.ts'
import type { CampaignIdentity } from '../coordinator/saved-campaign.ts'
import { shardName } from '../coordinator/shard.ts'
import { duration, grouped } from '../report/paint.ts'
import { checkableRules } from '../report/rule-cover.ts'
import { terminalFinding } from '../report/terminal-finding.ts'
import { campaignHead, campaignSummary } from '../report/terminal-fuzz.ts'
import type { Described } from '../task/messages.ts'
import type { RunReport } from '../triage/run-report.ts'
import { failsTheRun } from '../triage/triage.ts'
import type { RuleId } from '../verdict/rule.ts'
import { campaignOptions } from './campaign-options.ts'
import { ignoring, neverChecked } from './campaign-rules.ts'
import { differentialFlag } from './differential.ts'
import { codeOfRules, ExitCode, type ExitCodeValue } from './exit-code.ts'
import { campaignNames, findCampaign } from './find-campaign.ts'
import { durationMs, levelOfLanguage, percentage, shard, wholeNumber } from './flags.ts'
import type { FuzzFlags } from './fuzz-flags.ts'
import { campaignReport, reportedEngine } from './make-report.ts'
import { openTriage, type Triage, triageFlags } from './open-triage.ts'
import { ownVersion } from './own-version.ts'
import { assertSameEngines, optionsToResume, resumable } from './resume-campaign.ts'
import { outFolder } from './run-id.ts'
import { saveFinding } from './save-finding.ts'
import type { Screen } from './screen.ts'
import { engineFlags, reportFlags, screenFlags, screenOf, workersOf } from './shared-flags.ts'
import { showProgress } from './show-progress.ts'
import { withCrew } from './with-crew.ts'
import { writeReports } from './write-reports.ts'

/** Seeds that we draw are short enough to be read out loud. */
const SEEDS = 1_000_000_000
const NO_RULES: CampaignRules = { ignored: [], required: [] }

export function addFuzz(program: Command, exit: (code: ExitCodeValue) => void): void {
  const command = program
    .command('fuzz')
    .description('run random programs and judge what happens, until the time is over or Ctrl-C')
    .option(
      '-c, --campaign <name>',
      `a campaign that comes with Heapsmith (${campaignNames().join(', ')}) or a file (.yaml); other flags come first`,
    )
    .option('-t, --time <time>', 'how long, such as 60, 90s, 10m, 8h (default: 60 s)', durationMs)
    .option('-n, --programs <n>', 'end after so many programs on each engine', wholeNumber(1))
    .option('-s, --seed <n>', 'the same seed gives the same programs (default: drawn anew)', wholeNumber(0))
    .option('--first <n>', 'number of the first program', wholeNumber(0))
    .option('--shard <i/n>', 'run that share of the programs: 1/4 to 4/4 are together the whole', shard)
    .option('--statements <n>', 'statements a program (default: 3 to 300)', wholeNumber(3, 300))
    .option(
      '--level <n>',
      'level of the language that programs reach (default: 3, or what all engines can)',
      levelOfLanguage,
    )
    .option('--corpus <folder>', 'run the entries of that corpus (or campaign) first, and go on from what they show')
    .option('--unguided', 'make every program from nothing, none from what was new before')
    .option('--no-shrink', 'report failing programs as they were found')
    .option('--resume <folder>', 'go on with the campaign that left its state there')
    .option('--max-undecided <percent>', 'more undecided programs than that are a failure (default: 5)', percentage)
  screenFlags(differentialFlag(triageFlags(reportFlags(engineFlags(command))))).action(async (flags: FuzzFlags) =>
    exit(await fuzz(flags)),
  )
}

async function fuzz(flags: FuzzFlags): Promise<ExitCodeValue> {
  const screen = screenOf(flags)
  const file = flags.campaign === undefined ? undefined : findCampaign(flags.campaign)
  const { ignored, required } = file?.rules ?? NO_RULES
  const triage = ignoring(openTriage(flags), ignored)
  for (const note of triage.notes) screen.print(screen.paint.yellow(note), true)
  const loaded = flags.resume === undefined ? undefined : resumable(flags.resume, flags, screen)
  const drawn = wallClock().getTime() % SEEDS
  const options =
    loaded === undefined ? await campaignOptions(flags, file) : optionsToResume(loaded, flags, file?.options)
  const campaign = fillCampaign(options, { cores: workersOf(flags), seed: drawn })
  const folder = flags.resume ?? outFolder(flags.out, runKind(campaign))
  if (loaded === undefined) refuseTaken(folder)
  makeFolder(folder)
  if (loaded === undefined) new CampaignFolder(folder).saveSeeds(campaign.seeds)
  const report = await withCrew(campaign.workers, async (crew, stop) => {
    const { started, ...rest } = listener(campaign, screen, folder, triage, loaded)
    let checkable = 0
    const listening = {
      ...rest,
      started: (engines: readonly Described[]) => {
        checkable = checkableRules(engines.map(reportedEngine))
        started(engines)
      },
    }
    const run = new CampaignRun(campaign, crew, listening, loaded?.saved.progressed, loaded?.entries)
    stop.addEventListener('abort', () => run.interrupt())
    const endProgress = showProgress(
      screen,
      () => run.progress,
      () => checkable,
    )
    try {
      return campaignReport(withStatus(await run.run(), triage), campaign)
    } finally {
      endProgress()
    }
  })
  // Counts may have grown since a finding was shown.
  for (const finding of report.findings) saveFinding(finding, folder)
  screen.print(campaignSummary(report, screen.paint), failsTheRun(report.findings))
  const missed = neverChecked(report, required)
  if (missed.length > 0)
    screen.print(screen.paint.red(`Never checked, though the campaign requires it: ${missed.join(', ')}`), true)
  const written = writeReports(report, flags.reporter ?? ['terminal', 'json'], folder)
  for (const path of written) screen.print(`Report: ${path}`)
  screen.print(nextStep(campaign, folder))
  return exitCode(campaign, report, missed)
}

function runKind({ seed, shard: { index, of } }: Campaign): string {
  return of === 1 ? `fuzz-${seed}` : `fuzz-${seed}-shard-${index}-of-${of}`
}

function refuseTaken(folder: string): void {
  if (!holdsResults(folder)) return
  throw new UsageError(
    `${folder} holds a campaign already: go on with it by --resume ${folder}, or name another folder with --out`,
  )
}

function listener(
  campaign: Campaign,
  screen: Screen,
  folder: string,
  triage: Triage,
  loaded: LoadedCampaign | undefined,
): CampaignListener {
  let identity: CampaignIdentity | undefined
  let started: readonly Described[] = []
  const kept = new CampaignFolder(folder)
  return {
    started: (engines) => {
      started = engines
      identity = identityOf(campaign, engines)
      if (loaded !== undefined) assertSameEngines(loaded.saved.identity, identity)
      const { seed, shard, workers, timeMs, programs } = campaign
      const limits = [
        ...(Number.isFinite(timeMs) ? [duration(timeMs / 1000)] : []),
        ...(Number.isFinite(programs) ? [`${grouped(programs)} programs`] : []),
      ]
      const share = shard.of === 1 ? '' : `shard ${shardName(shard)} of `
      const head = {
        heapsmith: ownVersion(),
        seed,
        level: campaignLevel(campaign, engines),
        workers,
        limit: share + limits.join(' or '),
        engines: engines.map(reportedEngine),
      }
      screen.print(campaignHead(head, screen.paint))
    },
    progressed: (progressed, entries) => {
      if (identity === undefined) return
      const { programs, timeMs } = campaign
      kept.save({ identity, budget: { programs, timeMs }, progressed }, entries)
    },
    found: (each) => {
      const finding = triage.of(each, started)
      screen.print(terminalFinding(finding, saveFinding(finding, folder), screen.paint), failsTheRun([finding]))
    },
  }
}

function withStatus(result: CampaignResult, triage: Triage): CampaignResult {
  return { ...result, findings: result.findings.map((finding) => triage.of(finding, result.engines)) }
}

function identityOf(campaign: Campaign, engines: readonly Described[]): CampaignIdentity {
  const { seed, first, shard, statements = 0, emphasis, schedule, shrink, guided, seeds } = campaign
  return {
    heapsmith: ownVersion(),
    engines: engines.map(({ description: { id, version }, semantics }, i) => ({
      id,
      version,
      semantics,
      every: campaign.engines[i]?.every ?? 1,
    })),
    seed,
    first,
    shard,
    statements,
    level: campaignLevel(campaign, engines),
    ...(emphasis === undefined ? {} : { emphasis }),
    schedule,
    shrinks: shrink !== undefined,
    guided,
    seeds: seeds.map(({ key }) => key),
  }
}

function nextStep(campaign: Campaign, folder: string): string {
  const { seed, shard } = campaign
  const share = shard.of === 1 ? '' : ` --shard ${shardName(shard)}`
  const level = campaign.level === undefined ? '' : ` --level ${campaign.level}`
  return `The same programs again: --seed ${seed}${level}${share}. On from here: --resume ${folder} --time 8h`
}

function exitCode(campaign: Campaign, report: RunReport, missed: readonly RuleId[]): ExitCodeValue {
  const { programs, undecided } = report.totals
  if (failsTheRun(report.findings)) return codeOfRules(report.findings.map(({ rule }) => rule))
  if (100 * undecided > campaign.maxUndecidedPercent * programs) return ExitCode.undecided
  return missed.length > 0 ? ExitCode.unchecked : ExitCode.agrees
}
