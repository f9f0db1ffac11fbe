import { beforeAll, describe, expect, it } from 'vitest'
import { codeEditor } from '../../../src/edit/code.ts'
import { languageOf, lineChange, swapChange, type CodeLanguage } from '../../../src/edit/code-path.ts'
import { EditError, type Change, type Place } from '../../../src/edit/types.ts'
import { loadGrammars } from '../../../src/text/grammars.ts'

beforeAll(() => loadGrammars(['a.ts', 'a.rs'], ['javascript', 'rust']))

const set = (text: string, change: Change): string =>
  codeEditor.set(text, change.path, change.value, undefined, change.place)
const at = (line: string, side: Place['side'], more: Partial<Place> = {}): Place => ({ line, nth: 0, side, ...more })

/** Text, change, text afterwards. */
const CASES: readonly (readonly [string, string, Change, string])[] = [
  ['a line below another one', 'a()\nb()\n', lineChange('javascript', 'x()', at('a()', 'after')), 'a()\nx()\nb()\n'],
  ['a line above another one', 'a()\nb()\n', lineChange('javascript', 'x()', at('b()', 'before')), 'a()\nx()\nb()\n'],
  [
    'a line with an empty one below it',
    'fn main() {}\n',
    lineChange('rust', 'mod m;\n', at('fn main() {}', 'before')),
    'mod m;\n\nfn main() {}\n',
  ],
  [
    'a line behind the last one, which has no end',
    'a()',
    lineChange('javascript', 'x()', at('a()', 'after')),
    'a()\nx()',
  ],
  [
    'a line as far in as its neighbour',
    'f(() => {\n\ta()\n})\n',
    lineChange('javascript', 'x()', at('a()', 'after')),
    'f(() => {\n\ta()\n\tx()\n})\n',
  ],
  [
    'a line further in',
    'const o = {\n  a,\n}\n',
    lineChange('javascript', '...x,', at('const o = {', 'after', { deeper: '  ' })),
    'const o = {\n  ...x,\n  a,\n}\n',
  ],
  ['Windows line ends', 'a()\r\nb()\r\n', lineChange('javascript', 'x()', at('a()', 'after')), 'a()\r\nx()\r\nb()\r\n'],
  [
    'the second of equal lines',
    'a()\nb()\na()\n',
    lineChange('javascript', 'x()', at('a()', 'after', { nth: 1 })),
    'a()\nb()\na()\nx()\n',
  ],
  [
    'a piece of a line',
    '  axum::serve(l, app).await\n',
    swapChange('rust', 'axum::serve', 'm::serve', at('axum::serve(l, app).await', 'in', { column: 0 })),
    '  m::serve(l, app).await\n',
  ],
]

describe('a change of code', () => {
  it.each(CASES)('%s', (_name, before, change, after) => {
    expect(codeEditor.get(before, change.path)).toBeUndefined()
    expect(set(before, change)).toBe(after)
    expect(codeEditor.get(after, change.path)).toBe(true)
    expect(set(after, change)).toBe(after)
    expect(codeEditor.remove(after, change.path)).toBe(before)
    expect(codeEditor.remove(before, change.path)).toBe(before)
  })

  it('is found again when a formatter has been there, or when it was moved', () => {
    const { path } = lineChange('typescript', "import * as m from './m.js'", at('a()', 'before'))
    expect(codeEditor.get('b()\n  import * as m from "./m.js";\n', path)).toBe(true)
    expect(codeEditor.remove('b()\nimport * as m from "./m.js";\nc()\n', path)).toBe('b()\nc()\n')
  })

  it('is not found in comments and strings', () => {
    const { path } = lineChange('javascript', 'x()', at('a()', 'after'))
    for (const text of ['/*\nx()\n*/\n', 'const t = `\nx()\n`\n', '// x()\n']) {
      expect(codeEditor.get(text, path)).toBeUndefined()
      expect(codeEditor.remove(text, path)).toBe(text)
    }
    const swap = swapChange('rust', 'a::f', 'm::f', at('', 'in'))
    expect(codeEditor.get('fn g() { let s = "m::f"; } // m::f\n', swap.path)).toBeUndefined()
    expect(codeEditor.get('fn g() { mm::f(); m::ff(); }\n', swap.path)).toBeUndefined()
  })
})

const REFUSED: readonly (readonly [string, () => unknown])[] = [
  ['a place that is gone', () => set('b()\n', lineChange('javascript', 'x()', at('a()', 'after')))],
  [
    'a place that nobody has told',
    () => codeEditor.set('a()\n', lineChange('javascript', 'x()', at('a()', 'after')).path, true),
  ],
  [
    'a result that does not parse',
    () => set('f(\n  a,\n)\n', lineChange('javascript', 'const x = 1', at('a,', 'after'))),
  ],
  [
    'a piece that is not there',
    () => set('b::serve()\n', swapChange('rust', 'a::serve', 'm::serve', at('b::serve()', 'in', { column: 0 }))),
  ],
  [
    'a piece in a string',
    () => set("f('a::serve')\n", swapChange('javascript', 'a::serve', 'm', at("f('a::serve')", 'in', { column: 3 }))),
  ],
  [
    'a piece that is there twice when it is taken out',
    () => codeEditor.remove('m::f(); m::f();', swapChange('rust', 'a', 'm::f', at('', 'in')).path),
  ],
  ['a path of another format', () => codeEditor.get('a()\n', ['scripts', 'test'])],
  [
    'a value that is no yes',
    () => codeEditor.set('a()\n', lineChange('javascript', 'x()', at('a()', 'after')).path, 'no'),
  ],
]

describe('what is refused', () => {
  it.each(REFUSED)('%s', (_name, edit) => {
    expect(edit).toThrow(EditError)
  })
})

it.each<readonly [string, CodeLanguage]>([
  ['a.rs', 'rust'],
  ['a.mts', 'typescript'],
  ['a.tsx', 'tsx'],
  ['a.cjs', 'javascript'],
])('%s is %s', (path, language) => {
  expect(languageOf(path)).toBe(language)
})
