/** Where the package lies, so that files which the compiler does not copy (Python preambles, schemas) are found. */
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { assert } from './assert.ts'

function find(): string {
  let folder = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(folder, 'package.json'))) {
    assert(dirname(folder) !== folder, 'a package.json lies above every module of the package')
    folder = dirname(folder)
  }
  return folder
}

/** Absolute path of the folder that holds our package.json, also when this runs from `dist`. */
export const packageRoot: string = find()
