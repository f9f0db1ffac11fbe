import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { discard } from '../unit/apply/sandbox.ts'
import { NAMES, PATHS, type Name } from './artifacts.ts'
import { World } from './world.ts'

type Deed = (world: World) => void

const name = fc.constantFrom<Name>(...NAMES)
const file = fc.constantFrom(...PATHS)
const at = fc.nat(14)
const by = <A extends readonly unknown[]>(
  title: string,
  args: fc.Arbitrary<A>,
  deed: (world: World, ...args: A) => void,
): fc.Arbitrary<Deed> =>
  args.map(values =>
    Object.assign((world: World) => deed(world, ...values), {
      toString: () => `${title}(${values.map(String).join(', ')})`,
    }),
  )

const OURS = fc.oneof(
  by('bump', fc.tuple(name), (w, n) => w.bump(n)),
  by('answer', fc.tuple(), w => w.answer()),
  by('add', fc.tuple(name), (w, n) => w.add(n)),
  by('update', fc.tuple(), w => w.update()),
  by('update', fc.tuple(), w => w.update()),
  by('remove', fc.tuple(name), (w, n) => w.remove(n)),
  by('undo', fc.tuple(), w => w.undo()),
)
const THEIRS = fc.oneof(
  by('insert', fc.tuple(file, at), (w, f, n) => w.insert(f, n)),
  by('insert', fc.tuple(file, at), (w, f, n) => w.insert(f, n)),
  by('replace', fc.tuple(file, at), (w, f, n) => w.replace(f, n)),
  by('cut', fc.tuple(file, at), (w, f, n) => w.cut(f, n)),
  by('revalue', fc.tuple(file), (w, f) => w.revalue(f)),
  by('delete', fc.tuple(file), (w, f) => w.delete(f)),
  by('rename', fc.tuple(file), (w, f) => w.rename(f)),
  by('crlf', fc.tuple(file), (w, f) => w.crlf(f)),
  by('chop', fc.tuple(file), (w, f) => w.chop(f)),
)

const STARTS: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  ['an empty repository', {}],
  [
    'a repository with files of its own',
    {
      'package.json': '{\n  "name": "user-0",\n  "scripts": {\n    "start": "node ."\n  }\n}\n',
      '.gitignore': 'user-0\n',
      Dockerfile: 'FROM user-0\n',
    },
  ],
  [
    'a repository with CRLF line ends and no final newline',
    {
      'package.json': '{\r\n  "name": "user-0"\r\n}',
      '.gitignore': 'user-0\r\nnode_modules',
      '.dockerignore': '# user-0\r\n',
    },
  ],
]

const RUNS = Number(process.env['HISTORIES'] ?? 15)

describe.each(STARTS)('whatever happens in %s', (_, files) => {
  test('no line of the user is lost, what is deleted stays deleted, a second run writes nothing, and undo takes back', () => {
    const history = fc.array(fc.oneof(OURS, THEIRS), { minLength: 4, maxLength: 16 })
    fc.assert(
      fc.property(history, deeds => {
        const world = new World(files)
        for (const n of NAMES) world.add(n)
        for (const deed of deeds) deed(world)
        world.update()
        discard(world.root)
        expect(deeds.length).toBeGreaterThan(0)
      }),
      { numRuns: RUNS },
    )
  })
})
