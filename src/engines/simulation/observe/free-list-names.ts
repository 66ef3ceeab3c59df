/** What observations call the free lists: by type, tuples by their size too (`tuple-3`). */
import { FREE_LIST_COUNT, FreeListOf } from '../object/free-lists.ts'

const NAMES: readonly string[] = Array.from({ length: FREE_LIST_COUNT }, (_, list) => {
  const [key] = Object.entries(FreeListOf).find(([name, number]) => number === list && name !== 'tuple') ?? []
  return key === undefined ? `tuple-${list - FreeListOf.tuple}` : key.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)
})

export function freeListName(list: number): string {
  return NAMES[list] as string
}
