/** Is this an object whose fields can be looked at? For what comes from outside: JSON, modules and engines of others. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
