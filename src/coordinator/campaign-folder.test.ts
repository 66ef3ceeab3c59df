import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { UsageError } from '../base/usage-error.ts'
import { CampaignFolder, holdsCampaign } from './campaign-folder.ts'
import { sampleCampaign } from './sample-campaign.test-support.ts'
import type { SavedCampaign } from './saved-campaign.ts'

const { guidance: _, ...progressed } = sampleCampaign.progressed
const parent = mkdtempSync(join(tmpdir(), 'heapsmith-'))
afterAll(() => rmSync(parent, { recursive: true }))
let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(parent, 'campaign-'))
})

const stateAfter = (done: number): SavedCampaign => ({
  ...sampleCampaign,
  identity: { ...sampleCampaign.identity, seeds: [] },
  progressed: { ...progressed, done },
})
const save = (saved: SavedCampaign) => new CampaignFolder(folder).save(saved, [])
const load = () => new CampaignFolder(folder).load()
const state = () => join(folder, 'campaign.state')

describe('the folder of a campaign', () => {
  it('gives back the state that was saved last', () => {
    expect(holdsCampaign(folder)).toBe(false)
    save(stateAfter(64))
    save(stateAfter(192))
    expect(holdsCampaign(folder)).toBe(true)
    expect(load()).toEqual({ saved: stateAfter(192), entries: [], seeds: [], complaints: [] })
  })

  it('falls back to the round before when the last state is damaged, names it, and keeps it aside', () => {
    save(stateAfter(64))
    save(stateAfter(192))
    const damaged = readFileSync(state()).subarray(0, 100)
    writeFileSync(state(), damaged)
    const { saved, complaints } = load()
    expect(saved).toEqual(stateAfter(64))
    expect(complaints.join()).toMatch(/campaign\.state is damaged .*set aside as .*damaged.campaign\.state/)
    expect(readFileSync(join(folder, 'damaged', 'campaign.state'))).toEqual(damaged)
  })

  it('has a whole state at whatever moment it is killed', () => {
    save(stateAfter(64))
    save(stateAfter(192))
    // Killed after the new state was written, before it was put in place.
    writeFileSync(join(folder, 'campaign.next'), readFileSync(state()))
    rmSync(state())
    writeFileSync(join(folder, 'campaign.state.77.part'), 'half')
    expect(load().saved).toEqual(stateAfter(192))
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([])
  })

  it('overwrites nothing that was set aside before', () => {
    for (const content of ['first', 'second']) {
      writeFileSync(state(), content)
      expect(() => load()).toThrow(UsageError)
    }
    expect(readdirSync(join(folder, 'damaged')).sort()).toEqual(['campaign.state', 'campaign.state.2'])
    expect(existsSync(state())).toBe(false)
  })

  it('says so when nothing is there to go on with', () => {
    expect(() => load()).toThrow('holds no campaign')
    expect(() => new CampaignFolder(join(folder, 'not-there')).load()).toThrow('holds no campaign')
  })
})
