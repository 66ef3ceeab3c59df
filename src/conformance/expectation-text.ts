/** Expected and seen values as one-line text in YAML's flow style: the words in which a scenario was written. */
import type { StoryAnswer, StoryValue } from '../observation/story.ts'
import type { ExpectedValue } from '../scenario/scenario.ts'

export function listText(items: readonly (string | number)[]): string {
  return `[${items.map((item) => (typeof item === 'string' ? scalarText(item) : String(item))).join(', ')}]`
}

/** A text as YAML would need it inside a flow list: bare where that is safe. */
export function scalarText(text: string): string {
  return /^[A-Za-z_][A-Za-z0-9_.#]*$/.test(text) && !/^(true|false|null)$/i.test(text) ? text : JSON.stringify(text)
}

export function valueText(value: ExpectedValue | StoryValue): string {
  switch (value.kind) {
    case 'none':
      return 'null'
    case 'bool':
    case 'int':
      return String(value.value)
    case 'float':
      return Number.isInteger(value.value) ? value.value.toFixed(1) : String(value.value)
    case 'str':
      return JSON.stringify(value.value)
    case 'bytes':
      return `b${JSON.stringify(value.value)}`
    case 'label':
      return value.label
    case 'list':
    case 'tuple':
      return `[${value.items.map(valueText).join(', ')}]`
  }
}

export function answerText(answer: StoryAnswer): string {
  switch (answer.kind) {
    case 'value':
      return valueText(answer.value)
    case 'refcount':
      return String(answer.count)
    case 'generation':
      return String(answer.generation)
    case 'handle':
      return `an object at ${answer.object}`
    case 'raised':
      return `${answer.type} was raised`
  }
}
