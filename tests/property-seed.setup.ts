/**
 * Properties draw new programs in every run, so that they find something now and then; on a build server (CI is set) they
 * draw the same ones for a change and its rerun. PROPERTY_SEED is another seed: fast-check prints the one that failed.
 */
import fc from 'fast-check'

const seed = process.env['PROPERTY_SEED'] ?? (process.env['CI'] === undefined ? undefined : '1')

if (seed !== undefined) fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(seed) })
