/** Signs of what levels 2 and 3 add to the language, see `describe.ts`. */
import type { Sign } from './sign.ts'

function inAny(signs: Readonly<Record<string, RegExp>>): Sign[] {
  return Object.entries(signs).map(([trait, pattern]) => ({ trait, within: 'statement', pattern }))
}

function inFinalizers(signs: Readonly<Record<string, RegExp>>): Sign[] {
  return Object.entries(signs).map(([trait, pattern]) => ({ trait, within: 'finalizer', pattern }))
}

export const LATER_SIGNS: readonly Sign[] = [
  ...inAny({
    generator: /^\s*(\w+ = )?yield\b/m,
    'generator with finally': /finally:[\s\S]*yield|yield[\s\S]*finally:/,
    'generator expression': /\(.* for \w+ in .*\)/,
    'generator sent to': /\.send\(/,
    'generator thrown into': /\.throw\(/,
    'generator closed': /\.close\(\)/,
    'inner function': /\n +def inner/,
    nonlocal: /nonlocal /,
    lambda: /lambda/,
    'bound method kept': /= \w+\.m\n/,
    try: /\btry:/,
    'try with else': /^( *)except.*:\n(?:\1 .*\n)*\1else:/m,
    'try with finally': /finally:/,
    'exception kept': /except[\s\S]*(= e\n|append\(e\)|\[e\])/,
    'traceback kept': /= e\.__traceback__/,
    'traceback dropped': /\.__traceback__ = None/,
    'cause or context set': /\.__(cause|context)__ = /,
    'raise from': /raise .* from /,
    with: /\bwith /,
    'with two managers': /\bwith [^:]*, /,
    '__exit__ that swallows': /def __exit__[\s\S]*return True/,
    'list comprehension': /\[.* for \w+ in /,
    'dict comprehension': /\{[^{}]*: .* for \w+ in /,
    'set comprehension': /\{(?![^{}]*: )[^{}]* for \w+ in /,
    'base class': /^class \w+\(/,
    'two bases': /^class \w+\(\w+, /,
    'method of a base called': /\b[A-Z]\.__\w+__\(self/,
  }),
  ...inFinalizers({ 'finalizer handles an exception': /except/, 'finalizer makes a closure': /lambda|def inner/ }),
]

export const THIRD_SIGNS: readonly Sign[] = [
  ...inAny({
    'heir of list': /^class \w+\((\w+, )?[Ll]ist\)/,
    'heir of dict': /^class \w+\((\w+, )?[Dd]ict\)/,
    'heir of set': /^class \w+\((\w+, )?[Ss]et\)/,
    'heir of tuple': /^class \w+\(tuple\)/,
    'heir of Exception': /^class \w+\(Exception\)/,
    __eq__: /def __eq__/,
    __hash__: /def __hash__/,
    '__eq__ changes a container': /def __eq__[\s\S]*(\.clear|\.append|\.pop|\.insert|\] = )/,
    __getattr__: /def __getattr__/,
    __setattr__: /def __setattr__/,
    proxy: /weakref\.proxy\(/,
    'proxy with a callback': /weakref\.proxy\(\w+, /,
    WeakValueDictionary: /\bwv\b/,
    WeakKeyDictionary: /\bwk\b/,
    WeakSet: /\bws\b/,
    'weakref.finalize': /weakref\.finalize\(/,
    'finalize with arguments': /weakref\.finalize\(\w+, \w+, /,
    'class made by type': /type\('/,
    'class in a cycle with itself': /\b(\w+)\.(me|own) = \[?\1\b/,
    'search in a shared container': /\b(box|table)\.(count|index|remove|get)\(| in (box|table|group)\b/,
  }),
  ...inFinalizers({
    'finalizer changes a shared container': /(box|table|group)\.(append|clear|pop|add|insert)/,
    'finalizer of an heir': /len\(self\)/,
  }),
]
