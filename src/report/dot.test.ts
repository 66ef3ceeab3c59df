import { describe, expect, it } from 'vitest'
import type { StoryGraph, StoryNode } from '../observation/story.ts'
import { dotText } from './dot.ts'

function node(label: string, count: number, refersTo: readonly string[] = [], pointsTo?: string): StoryNode {
  return { label, count, generation: 0, refersTo, ...(pointsTo === undefined ? {} : { pointsTo }) }
}

function graph(nodes: readonly StoryNode[], roots: StoryGraph['roots'] = []): StoryGraph {
  return { nodes, roots, collections: [0, 0, 0], collected: [0, 0, 0] }
}

describe('a heap as Graphviz', () => {
  it('shows names, references and weak references', () => {
    const text = dotText([
      {
        title: 'after step 1',
        graph: graph(
          [node('list#1', 1, ['A#1']), node('A#1', 1), node('weakref#1', 1, [], 'A#1')],
          [{ name: 'a', label: 'list#1' }],
        ),
      },
    ])
    expect(text).toContain('digraph "after step 1" {')
    expect(text).toContain('"name a" -> "list#1"')
    expect(text).toContain('"list#1" -> "A#1"\n')
    expect(text).toContain('"weakref#1" -> "A#1" [style=dashed]')
    expect(text).toContain('"A#1" [label="A#1\\n1 reference, generation 0"]')
  })

  it('shows in red what only holds itself, and nothing that is held from where the graph does not look', () => {
    const cycle = [node('A#1', 1, ['A#2']), node('A#2', 1, ['A#1'])]
    const ofAClass = node('list#1', 1, ['dict#1'])
    const text = dotText([{ title: 'x', graph: graph([...cycle, ofAClass, node('dict#1', 1)]) }])
    const red = [...text.matchAll(/^ {2}"([^"]+)" \[.*color=red/gm)].map((match) => match[1])
    expect(red).toEqual(['A#1', 'A#2'])
  })

  it('is one graph for each moment, and survives any name', () => {
    const moments = ['a "b" \\ c', 'd\ne'].map((title) => ({ title, graph: graph([]) }))
    const text = dotText(moments)
    expect(text.match(/^digraph /gm)).toHaveLength(2)
    expect(text).toContain('digraph "a \\"b\\" \\\\ c" {')
    expect(text).toContain('digraph "d\\ne" {')
  })
})
