import { parser } from '@lezer/rust'
import { describe, expect, it } from 'vitest'
import { tokensOf } from '../../../src/detect/source/rust-tokens.ts'

const said = (text: string): readonly string[] => tokensOf(text).map(token => token.text)

/** What the grammar of the language takes for tokens: leaves, comments left out; signs one by one, because it joins them differently here and there. */
function grammarSays(text: string): readonly string[] {
  const found: string[] = []
  const cursor = parser.parse(text).cursor()
  let behind = 0
  const add = (token: string): void => {
    found.push(...(/^[^\p{L}\d_"'$]/u.test(token) ? Array.from(token) : [token]))
  }
  for (;;) {
    const { name, from, to } = cursor
    if (!/^(String|RawString|Char)$|Comment$/.test(name) && cursor.firstChild()) continue
    for (const sign of text.slice(behind, from).replace(/\s/g, '')) add(sign)
    behind = Math.max(behind, to)
    if (!name.endsWith('Comment') && to > from) add(text.slice(from, to))
    while (!cursor.nextSibling()) if (!cursor.parent()) return found
  }
}

const CODE = [
  ['lifetimes and generics', `fn f<'a, T: Foo<'a>>(x: &'a str, y: Vec<Vec<u8>>) -> Result<(), E> where T: 'static {}`],
  ['numbers', 'let a = 1_000u16 + 1.5e3 + 0x1F + 1e-3 - 2.0f64; for i in 0..10 { a.0.1; 1.max(2) }'],
  [
    'characters',
    String.raw`match c { 'x' | '\'' | '\\' | '\n' | '\u{1F600}' | b'x' => 'outer: loop { break 'outer } }`,
  ],
  ['strings', String.raw`f("a \" b", b"c", r"d\", r#"e " f"#, br##"g"# h"##, "/* none */", "// none")`],
  ['comments', '/* a /* b */ c */ let x = 1; // d "e\n/// f\nfn g() {} //! h'],
  ['operators', 'a == b && c != d || e >= f; a += 1; x?.y.await; |x| x + 1; -1; !x; *p; &&y'],
  ['macros', 'm! { a == b => c; x::y -> z; ($a:expr, $(x),*) # @ } #[get("/<id>")] fn h() {}'],
  ['words that look like prefixes', 'let r = b + c; let br = cr; r.x(b); let raw = break_even;'],
] as const

describe('Rust code is cut into the tokens that its grammar has', () => {
  it.each(CODE)('%s', (_, code) => {
    const signs = said(code).flatMap(token => (/^[^\p{L}\d_"'$]/u.test(token) ? Array.from(token) : [token]))
    expect(signs).toEqual(grammarSays(code))
  })
})

it('keeps the words of signs that mean one thing together', () => {
  expect(said('a::b->c=>d==e!=f<=g>=h&&i||j..=k..l+=m')).toEqual(
    'a :: b -> c => d == e != f <= g >= h && i || j ..= k .. l += m'.split(' '),
  )
})

it('counts lines through comments and literals of several lines', () => {
  const lines = tokensOf('a\n/* b\n\n*/ c "d\ne" f\nr#"g\n"# h').map(token => [token.text[0], token.line])
  expect(lines).toEqual([
    ['a', 1],
    ['c', 4],
    ['"', 4],
    ['f', 5],
    ['r', 6],
    ['h', 7],
  ])
})

it.each(['"never closed', 'r##"never closed"#', '/* never closed /* */', "'", 'é#\u0000', '\\"'])(
  'any text gives tokens: %s',
  text => {
    expect(() => tokensOf(text)).not.toThrow()
  },
)
