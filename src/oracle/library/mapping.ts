/** What both weak dictionaries take from `MutableMapping` and `Mapping`, in the heap language (see `text.ts`). */
export const MAPPING_METHODS = `    def clear(self):
        try:
            while True:
                self.popitem()
        except KeyError:
            pass
    def __eq__(self, other):
        if not is_mapping(other):
            return not_implemented
        return dict(self.items()) == dict(other.items())
`
