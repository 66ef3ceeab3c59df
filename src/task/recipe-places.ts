/** Recipes as they travel: a block's sources are sent once, and each recipe says where among them its own stand. */
import { present } from '../base/assert.ts'
import type { Recipe, Source } from '../generate/produce.ts'
import type { Guide, RecipePlaces } from './messages.ts'

/** The recipe of the program at `place` of the block; undefined for one that is made from nothing. */
export function recipeAt(guide: Guide | undefined, place: number): Recipe | undefined {
  const places = guide?.recipes[place]
  if (guide === undefined || places === undefined) return undefined
  const at = (i: number) => present(guide.sources[i], 'every source of a recipe travels with it')
  if (places.kind === 'entry') return { kind: 'entry', entry: at(places.entry) }
  const learnt = present(guide.learnt, 'what recipes follow travels with them')
  if (places.kind === 'weighed') return { kind: 'weighed', learnt }
  if (places.kind === 'graft') return { kind: 'graft', parent: at(places.parent), learnt }
  return { kind: 'neighbour', parent: at(places.parent), donor: at(places.donor), learnt }
}

/** The guide of a block; all its recipes are of one round, and so of one state of learning. */
export function packRecipes(recipes: readonly (Recipe | undefined)[], seen: SharedArrayBuffer | undefined): Guide {
  const sources: Source[] = []
  const places = new Map<string, number>()
  const place = (source: Source): number => {
    const known = places.get(source.key)
    if (known !== undefined) return known
    places.set(source.key, sources.length)
    sources.push({ key: source.key, program: source.program })
    return sources.length - 1
  }
  const packed = recipes.map((recipe): RecipePlaces | undefined => {
    if (recipe === undefined) return undefined
    if (recipe.kind === 'weighed') return { kind: 'weighed' }
    if (recipe.kind === 'entry') return { kind: 'entry', entry: place(recipe.entry) }
    if (recipe.kind === 'graft') return { kind: 'graft', parent: place(recipe.parent) }
    return { kind: 'neighbour', parent: place(recipe.parent), donor: place(recipe.donor) }
  })
  const learnt = recipes.flatMap((recipe) =>
    recipe === undefined || recipe.kind === 'entry' ? [] : [recipe.learnt],
  )[0]
  return {
    recipes: packed,
    sources,
    ...(learnt === undefined ? {} : { learnt }),
    ...(seen === undefined ? {} : { seen }),
  }
}
