/**
 * Heaps of 10⁴ to 10⁷ live objects in one address space of 2 GiB: what an object costs to make and to collect (a full
 * collection that frees nothing) in processor time, and the memory of the process beside what the layout needs: what the
 * simulated allocators have asked of their system. Each object refers to the one before it. Each size is measured in a
 * process of its own, after a warm-up; beneath some MiB the ratio of memory says nothing.
 *
 *   node dist/bench/simulation/heap-size.js [VERSION [SIZE…]]
 */
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { collect } from '../../src/engines/simulation/gc/collect.ts'
import type { Machine } from '../../src/engines/simulation/machine.ts'
import type { Address } from '../../src/engines/simulation/memory/layout.ts'
import { dictGetInterned } from '../../src/engines/simulation/object/dict.ts'
import { newInstance } from '../../src/engines/simulation/object/instance.ts'
import { setAttribute } from '../../src/engines/simulation/object/protocol.ts'
import { decref } from '../../src/engines/simulation/object/refcount.ts'
import { intern } from '../../src/engines/simulation/object/str.ts'
import { bootWith, dialectNamed } from './booted.ts'

const SPACE_BYTES = 2 ** 31
const CLASSES = `class P:\n    pass\nclass S:\n    __slots__ = ('a', 'b')\n`
const COLLECTIONS = 3

const WARM_UP = 200_000

const [version = '3.12', ...given] = process.argv.slice(2)
const [one, oneSize] = given
const isOne = one === 'S' || one === 'P'
const sizes = given.length > 0 && !isOne ? given.map(Number) : [1e4, 1e5, 1e6, 1e7]
const dialect = dialectNamed(version)

const boot = (): Machine => bootWith(dialect, CLASSES, SPACE_BYTES)

/** The last of them; nothing but the one behind it refers to each. */
function chain(m: Machine, className: string, size: number): Address {
  const type = dictGetInterned(m, m.globals, intern(m, className))
  const name = intern(m, 'a')
  let last = newInstance(m, type)
  for (let i = 1; i < size; i++) {
    const next = newInstance(m, type)
    setAttribute(m, next, name, last)
    decref(m, last)
    last = next
  }
  return last
}

function processorMs(work: () => void): number {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

function measure(className: string, size: number): void {
  const warm = boot()
  chain(warm, className, WARM_UP)
  collect(warm, 2)
  const rssBefore = process.memoryUsage.rss()
  const m = boot()
  const { floor, breakAddress } = m.objects.system
  const making = processorMs(() => chain(m, className, size))
  const costs = Array.from({ length: COLLECTIONS }, () => processorMs(() => collect(m, 2)))
  const needed = floor - m.objects.system.floor + (m.objects.system.breakAddress - breakAddress)
  const resident = process.memoryUsage.rss() - rssBefore
  const ns = (ms: number): string => ((ms * 1e6) / size).toFixed(1)
  console.log(
    `${className === 'S' ? 'slots instances' : 'instances'} ${size}: made in ${ns(making)} ns each, ` +
      `collected in ${costs.map(ns).join(', ')} ns each; layout ${(needed / 2 ** 20).toFixed(0)} MiB, ` +
      `process ${(resident / 2 ** 20).toFixed(0)} MiB more: ${(resident / needed).toFixed(2)}`,
  )
}

if (isOne) measure(one, Number(oneSize))
else {
  console.log(`simulation@${version}, live objects in one address space`)
  const script = fileURLToPath(import.meta.url)
  for (const className of ['S', 'P'])
    for (const size of sizes)
      process.stdout.write(execFileSync(process.execPath, [script, version, className, String(size)]))
}
