import { describe, expect, test } from 'vitest'
import { linesEditor } from '../../../src/edit/lines.ts'
import { checkCase, refusedAt, type Case } from './laws.ts'

const CASES: readonly Case[] = [
  { title: 'a line goes below the others', text: 'dist\n', path: ['.env'], value: true, after: 'dist\n.env\n' },
  { title: 'a missing final newline stays missing', text: 'dist', path: ['.env'], value: true, after: 'dist\n.env' },
  { title: 'an empty file gets a final newline', text: '', path: ['.env'], value: true, after: '.env\n' },
  { title: 'Windows line ends stay', text: 'a\r\nb\r\n', path: ['.env'], value: true, after: 'a\r\nb\r\n.env\r\n' },
  {
    title: 'the comment goes above',
    text: 'a\n',
    path: ['.env'],
    value: true,
    comment: 'secrets',
    after: 'a\n# secrets\n.env\n',
  },
  { title: 'a negation is not the line', text: '!.env\n', path: ['.env'], value: true, after: '!.env\n.env\n' },
  {
    title: 'a comment is not the line',
    text: '# .env\n#.env\n',
    path: ['.env'],
    value: true,
    after: '# .env\n#.env\n.env\n',
  },
  {
    title: 'a longer line is not the line',
    text: '.env.local\nx/.env\n',
    path: ['.env'],
    value: true,
    after: '.env.local\nx/.env\n.env\n',
  },
  {
    title: 'a line with blanks behind it is the line',
    text: '.env  \n',
    path: ['.env'],
    value: true,
    after: '.env  \n',
  },
]

test.each(CASES)('$title', c => {
  checkCase(linesEditor, c)
})

describe('taking a line out', () => {
  test('leaves lines that the user has added around it', () => {
    expect(linesEditor.remove('a\nmine\n# secrets\n.env\nmine too\n', ['.env'], 'secrets')).toBe('a\nmine\nmine too\n')
  })

  test('leaves another comment above it', () => {
    expect(linesEditor.remove('# mine\n.env\n', ['.env'], 'secrets')).toBe('# mine\n')
  })

  test('takes one line when the user has written it as well', () => {
    expect(linesEditor.remove('.env\na\n.env\n', ['.env'])).toBe('.env\na\n')
  })
})

test.each([
  ['a path of several steps', ['a', 'b'], true],
  ['two lines in one', ['a\nb'], true],
  ['a comment', ['# a'], true],
  ['nothing', [' '], true],
  ['another value', ['a'], false],
])('refuses %s', (_, path, value) => {
  expect(refusedAt(() => linesEditor.set('', path, value))).toBeUndefined()
})
