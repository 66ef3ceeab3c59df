/**
 * Hooks of Node's module loader, in its thread of their own (see `load-broken.ts`): a module that is loaded with
 * `?defect=NAME` passes this on to whatever it imports from the same part of the program, so that the part is loaded a
 * second time, beside the whole one; and where it would import the replaced module it gets the variant.
 *
 * The variant itself imports the module that it replaces as it is, to break no more of it than it must.
 */

export interface Replacement {
  /** URL of the replaced module. */
  readonly replaced: string
  readonly variant: string
  /** Modules whose URL begins like this are loaded a second time. */
  readonly part: string
}

type Resolved = { readonly url: string }
type Resolve<Context> = (specifier: string, context: Context) => Promise<Resolved>

const replacements = new Map<string, Replacement>()

/** `port` brings each replacement before the first module of its is asked for; what is posted back says that it is known. */
export function initialize({ port }: { port: import('node:worker_threads').MessagePort }): void {
  port.on('message', ({ name, replacement }: { name: string; replacement: Replacement }) => {
    replacements.set(name, replacement)
    port.postMessage(name)
  })
}

export async function resolve<Context extends { readonly parentURL?: string }>(
  specifier: string,
  context: Context,
  next: Resolve<Context>,
): Promise<Resolved> {
  const resolved = await next(specifier, context)
  const parent = context.parentURL ?? ''
  const name = /[?]defect=([\w-]+)$/.exec(parent)?.[1]
  const replacement = name === undefined ? undefined : replacements.get(name)
  if (replacement === undefined || !resolved.url.startsWith(replacement.part)) return resolved
  const { replaced, variant } = replacement
  const url = resolved.url === replaced && !parent.startsWith(variant) ? variant : resolved.url
  return { ...resolved, url: `${url}?defect=${name}` }
}
