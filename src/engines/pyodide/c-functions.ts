/**
 * JavaScript functions as built-in functions of the interpreter: Python calls them like any C function, without a frame
 * or an object of the collector's. One PyMethodDef is kept for each (Include/methodobject.h; 4 bytes a field):
 *
 *   char *ml_name · PyCFunction ml_meth (a place in the function table) · int ml_flags · char *ml_doc
 */

/** The part of Pyodide's module that this and the walk use: C functions of Python by their names, with `_` in front. */
export interface PythonModule {
  readonly HEAPU8: Uint8Array
  readonly HEAPU32: Uint32Array
  /** Makes a function callable from C; `iii` takes and gives 32-bit integers. */
  addFunction(body: (a: number, b: number) => number, signature: 'iii'): number
  getWasmTableEntry(index: number): (...args: number[]) => number
  _Py_DecRef(object: number): void
  _Py_IncRef(object: number): void
  _PyCFunction_NewEx(definition: number, self: number, module: number): number
  _PyDict_Next(dict: number, position: number, key: number, value: number): number
  _PyDict_SetItemString(dict: number, key: number, value: number): number
  _PyErr_Clear(): void
  _PyGC_Disable(): number
  _PyGC_Enable(): number
  _PyMem_RawMalloc(size: number): number
  _PyObject_CallOneArg(callable: number, argument: number): number
  _PyObject_GC_IsTracked(object: number): number
  _PyUnicode_AsUTF8AndSize(text: number, size: number): number
}

const METH_NOARGS = 4

/** Puts `body` into a dictionary as a function that takes nothing and gives None. Gives whether that worked. */
export function defineFunction(
  module: PythonModule,
  none: number,
  dict: number,
  name: string,
  body: () => void,
): boolean {
  const place = module.addFunction(() => {
    body()
    module._Py_IncRef(none)
    return none
  }, 'iii')
  const definition = module._PyMem_RawMalloc(16)
  const text = module._PyMem_RawMalloc(name.length + 1)
  module.HEAPU8.set(Buffer.from(`${name}\0`, 'latin1'), text)
  module.HEAPU32.set([text, place, METH_NOARGS, 0], definition >> 2)
  const made = module._PyCFunction_NewEx(definition, 0, 0)
  if (made === 0 || module._PyDict_SetItemString(dict, text, made) !== 0) {
    module._PyErr_Clear()
    return false
  }
  module._Py_DecRef(made)
  return true
}
