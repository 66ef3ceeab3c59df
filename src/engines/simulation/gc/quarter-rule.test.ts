/** The long-lived rule, beside what CPython 3.8.18, 3.9.18, 3.10.13, 3.11.7, 3.12.1 and 3.13.0 printed: the same in all. */
import { expect, test } from 'vitest'
import { linesOf } from '../frame/run-text.test-support.ts'

const GROWING = `class S:
    __slots__ = ()
seen = [0]
def note(phase, info):
    if phase == 'start':
        seen[0] = seen[0] + 1
        if info['generation'] == 2:
            print(seen[0])
keep = []
def fill(n):
    for i in range(n):
        keep.append(S())
gc.set_threshold(50, 3, 2)
gc.callbacks.append(note)
gc.enable()
fill(9000)
gc.disable()
`

test.each(['3.8', '3.9', '3.10', '3.11', '3.12', '3.13.0', '3.13'])(
  'full collections of a growing heap wait until a quarter as much has survived: %s',
  (version) => {
    const said = linesOf(version, GROWING).join('\n')
    expect(said.match(/\d+/g)).toEqual(['16', '32', '48', '64', '85', '111', '142'])
  },
)
