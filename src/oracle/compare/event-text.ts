/** What an event says, in words for a message. */
import { unreachable } from '../../base/assert.ts'
import type { ProgramEvent } from '../../observation/observations.ts'
import type { Bindings } from './bindings.ts'

export function eventText(event: ProgramEvent, bindings: Bindings): string {
  switch (event.kind) {
    case 'initialized':
      return `${event.type}.__init__ is called`
    case 'finalized':
      return `${bindings.name(event.object, event.type)}.__del__ is called`
    case 'entered':
      return `${event.name} is called`
    case 'printed':
      return `the program prints ${JSON.stringify(event.text)}`
    case 'unraisable':
      return `${event.type} is reported as unraisable`
    case 'collected':
      return `generation ${event.generation} is collected automatically`
    case 'census':
      return 'the young instances are counted'
    case 'died':
      return `${bindings.name(event.object)} dies`
    default:
      return unreachable(event)
  }
}
