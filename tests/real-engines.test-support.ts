/** The interpreters that HEAPSMITH_PYTHONS names: paths, with commas between. */
export const GIVEN_PYTHONS = (process.env['HEAPSMITH_PYTHONS'] ?? '').split(',').filter((path) => path !== '')

/** As engines. */
export const GIVEN_ENGINES = GIVEN_PYTHONS.map((path) => `cpython:${path}`)
