import fc from 'fast-check'
import type { Json, KeyPath, Step } from '../../../src/edit/types.ts'
import type { Wish } from './laws.ts'

/** Values, edits that hit, miss and collide with them, and what decides how a document is written down. */

export type JsonObject = Readonly<Record<string, Json>>

const key = fc.constantFrom('a', 'b', 'c', 'name', 'x-y', '1.90', 'on', '__proto__', 'with space')
const WORDS = [
  'x',
  'it works',
  'a: b',
  '# no',
  '',
  ' ',
  "it's",
  '"q"',
  'no',
  '20',
  '^1',
  'a, b',
  '[x]',
  '{y}',
  '\\d',
  'ü',
  '${{ x }}',
  '</a>',
  '-',
  '~',
]
const TEXTS = ['l1\nl2\n', 'l1\n\n  l2', '\nx', 'x\n\n']
const scalar = fc.oneof(fc.constantFrom<Json>(...WORDS), fc.integer({ min: -9, max: 999 }), fc.boolean())

function value(nulls: boolean): fc.Arbitrary<Json> {
  const leaf = fc.oneof(scalar, fc.constantFrom<Json>(...TEXTS), ...(nulls ? [fc.constant(null)] : []))
  return fc.letrec<{ any: Json; list: Json; map: Json }>(tie => ({
    any: fc.oneof({ depthSize: 'small' }, leaf, tie('list'), tie('map')),
    list: fc.oneof(fc.array(scalar, { maxLength: 3 }), fc.array(item(tie('any')), { maxLength: 3 })),
    map: fc.array(fc.tuple(key, tie('any')), { maxLength: 4 }).map(entries => Object.fromEntries(entries)),
  })).any
}

function item(any: fc.Arbitrary<Json>): fc.Arbitrary<Json> {
  return fc.record({ name: fc.constantFrom('p', 'q', 'r'), c: any }, { requiredKeys: ['name'] })
}

/** @param nulls the format knows null */
export function tree(nulls: boolean): fc.Arbitrary<JsonObject> {
  return fc.array(fc.tuple(key, value(nulls)), { maxLength: 4 }).map(entries => Object.fromEntries(entries))
}

const named: fc.Arbitrary<Step> = fc.constantFrom('p', 'q', 'z').map(name => ({ name }))
const path: fc.Arbitrary<KeyPath> = fc.oneof(
  fc.array(key, { minLength: 1, maxLength: 3 }),
  fc.tuple(key, named),
  fc.tuple(key, named, fc.constantFrom('c', 'run')),
  fc.tuple(key, key, named),
)

export function wish(nulls: boolean): fc.Arbitrary<Wish> {
  const any = fc.record({
    path,
    value: value(nulls),
    comment: fc.option(fc.constantFrom('why', 'a # b'), { nil: undefined }),
  })
  // An item of a list is an object.
  return any.map(w => (typeof w.path.at(-1) === 'object' ? { ...w, value: { c: w.value } } : w))
}

/** An endless source of small decisions. */
export type Dice = (sides: number) => number

/** @returns a document in which `print` has written a value down, each decision taken by the dice */
export function written(
  root: fc.Arbitrary<JsonObject>,
  print: (root: JsonObject, roll: Dice) => string,
): fc.Arbitrary<string> {
  return fc.tuple(root, fc.array(fc.nat(59), { minLength: 20, maxLength: 60 })).map(([value, rolls]) => {
    let at = 0
    return print(value, sides => (rolls[at++ % rolls.length] ?? 0) % sides)
  })
}

export function isList(v: Json): v is readonly Json[] {
  return Array.isArray(v)
}

export function isObject(v: Json): v is JsonObject {
  return typeof v === 'object' && v !== null && !Array.isArray(v)
}
