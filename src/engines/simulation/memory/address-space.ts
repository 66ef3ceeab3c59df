/** The one address space. (Provisional: segments and permissions follow.) */
export class AddressSpace {
  readonly buffer: ArrayBuffer
  readonly i32: Int32Array
  readonly u8: Uint8Array
  readonly f64: Float64Array

  constructor(sizeBytes: number) {
    this.buffer = new ArrayBuffer(sizeBytes)
    this.i32 = new Int32Array(this.buffer)
    this.u8 = new Uint8Array(this.buffer)
    this.f64 = new Float64Array(this.buffer)
  }

  private staticTop = 4096

  /** Zeroed memory in the initialised data: for static types and singletons, before any program runs. */
  takeStatic(sizeBytes: number): number {
    const address = this.staticTop
    this.staticTop += (sizeBytes + 15) & ~15
    return address
  }

  /** Where the heap begins. (Provisional.) */
  get heapStart(): number {
    return 2 ** 22
  }
}
