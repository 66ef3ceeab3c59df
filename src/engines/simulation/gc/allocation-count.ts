/** The young generation's count of allocations less deallocations, and when it makes a collection due. */
import type { Machine } from '../machine.ts'

/** Of an object with a GC head. */
export function countAllocation(m: Machine): void {
  const { gc } = m
  // The incremental collector counts what is tracked.
  if (gc.incremental || gc.makesStandIn) return
  gc.counts[0]++
  if (m.watcher !== null) m.watcher.counted(1)
  if (!gc.enabled || gc.collecting || m.error !== 0) return
  if (gc.thresholds[0] === 0 || gc.counts[0] <= gc.thresholds[0]) return
  gc.due = true
  if (m.dialect.collectsAtAllocation) m.services.collectIfDue(m)
}

/** What has stood in for something is given back: it counts, as if it had been allocated. */
export function countStandIns(m: Machine, count: 1 | 2): void {
  m.gc.counts[0] += count
  for (let i = 0; i < count; i++) m.watcher?.counted(1)
}

/** What counted is freed; the caller sees to it that the count is not 0. */
export function countDown(m: Machine): void {
  m.gc.counts[0]--
  if (m.watcher !== null) m.watcher.counted(-1)
}
