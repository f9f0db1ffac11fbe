import { mkdirSync, symlinkSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { guarded } from '../../../src/apply/guard.ts'
import { recover } from '../../../src/apply/lock.ts'
import { readState } from '../../../src/apply/state.ts'
import { undo } from '../../../src/apply/undo.ts'
import { sha256 } from '../../../src/plan/hash.ts'
import { MANIFEST } from '../../../src/plan/manifest.ts'
import { Failure } from '../../../src/text/errors.ts'
import { edit, file, lines } from '../plan/memory-target.ts'
import { fastDisk, get, put, run, sandbox, tree } from './sandbox.ts'

describe('the guard', () => {
  test.each([
    '../x',
    '/etc/passwd',
    'a/../../x',
    'a//b',
    './a',
    'a\\b',
    '.git/config',
    'a/.git/hooks/x',
    'A/.GIT/x',
    '.git./x',
    'a\0b',
    '',
    '.',
  ])('refuses %j', name => {
    expect(() => guarded(sandbox(), name)).toThrow(Failure)
  })

  test('refuses a path through a link, even one that stays inside', () => {
    const root = sandbox({ 'real/a': '1\n' })
    symlinkSync('real', path.join(root, 'link'))
    expect(() => guarded(root, 'link/a')).toThrow(/link is a symbolic link/)
    expect(guarded(root, 'real/a')).toBe(path.join(root, 'real/a'))
  })

  test('refuses a link that leads nowhere', () => {
    const root = sandbox()
    symlinkSync('nowhere', path.join(root, 'a'))
    expect(() => guarded(root, 'a')).toThrow(/symbolic link/)
  })
})

const OPERATION = { path: 'a', before: null, after: 'x\n' }
const journal = (operation: unknown, more: object = {}): string =>
  JSON.stringify({ version: 1, then: 'record', operations: [operation], folders: [], prune: [], ...more })

const JOURNALS: readonly (readonly [string, string])[] = [
  ['is no JSON', 'oops'],
  ['is null', 'null'],
  ['has an unknown end', journal(OPERATION, { then: 'format' })],
  ['writes outside', journal({ ...OPERATION, path: '../evil' })],
  ['writes into .git', journal({ ...OPERATION, path: '.git/hooks/pre-commit', executable: true })],
  ['writes a lock', journal({ ...OPERATION, path: '.prod-ready/lock' })],
  ['writes a journal', journal({ ...OPERATION, path: '.prod-ready/journal/journal' })],
  ['writes a base copy that is none', journal({ ...OPERATION, path: '.prod-ready/base/../../evil' })],
  ['writes a number', journal({ ...OPERATION, after: 7 })],
  ['sets a strange mode', journal({ ...OPERATION, restore: 0o4777 })],
  ['removes folders outside', journal(OPERATION, { prune: ['..'] })],
  [
    'has operations that are no list',
    JSON.stringify({ version: 1, then: 'record', operations: {}, folders: [], prune: [] }),
  ],
]

describe('a journal that came with the repository', () => {
  test.each(JOURNALS)('that %s is refused, and nothing is written', (_, text) => {
    const root = sandbox({ '.prod-ready/journal/journal': text, '.git/config': 'x\n' })
    const before = tree(root)
    expect(() => recover(root, fastDisk())).toThrow(
      expect.objectContaining({
        code: 'bad-journal',
        suggestion: expect.stringContaining('Delete .prod-ready/journal') as string,
      }) as Error,
    )
    expect(tree(root)).toEqual(before)
  })

  test('does not overwrite a file that it does not know', () => {
    const root = sandbox({
      '.prod-ready/journal/journal': journal({ ...OPERATION, path: '.env' }),
      '.env': 'SECRET=1\n',
    })
    expect(recover(root, fastDisk()).left).toEqual(['.env'])
    expect(get(root, '.env')).toBe('SECRET=1\n')
  })

  test('does not write through a link', () => {
    const outside = sandbox({ a: '1\n' })
    const root = sandbox({ '.prod-ready/journal/journal': journal({ path: 'd/a', before: '1\n', after: 'x\n' }) })
    symlinkSync(outside, path.join(root, 'd'))
    expect(recover(root, fastDisk()).left).toEqual(['d/a'])
    expect(tree(outside)).toEqual({ a: '- 1\n' })
  })
})

describe('an undo record that came with the repository', () => {
  test.each(JOURNALS)('that %s is refused', (_, text) => {
    const root = sandbox({ '.prod-ready/undo/record': text })
    expect(() => undo(root, fastDisk())).toThrow(expect.objectContaining({ code: 'bad-journal' }) as Error)
  })

  test('deletes nothing that it does not know', () => {
    const root = sandbox({
      '.prod-ready/undo/record': journal({ ...OPERATION, path: '.env' }),
      '.env': 'SECRET=1\n',
    })
    expect(undo(root, fastDisk())?.files).toMatchObject([{ path: '.env', action: 'keep' }])
    expect(get(root, '.env')).toBe('SECRET=1\n')
  })
})

describe('state that came with the repository', () => {
  test('a base copy that is not what its name says counts as missing: the file of the user stays', () => {
    const root = sandbox()
    run(root, { rendered: [file('a', 'one\n')] })
    put(root, `.prod-ready/base/${sha256('one\n')}`, 'mine\n')
    put(root, 'a', 'mine\n')
    run(root, { rendered: [file('a', 'two\n')] })
    expect(get(root, 'a')).toBe('mine\n')
    run(root, { scope: ['build/one'], remove: ['build/one'] })
    expect(get(root, 'a')).toBe('mine\n')
  })

  test('a base copy that is a link is not read', () => {
    const secret = sandbox({ x: 'secret\n' })
    const root = sandbox()
    mkdirSync(path.join(root, '.prod-ready/base'), { recursive: true })
    symlinkSync(path.join(secret, 'x'), path.join(root, '.prod-ready/base', sha256('secret\n')))
    expect(readState(root).readBase(sha256('secret\n'))).toBeUndefined()
  })

  test.each(['../../etc/passwd', 'x', `${'a'.repeat(63)}/`])('a base copy is not looked for under %j', hash => {
    expect(readState(sandbox()).readBase(hash)).toBeUndefined()
  })

  test('a base copy that claims keys with wrong types counts as missing', () => {
    const root = sandbox({ '.gitignore': 'mine\n' })
    run(root, { rendered: [edit('.gitignore', 'lines', lines('dist'))] })
    const forged = JSON.stringify({ format: 'lines', artifacts: { 'build/one': [{ path: 'mine', value: true }] } })
    put(root, `.prod-ready/base/${sha256(forged)}`, forged)
    put(root, MANIFEST, (get(root, MANIFEST) ?? '').replace(/"base": "\w+"/, `"base": "${sha256(forged)}"`))
    run(root, { scope: ['build/one'], remove: ['build/one'] })
    expect(get(root, '.gitignore')).toBe('mine\ndist\n')
  })

  test.each([MANIFEST, '.prod-ready/config.yaml'])('%s as a link is an error, and is not read', name => {
    const secret = sandbox({ x: '{}' })
    const root = sandbox()
    mkdirSync(path.join(root, '.prod-ready'))
    symlinkSync(path.join(secret, 'x'), path.join(root, name))
    expect(() => readState(root)).toThrow(expect.objectContaining({ code: 'unsafe-path', path: name }) as Error)
  })

  test('a manifest that is not text is an error with a way out', () => {
    const root = sandbox()
    put(root, MANIFEST, '')
    expect(() => readState(root)).toThrow(expect.objectContaining({ code: 'bad-manifest' }) as Error)
  })
})
