import { InvalidArgumentError } from 'commander'
import { describe, expect, it } from 'vitest'
import { durationMs, engineList, percentage, reporterList, wholeNumber } from './flags.ts'

describe('flags', () => {
  it('read times with and without a unit', () => {
    expect(['60', '60s', '1.5m', '8h', '250ms'].map(durationMs)).toEqual([60_000, 60_000, 90_000, 28_800_000, 250])
  })

  it.each(['', '0', '-5', '5x', '1e9', 'h', '999999h'])('refuse the time %j', (text) => {
    expect(() => durationMs(text)).toThrow(InvalidArgumentError)
  })

  it.each(['', '-1', '1.5', '0x10', '9', '10000000000000000000000'])('refuse the number %j', (text) => {
    expect(() => wholeNumber(10)(text)).toThrow(InvalidArgumentError)
  })

  it('gather lists that are given several times', () => {
    expect(engineList('c', engineList('a,b'))).toEqual(['a', 'b', 'c'])
    expect(reporterList('json', reporterList('terminal'))).toEqual(['terminal', 'json'])
    expect(() => engineList('a,,b')).toThrow(InvalidArgumentError)
    expect(() => reporterList('xml')).toThrow('terminal, json, junit')
  })

  it('read percentages', () => {
    expect([percentage('5'), percentage('0.5%'), percentage('100 %')]).toEqual([5, 0.5, 100])
    expect(() => percentage('101')).toThrow(InvalidArgumentError)
  })
})
