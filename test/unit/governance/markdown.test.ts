import { format } from 'prettier'
import { describe, expect, it, test } from 'vitest'
import { code, cut, line, prose, table } from '../../../generators/governance/_common/markdown.ts'

describe('text of strangers in Markdown', () => {
  test.each([
    ['1. Add one', '1\\. Add one'],
    ['2) Add two', '2\\) Add two'],
    ['- dash', '\\- dash'],
    ['+ plus', '\\+ plus'],
    ['snake_case (really)', 'snake_case (really)'],
    ['_x_ and *y*', '\\_x\\_ and \\*y\\*'],
    ['# title, see #12', '\\# title, see #12'],
    ['[x](https://evil.test)', '\\[x\\](https:\u2060//evil.test)'],
    ['<b> & @all', '&lt;b&gt; &amp; @\u2060all'],
    ['a\n\nb', 'a b'],
  ])('%j becomes %j, which formatters leave alone', async (value, text) => {
    expect(prose(value)).toBe(text)
    expect(await format(`# T\n\n${text}\n`, { parser: 'markdown' })).toBe(`# T\n\n${text}\n`)
  })

  test.each([
    ['use `a_b` now', 'use `a_b` now'],
    ['use `a_b now', 'use \\`a_b now'],
    ['`` ` ``', '\\`\\` \\` \\`\\`'],
    ['a`b`c', 'a`b`c'],
  ])('%j keeps balanced code: %j', (value, text) => {
    expect(line(value)).toBe(text)
  })

  it('cuts what is long, and never through a character', () => {
    expect(line('x'.repeat(500))).toBe(`${'x'.repeat(120)}…`)
    expect(cut('🦀🦀🦀', 2)).toBe('🦀🦀')
  })

  it('leaves a pipe in code outside tables as it is', () => {
    expect(code('a | b')).toBe('`a | b`')
  })

  it('aligns the columns of a table as formatters do', async () => {
    const text = `${table([['Version', 'Supported'], ['1.x', 'yes'], ['older than that', 'no']])}\n` // prettier-ignore
    expect(await format(text, { parser: 'markdown' })).toBe(text)
  })
})
