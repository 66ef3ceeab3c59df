/**
 * Loads a part of the program with one of its modules replaced by a broken variant. The whole part stays loaded beside
 * it, and neither notices the other. Works on the compiled files only, in every thread of its own.
 */
import { register } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { MessageChannel, type MessagePort } from 'node:worker_threads'
import { assert } from '../base/assert.ts'
import { packageRoot } from '../base/package-root.ts'
import type { Defect } from './defect.ts'
import type { Replacement } from './replace-module.ts'

let hooks: MessagePort | undefined

/** The module `entry` (below `src`, without its ending), as it is when `defect.replaces` is broken. */
export async function importBroken<Module>(entry: string, defect: Defect): Promise<Module> {
  const part = partOf(defect.replaces)
  assert(entry.startsWith(part), 'what is loaded and what is replaced belong to one part')
  await announce(defect.name, {
    replaced: compiled('src', defect.replaces),
    variant: compiled('fuzz/defects', defect.name),
    part: new URL('.', compiled('src', `${part}/x`)).href,
  })
  return (await import(`${compiled('src', entry)}?defect=${defect.name}`)) as Module
}

/** The folder whose modules are loaded a second time. */
function partOf(file: string): string {
  const [first = '', second = ''] = file.split('/')
  // What adapters share is loaded again with whoever uses it.
  return first === 'engines' && second !== 'python' ? `${first}/${second}` : first
}

function compiled(folder: string, file: string): string {
  return pathToFileURL(join(packageRoot, 'dist', folder, `${file}.js`)).href
}

/** Tells the hooks, which are put in place at the first time. */
function announce(name: string, replacement: Replacement): Promise<void> {
  if (hooks === undefined) {
    const { port1, port2 } = new MessageChannel()
    register('./replace-module.js', {
      parentURL: compiled('src', 'defect/load-broken'),
      data: { port: port2 },
      transferList: [port2],
    })
    hooks = port1
  }
  const port = hooks
  port.ref()
  return new Promise((resolve) => {
    port.once('message', () => {
      port.unref()
      resolve()
    })
    port.postMessage({ name, replacement })
  })
}
