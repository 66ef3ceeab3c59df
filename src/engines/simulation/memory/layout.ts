/**
 * Where everything lies inside a record: offsets and sizes in bytes, as in a 64-bit CPython. A pointer is 8 bytes wide;
 * its high half is always zero, so that an address is one 32-bit word.
 *
 *   object with a GC head                 object without
 *   −16 _gc_next   −8 _gc_prev
 *     0 ob_refcnt   8 ob_type              0 ob_refcnt   8 ob_type
 *    16 ob_size (variable-size objects) or the first field
 */

/** Byte address in the one address space; 0 is NULL. */
export type Address = number
export type SizeBytes = number

export const POINTER_BYTES = 8

// --- every object (Include/object.h, Include/internal/pycore_gc.h) ---
export const OB_REFCNT = 0
export const OB_TYPE = 8
export const OB_SIZE = 16
export const OBJECT_BYTES = 16
export const VAR_OBJECT_BYTES = 24
export const GC_HEAD_BYTES = 16
export const GC_NEXT = -16
export const GC_PREV = -8

// --- type objects (Include/cpython/object.h); function slots hold the number of a row of Machine.slots ---
export const TP_NAME = 24
export const TP_BASICSIZE = 32
export const TP_ITEMSIZE = 40
export const TP_DEALLOC = 48
export const TP_FLAGS = 168
export const TP_TRAVERSE = 184
export const TP_CLEAR = 192
export const TP_WEAKLISTOFFSET = 208
export const TP_BASE = 256
export const TP_DICT = 264
export const TP_DICTOFFSET = 288
export const TP_BASES = 336
export const TP_MRO = 344
export const TP_SUBCLASSES = 360
export const TP_WEAKLIST = 368
export const TP_FINALIZE = 392
export const STATIC_TYPE_BYTES = 416

/** Objects of the type have a GC head. */
export const TPFLAGS_HAVE_GC = 1 << 14
/** The type was made by a class statement and lies on the heap. */
export const TPFLAGS_HEAPTYPE = 1 << 9
