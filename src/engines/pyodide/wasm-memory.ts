/**
 * A limit for the memory of a WebAssembly program that keeps its memory to itself: the memory object is caught when it
 * is made, and its `grow` refuses what goes beyond the limit, which the program takes for an allocation that failed.
 */

const PAGE_BYTES = 65536

/** What we use of a `WebAssembly.Memory`. */
export interface WasmMemory {
  readonly buffer: ArrayBufferLike
  grow(pages: number): number
}

interface WebAssemblyGlobal {
  Memory: new (descriptor: unknown) => WasmMemory
}

const assembly = (globalThis as unknown as { WebAssembly: WebAssemblyGlobal }).WebAssembly

/** Runs `load` and gives every memory that was made meanwhile. */
export async function capturingMemory<T>(
  load: () => Promise<T>,
): Promise<[result: T, memories: readonly WasmMemory[]]> {
  const Original = assembly.Memory
  const memories: WasmMemory[] = []
  class CapturedMemory extends Original {
    constructor(descriptor: unknown) {
      super(descriptor)
      memories.push(this)
    }
  }
  assembly.Memory = CapturedMemory
  try {
    return [await load(), memories]
  } finally {
    if (assembly.Memory === CapturedMemory) assembly.Memory = Original
  }
}

/** From now on the memory grows to at most `bytesMax`. */
export function limitGrowth(memory: WasmMemory, bytesMax: number): void {
  const grow = (Object.getPrototypeOf(memory) as WasmMemory).grow
  memory.grow = (pages) => {
    if (memory.buffer.byteLength + pages * PAGE_BYTES > bytesMax) throw new RangeError('the limit of memory is reached')
    return grow.call(memory, pages)
  }
}
