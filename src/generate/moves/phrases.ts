/** Says a phrase: rare, a topic a program. */
import { remembered } from '../../base/remembered.ts'
import type { Composer } from '../composer.ts'
import { Kind } from '../kind.ts'
import { CALLING_PHRASES } from '../phrases/calling.ts'
import { CLASS_PHRASES } from '../phrases/classes-at-work.ts'
import { FAILING_PHRASES } from '../phrases/failing.ts'
import { LOOKING_PHRASES } from '../phrases/looking.ts'
import { MAPPING_PHRASES } from '../phrases/mappings.ts'
import { NUMBER_PHRASES } from '../phrases/numbers.ts'
import { linesOf, type Phrase } from '../phrases/phrase.ts'
import { SEQUENCE_PHRASES } from '../phrases/sequences.ts'
import { TEXT_PHRASES } from '../phrases/texts.ts'

/** A phrase is parsed when it is first said: most commands say none. */
const linesOnce = remembered(linesOf)

function sayOne(phrases: readonly Phrase[]): (composer: Composer) => void {
  return (composer) => {
    const phrase = composer.prng.pick(phrases)
    const { of, gives } = phrase
    const { sketch } = composer
    const w = of === undefined ? 0 : composer.holding(of)
    if (w < 0) return
    const v = composer.place()
    // What is made holds what `W` holds.
    const made =
      gives === undefined || gives === Kind.atom ? undefined : fresh(composer, gives, of === undefined ? -1 : w)
    for (const line of linesOnce(phrase)) composer.say(line(v, w))
    if (gives !== undefined) sketch.bind(v, made ?? sketch.atom)
  }
}

function fresh({ sketch }: Composer, kind: number, w: number): number {
  if (w >= 0) return sketch.inside(sketch.at(w), kind)
  const object = sketch.fresh(kind)
  sketch.forget(object)
  return object
}

export const phraseMoves = {
  numbers: sayOne(NUMBER_PHRASES),
  texts: sayOne(TEXT_PHRASES),
  sequences: sayOne(SEQUENCE_PHRASES),
  mappings: sayOne(MAPPING_PHRASES),
  looking: sayOne(LOOKING_PHRASES),
  calling: sayOne(CALLING_PHRASES),
} as const
export const laterPhraseMoves = { failing: sayOne(FAILING_PHRASES) } as const
export const thirdPhraseMoves = { classes: sayOne(CLASS_PHRASES) } as const
