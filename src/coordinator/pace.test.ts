import { describe, expect, it } from 'vitest'
import { PaceKeeper } from './pace.ts'

describe('the pace of discovery', () => {
  it('is that of about the last minute', () => {
    const pace = new PaceKeeper({ seconds: 0, features: 0 }, 0)
    expect(pace.at(0)).toEqual({ newFeaturesPerMinute: 0, secondsSinceNovelty: 0 })
    pace.mark({ seconds: 30, features: 3_000 }, true)
    expect(pace.at(30).newFeaturesPerMinute).toBe(6_000)
    for (let seconds = 40; seconds <= 200; seconds += 10) pace.mark({ seconds, features: 3_000 + seconds }, true)
    expect(pace.at(200).newFeaturesPerMinute).toBe(60)
  })

  it('counts the time since something was new from the end of that round', () => {
    const pace = new PaceKeeper({ seconds: 100, features: 50 }, 80)
    expect(pace.at(110).secondsSinceNovelty).toBe(30)
    pace.mark({ seconds: 120, features: 50 }, false)
    expect(pace.at(125).secondsSinceNovelty).toBe(45)
    pace.mark({ seconds: 130, features: 51 }, true)
    expect(pace.at(131)).toEqual({ newFeaturesPerMinute: 2, secondsSinceNovelty: 1 })
    expect(pace.lastNovelty).toBe(130)
  })
})
