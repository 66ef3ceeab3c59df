import { describe, expect, it } from 'vitest'
import { Prng } from '../base/prng.ts'
import { UsageError } from '../base/usage-error.ts'
import { generateProgram, snapshotPlan } from '../generate/generate.ts'
import { plainCase } from '../observation/case.ts'
import { caseFile, readCaseFile } from './case-file.ts'

const program = generateProgram(1, 1)
const replay = {
  engine: 'pyodide@3.14',
  case: plainCase(program, snapshotPlan(1, 1, program)),
  fingerprint: '0123456789abcdef',
}
const bytes = caseFile(replay)

describe('case files', () => {
  it('come back as the same case, engine and fingerprint', () => {
    expect(readCaseFile(bytes, 'x.case')).toEqual(replay)
    const { fingerprint: _fingerprint, ...without } = replay
    expect(readCaseFile(caseFile(without), 'x.case')).toEqual(without)
  })

  it('are refused at every cut', () => {
    for (let end = 0; end < bytes.length; end++)
      expect(() => readCaseFile(bytes.subarray(0, end), 'x.case')).toThrow(UsageError)
  })

  it('are refused, or read as what they say, with any byte altered', () => {
    const prng = new Prng(4, 2)
    for (let i = 0; i < 300; i++) {
      const altered = Uint8Array.from(bytes)
      const at = prng.below(bytes.length)
      altered[at] = (altered[at] as number) ^ (1 << prng.below(8))
      try {
        const { engine, ...coded } = readCaseFile(altered, 'x.case')
        const { engine: _engine, ...same } = replay
        expect(coded).toEqual(same)
        expect(engine).toHaveLength(replay.engine.length)
      } catch (error) {
        expect(error).toBeInstanceOf(UsageError)
        expect((error as Error).message).toMatch(/^x\.case is no case file/)
      }
    }
  })

  it('are refused when something stands behind their end, or when they are no case files', () => {
    expect(() => readCaseFile(Buffer.concat([bytes, new Uint8Array(1)]), 'x.case')).toThrow(/behind its end/)
    expect(() => readCaseFile(new Uint8Array(100), 'x.case')).toThrow(/does not begin with/)
  })
})
