/**
 * A function of an object that is worked out once for each object. What it gives must follow from the object alone and
 * never be undefined; it is forgotten together with the object.
 */
export function remembered<Key extends object, Value>(find: (key: Key) => Value): (key: Key) => Value {
  const known = new WeakMap<Key, Value>()
  return (key) => {
    let value = known.get(key)
    if (value === undefined) {
      value = find(key)
      known.set(key, value)
    }
    return value
  }
}
