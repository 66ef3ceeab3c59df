/**
 * Sorting of a list by `<` (list_sort_impl). Keeps true: the list is empty while it is sorted, and has all of its items
 * again afterwards, whatever a comparison did; equal items keep their order.
 * Diverges: the sequence of comparisons is that of a plain merge sort with binary insertion, not of timsort.
 */
import type { Machine } from '../machine.ts'
import type { Address } from '../memory/layout.ts'
import { listAllocated, listDetach, listItems, listReattach, listSize } from './list.ts'
import { compare, isTrue } from './protocol.ts'
import { raise } from './raise.ts'
import { decref } from './refcount.ts'

/** A status; ValueError where the list was changed meanwhile. */
export function sortList(m: Machine, list: Address): number {
  const items = listItems(m, list)
  const size = listSize(m, list)
  const allocated = listAllocated(m, list)
  listDetach(m, list)
  const sorted: Address[] = []
  for (let i = 0; i < size; i++) sorted.push(m.i32[(items + 8 * i) >> 2] as number)
  const isDone = mergeSort(m, sorted)
  for (let i = 0; i < size; i++) m.i32[(items + 8 * i) >> 2] = sorted[i] as number
  const wasChanged = listReattach(m, list, items, size, allocated)
  if (!isDone) return -1
  if (!wasChanged) return 0
  raise(m, 'ValueError', 'list modified during sort')
  return -1
}

/** In place; false with the error set, the items then in some order. */
function mergeSort(m: Machine, items: Address[]): boolean {
  if (items.length < 2) return true
  if (items.length <= 32) return insertionSort(m, items)
  const middle = items.length >> 1
  const left = items.slice(0, middle)
  const right = items.slice(middle)
  if (!mergeSort(m, left) || !mergeSort(m, right)) return false
  let i = 0
  let j = 0
  for (let to = 0; to < items.length; to++) {
    let takesRight = i === left.length
    if (!takesRight && j < right.length) {
      const isLess = less(m, right[j] as number, left[i] as number)
      // On failure `items` still has every item once.
      if (isLess < 0) return restore(items, left.slice(i), right.slice(j), to)
      takesRight = isLess === 1
    }
    items[to] = (takesRight ? right[j++] : left[i++]) as number
  }
  return true
}

function restore(items: Address[], left: readonly Address[], right: readonly Address[], to: number): false {
  for (const item of left) items[to++] = item
  for (const item of right) items[to++] = item
  return false
}

/** Binary insertion behind a first run that is already in order, as timsort begins. */
function insertionSort(m: Machine, items: Address[]): boolean {
  const run = countRun(m, items)
  if (run < 0) return false
  for (let next = run; next < items.length; next++) {
    const pivot = items[next] as number
    let low = 0
    let high = next
    while (low < high) {
      const middle = (low + high) >> 1
      const isLess = less(m, pivot, items[middle] as number)
      if (isLess < 0) return false
      if (isLess === 1) high = middle
      else low = middle + 1
    }
    items.copyWithin(low + 1, low, next)
    items[low] = pivot
  }
  return true
}

/** Length of the run at the start; one that descends strictly is turned around. −1 with the error set. */
function countRun(m: Machine, items: Address[]): number {
  const descends = less(m, items[1] as number, items[0] as number)
  if (descends < 0) return -1
  let length = 2
  for (; length < items.length; length++) {
    const isLess = less(m, items[length] as number, items[length - 1] as number)
    if (isLess < 0) return -1
    if (isLess !== descends) break
  }
  if (descends === 1) {
    const run = items.slice(0, length).reverse()
    for (let i = 0; i < length; i++) items[i] = run[i] as number
  }
  return length
}

function less(m: Machine, a: Address, b: Address): number {
  const result = compare(m, a, b, '<')
  if (result === 0) return -1
  const truth = isTrue(m, result)
  decref(m, result)
  return truth
}
