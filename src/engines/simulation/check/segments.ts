/** Segments: in order, without gap or overlap, what is read-only lowest, filled within their bounds, and unchanged. */
import type { AddressSpace } from '../memory/address-space.ts'
import { type MemoryRoots, SYSTEM_BREAK, SYSTEM_FLOOR } from '../memory/layout.ts'
import { type Complaint, Complaints } from './complaint.ts'

export function checkSegments(space: AddressSpace, roots: MemoryRoots): readonly Complaint[] {
  const complaints = new Complaints()
  let before = 0
  let isWritable = false
  for (const { name, start, end, writable } of space.segments) {
    complaints.demand(start >= before && start < end, 'segments-are-in-order', start, name)
    complaints.demand(writable || !isWritable, 'read-only-segments-lie-lowest', start, name)
    before = end
    isWritable = writable
  }
  const { codeTop, constantsTop, dataTop, zeroedTop } = space
  complaints.demand(codeTop <= space.constantsStart, 'a-segment-holds-what-is-loaded', codeTop, 'code')
  complaints.demand(constantsTop <= space.dataStart, 'a-segment-holds-what-is-loaded', constantsTop, 'constants')
  complaints.demand(dataTop <= space.zeroedStart, 'a-segment-holds-what-is-loaded', dataTop, 'data')
  complaints.demand(zeroedTop <= space.heapStart, 'a-segment-holds-what-is-loaded', zeroedTop, 'zeroed')
  complaints.demand(
    space.isIntact(),
    'code-and-constants-are-read-only',
    space.codeStart,
    'changed since they were loaded',
  )
  const end = space.i32[(roots.system + SYSTEM_BREAK) >> 2] ?? -1
  const floor = space.i32[(roots.system + SYSTEM_FLOOR) >> 2] ?? -1
  const inOrder = space.heapStart <= end && end <= floor && floor <= space.heapEnd
  complaints.demand(inOrder, 'the-ends-of-the-heap-do-not-cross', end, `break ${end}, floor ${floor}`)
  for (let at = 0; at < space.codeStart >> 2; at++)
    if (!complaints.demand(space.i32[at] === 0, 'nothing-is-written-to-the-null-page', at << 2, 'not zero')) break
  return complaints.list
}
