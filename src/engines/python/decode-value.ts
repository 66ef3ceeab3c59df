/**
 * Values in the log → observed values. Scalars stand as `marshal.dumps(value, 2)` wrote them; lists, tuples and other
 * objects as `describe_items` and `describe_one` in harness.py do, in the same style: one byte for the kind, then size.
 */
import type { Handle, ObservedValue } from '../../observation/observations.ts'
import type { LogBytes } from './log-bytes.ts'
import { spelled } from './type-book.ts'

const Kind = {
  none: 0x4e,
  true: 0x54,
  false: 0x46,
  int: 0x69,
  long: 0x6c,
  float: 0x67,
  text: 0x75,
  interned: 0x74,
  bytes: 0x73,
  list: 0x5b,
  tuple: 0x28,
  object: 0x4f,
} as const

export function readValue(log: LogBytes): ObservedValue {
  const kind = log.byte()
  switch (kind) {
    case Kind.true:
    case Kind.false:
      return { kind: 'bool', value: kind === Kind.true }
    case Kind.int:
      return { kind: 'int', value: log.u32() | 0 }
    case Kind.long:
      return { kind: 'int', value: readLong(log) }
    case Kind.float:
      return { kind: 'float', value: log.f64() }
    case Kind.text:
    case Kind.interned:
      return { kind: 'str', value: log.text(log.u32()) }
    case Kind.bytes:
      return { kind: 'bytes', value: log.latin1(log.u32()) }
    case Kind.list:
    case Kind.tuple: {
      const size = log.u32()
      const items: ObservedValue[] = []
      for (let i = 0; i < size && !log.atEnd; i++) items.push(readValue(log))
      return { kind: kind === Kind.list ? 'list' : 'tuple', items }
    }
    case Kind.object: {
      const object = log.u64() as Handle
      return { kind: 'object', type: spelled(log.text(log.u16())), object }
    }
    default:
      return { kind: 'none' }
  }
}

/** A sign and a count of digits of 15 bits, lowest first. */
function readLong(log: LogBytes): number | bigint {
  const size = log.u32() | 0
  let value = 0n
  for (let i = 0; i < Math.abs(size); i++) value |= BigInt(log.u16()) << BigInt(15 * i)
  if (size < 0) value = -value
  const small = Number(value)
  return Number.isSafeInteger(small) ? small : value
}
