/**
 * Where the deallocs of containers meet the trashcan (Py_TRASHCAN_BEGIN, Py_TRASHCAN_END): a chain of containers that
 * die one inside the other must not nest without end. False from `deallocBegins`: `o`, untracked by now, was put off and
 * dies later; the caller returns at once.
 */
export { trashcanBegin as deallocBegins, trashcanEnd as deallocEnds } from '../gc/trashcan.ts'
