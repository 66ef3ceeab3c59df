import { expect, it } from 'vitest'
import { DamagedBytes } from './bytes.ts'
import { sealBytes, unsealBytes } from './sealed-bytes.ts'

const body = new Uint8Array([1, 2, 3, 250])
const sealed = sealBytes('TEST', 3, body)

it('gives back what was sealed', () => {
  expect(unsealBytes('TEST', 3, sealed)).toEqual(body)
  expect(unsealBytes('TEST', 3, sealBytes('TEST', 3, new Uint8Array()))).toEqual(new Uint8Array())
})

it('refuses every file that is cut short and every altered byte', () => {
  for (let at = 0; at < sealed.length; at++) {
    expect(() => unsealBytes('TEST', 3, sealed.subarray(0, at))).toThrow(DamagedBytes)
    const altered = sealed.slice()
    altered[at] = (altered[at] as number) ^ 1
    expect(() => unsealBytes('TEST', 3, altered)).toThrow(DamagedBytes)
  }
})

it('says which version it cannot read, and which file is of another kind', () => {
  expect(() => unsealBytes('TEST', 4, sealed)).toThrow('version 3; this Heapsmith reads 4')
  expect(() => unsealBytes('ELSE', 3, sealed)).toThrow('another kind')
})
