import { describe, expect, it } from 'vitest'
import { Watch } from './watch.ts'

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

describe('Watch', () => {
  it('calls out once when a case stands still for too long', async () => {
    const watch = new Watch()
    let calls = 0
    watch.start(
      40,
      () => ({ position: 'same', limitMs: 40 }),
      () => calls++,
    )
    await pause(250)
    expect(calls).toBe(1)
    expect(watch.stop()).toBe(true)
    expect(watch.stop()).toBe(false)
  })

  it('is quiet while cases go by', async () => {
    const watch = new Watch()
    let calls = 0
    let place = 0
    watch.start(
      40,
      () => ({ position: String(place++), limitMs: 40 }),
      () => calls++,
    )
    await pause(200)
    expect(calls).toBe(0)
    expect(watch.stop()).toBe(false)
  })

  it('does not count what its own thread slept through', async () => {
    const watch = new Watch()
    let calls = 0
    watch.start(
      1_200,
      () => ({ position: 'same', limitMs: 1_200 }),
      () => calls++,
    )
    await pause(50)
    for (const end = performance.now() + 1_500; performance.now() < end; );
    await pause(50)
    expect(calls).toBe(0)
    await pause(2_500)
    expect(calls).toBe(1)
    watch.stop()
  })
})
