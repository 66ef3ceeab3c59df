import { expect, it } from 'vitest'
import type { MemoryState } from '../observation/memory.ts'
import type { ProcessImage } from '../observation/process-image.ts'
import { imageDifferences, memoryDifferences } from './state-check.ts'

const memory: MemoryState = { blocks: { 64: 3 }, pools: { 64: 1 }, arenas: 1, large: 2, freelists: { list: 2 } }
const image: ProcessImage = {
  segments: [
    { name: 'null', start: 0, end: 4096, readable: false, writable: false },
    { name: 'code', start: 4096, end: 8192, readable: true, writable: false },
    { name: 'stack', start: 8192, end: 9000, readable: true, writable: true },
  ],
  depth: 0,
  stackBytes: 80,
  registers: { instructionPointer: 4096, stackPointer: 8272, framePointer: 0, flags: 0 },
}

it('compares what is named, and nothing else', () => {
  expect(memoryDifferences({ blocks: { 64: 3 } }, memory)).toEqual([])
  expect(memoryDifferences({ pools: { 64: 1 }, arenas: 1, large: 2, freelists: { list: 2 } }, memory)).toEqual([])
  expect(imageDifferences({ segments: { null: 'none', code: 'r', stack: 'rw' }, depth: 0 }, image)).toEqual([])
  expect(imageDifferences({ stack: 80, registers: { framePointer: 0 } }, image)).toEqual([])
})

it('takes what is not there for none', () => {
  expect(memoryDifferences({ blocks: { 32: 0 }, freelists: { dict: 0 } }, memory)).toEqual([])
  expect(memoryDifferences({ blocks: { 32: 1 } }, memory)).toEqual([{ what: 'blocks 32', expected: '1', seen: '0' }])
})

it('says of each number what it must be', () => {
  const wrong = { blocks: { 64: 4 }, pools: { 64: 2 }, arenas: 0, large: 1, freelists: { list: 1 } }
  expect(memoryDifferences(wrong, memory).map(({ what, seen }) => `${what} ${seen}`)).toEqual([
    'blocks 64 3',
    'pools 64 1',
    'arenas 1',
    'large 2',
    'freelists list 2',
  ])
})

it('says of each part of the image what it must be', () => {
  const wrong = {
    segments: { code: 'rw', heap: 'rw' },
    depth: 1,
    stack: 0,
    registers: { framePointer: 8 },
  } as const
  expect(imageDifferences(wrong, image).map(({ what, seen }) => `${what} ${seen}`)).toEqual([
    'segments code r',
    'segments heap not there',
    'depth 0',
    'stack 80',
    'registers framePointer 0',
  ])
})
