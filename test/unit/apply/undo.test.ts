import { chmodSync, lstatSync, mkdirSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { planUndo, undo } from '../../../src/apply/undo.ts'
import { MANIFEST } from '../../../src/plan/manifest.ts'
import type { Rendered } from '../../../src/plan/types.ts'
import { edit, file, lines } from '../plan/memory-target.ts'
import { drop, fastDisk, get, put, run, sandbox, tree } from './sandbox.ts'
import { first, FIRST, SECOND } from './scenarios.ts'

const PACKAGE = '{\n  "name": "app",\n  "version": "1.0.0"\n}\n'
const script = (value: string): Rendered => edit('package.json', 'json', [{ path: ['scripts', 'test'], value }])
const takeBack = (root: string) => undo(root, fastDisk())

describe('undo of a run that nobody touched', () => {
  test('gives the tree back byte for byte, and leaves nothing of ours', () => {
    const root = sandbox({ 'package.json': PACKAGE, '.gitignore': 'a\r\nb', 'config.toml': '\uFEFF[a]\r\nx = 1' })
    mkdirSync(path.join(root, 'docs'))
    chmodSync(path.join(root, 'package.json'), 0o600)
    const before = tree(root)
    run(root, {
      rendered: [...FIRST, edit('config.toml', 'toml', [{ path: ['a', 'y'], value: 2 }], { artifact: 'build/two' })],
    })
    const plan = takeBack(root)
    expect(tree(root)).toEqual(before)
    expect(lstatSync(path.join(root, 'package.json')).mode & 0o777).toBe(0o600)
    expect(plan?.files.map(f => f.action)).toEqual([
      'update',
      'delete',
      'update',
      'delete',
      'delete',
      'delete',
      'update',
      'delete',
    ])
  })

  test('brings back what an update changed and deleted, and the manifest before it', () => {
    const root = first()
    const before = withoutRecord(root)
    run(root, { rendered: SECOND }, { config: 'answers:\n  a: c\n' })
    takeBack(root)
    expect(withoutRecord(root)).toEqual(before)
  })

  test('the run after it does the same again', () => {
    const root = first()
    run(root, { rendered: SECOND })
    const after = tree(root)
    takeBack(root)
    run(root, { rendered: SECOND })
    expect(tree(root)).toEqual(after)
  })

  test('of a first run takes the results of validators along, which speak of files that are gone', () => {
    const root = sandbox()
    run(root, { rendered: [file('a', '1\n')] })
    put(root, '.prod-ready/results.json', '{}\n')
    takeBack(root)
    expect(tree(root)).toEqual({})
  })

  test('twice says that there is nothing to undo', () => {
    const root = first()
    takeBack(root)
    expect(planUndo(root)).toBeUndefined()
    expect(takeBack(root)).toBeUndefined()
  })

  test('is planned without a write', () => {
    const root = first()
    const before = tree(root)
    expect(planUndo(root)?.files.filter(f => f.action !== 'same')).not.toEqual([])
    expect(tree(root)).toEqual(before)
  })

  test('leaves a config.yaml that the user had before as it was', () => {
    const root = sandbox({ '.prod-ready/config.yaml': '# mine\n' })
    run(root, { rendered: [file('a', '1\n')] }, { config: '# mine\nanswers:\n  a: b\n' })
    takeBack(root)
    expect(tree(root)).toEqual({ '.prod-ready/': 'folder', '.prod-ready/config.yaml': '- # mine\n' })
  })
})

/** Undo takes the record of its run along; the one of the run before is not there any more. */
function withoutRecord(root: string): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(tree(root)).filter(([name]) => !name.startsWith('.prod-ready/undo')))
}

describe('undo where the user went on working', () => {
  test('takes out the keys of the run and keeps those of the user', () => {
    const root = sandbox({ 'package.json': PACKAGE })
    run(root, { rendered: [script('vitest')] })
    put(root, 'package.json', (get(root, 'package.json') ?? '').replace('1.0.0', '2.0.0'))
    expect(takeBack(root)?.files).toMatchObject([{ path: 'package.json', action: 'edit' }])
    expect(get(root, 'package.json')).toBe(PACKAGE.replace('1.0.0', '2.0.0'))
  })

  test('keeps a line that the user wrote right behind ours', () => {
    const root = sandbox({ '.gitignore': 'a\n' })
    run(root, { rendered: [edit('.gitignore', 'lines', lines('dist'))] })
    put(root, '.gitignore', 'a\ndist\n# mine\n')
    takeBack(root)
    expect(get(root, '.gitignore')).toBe('a\n# mine\n')
    expect(Object.keys(tree(root))).toEqual(['.gitignore'])
  })

  test('keeps a key of ours that the user changed, and says so', () => {
    const root = sandbox({ 'package.json': PACKAGE })
    run(root, { rendered: [script('vitest')] })
    put(root, 'package.json', (get(root, 'package.json') ?? '').replace('vitest', 'mocha'))
    expect(takeBack(root)?.files).toMatchObject([
      { action: 'keep', reason: expect.stringContaining('scripts.test') as string },
    ])
    expect(get(root, 'package.json')).toContain('mocha')
  })

  test('of an update gives a key its former value, beside what the user changed', () => {
    const root = sandbox({ 'package.json': PACKAGE })
    run(root, { rendered: [script('jest')] })
    run(root, { rendered: [script('vitest')] })
    put(root, 'package.json', (get(root, 'package.json') ?? '').replace('1.0.0', '2.0.0'))
    takeBack(root)
    expect(JSON.parse(get(root, 'package.json') ?? '')).toEqual({
      name: 'app',
      version: '2.0.0',
      scripts: { test: 'jest' },
    })
  })

  test('of a removal writes the keys again, beside what the user changed', () => {
    const root = sandbox({ 'package.json': PACKAGE })
    run(root, { rendered: [script('jest')] })
    run(root, { scope: ['build/one'], remove: ['build/one'] })
    put(root, 'package.json', (get(root, 'package.json') ?? '').replace('1.0.0', '2.0.0'))
    takeBack(root)
    expect(JSON.parse(get(root, 'package.json') ?? '')).toEqual({
      name: 'app',
      version: '2.0.0',
      scripts: { test: 'jest' },
    })
    expect(run(root, { rendered: [script('jest')] }), 'the manifest knows the key again').toBe(false)
  })

  test('merges the former text into a file that the user edited elsewhere', () => {
    const root = sandbox()
    run(root, { rendered: [file('Dockerfile', 'a\nb\nc\nd\n')] })
    run(root, { rendered: [file('Dockerfile', 'A\nb\nc\nd\n')] })
    put(root, 'Dockerfile', 'A\nb\nc\nmine\n')
    expect(takeBack(root)?.files).toMatchObject([{ action: 'merge' }])
    expect(get(root, 'Dockerfile')).toBe('a\nb\nc\nmine\n')
  })

  test('reports a conflict where the user changed the same lines, and keeps them', () => {
    const root = sandbox()
    run(root, { rendered: [file('Dockerfile', 'a\n')] })
    run(root, { rendered: [file('Dockerfile', 'b\n')] })
    put(root, 'Dockerfile', 'mine\n')
    expect(takeBack(root)?.files).toMatchObject([
      { action: 'conflict', marked: expect.stringContaining('mine') as string },
    ])
    expect(get(root, 'Dockerfile')).toBe('mine\n')
  })

  test('keeps a file that the run made and the user edited, and says so', () => {
    const root = sandbox()
    run(root, { rendered: [file('docs/a.md', 'a\n'), file('docs/b.md', 'b\n')] })
    put(root, 'docs/a.md', 'mine\n')
    expect(takeBack(root)?.files).toMatchObject([{ action: 'keep' }, { action: 'delete' }])
    expect(tree(root)).toEqual({ 'docs/': 'folder', 'docs/a.md': '- mine\n' })
  })

  test('leaves deleted what the user deleted, and a file that the user made again', () => {
    const root = sandbox()
    run(root, { rendered: [file('a', '1\n'), file('b', '1\n')] })
    run(root, { rendered: [file('a', '2\n')] })
    drop(root, 'a')
    put(root, 'b', 'mine\n')
    expect(takeBack(root)?.files).toMatchObject([
      { path: 'a', action: 'keep' },
      { path: 'b', action: 'keep' },
    ])
    expect([get(root, 'a'), get(root, 'b')]).toEqual([undefined, 'mine\n'])
  })

  test('takes the line of a file that a seed made, and leaves the lines of the user', () => {
    const root = sandbox()
    run(root, { rendered: [edit('.dockerignore', 'lines', lines('dist'), { seed: '# seed\n' })] })
    put(root, '.dockerignore', '# seed\ndist\nmine\n')
    takeBack(root)
    expect(get(root, '.dockerignore')).toBe('# seed\nmine\n')
  })

  test('keeps answers that the user wrote down since', () => {
    const root = sandbox()
    run(root, { rendered: [file('a', '1\n')] }, { config: 'answers:\n  a: b\n' })
    run(root, { rendered: [file('a', '2\n')] }, { config: 'answers:\n  a: c\n' })
    put(root, '.prod-ready/config.yaml', '# mine\nanswers:\n  a: c\n')
    takeBack(root)
    expect(get(root, '.prod-ready/config.yaml')).toBe('# mine\nanswers:\n  a: b\n')
  })

  test('after the state went back to the commit before the run leaves everything as it is', () => {
    const root = sandbox({ mine: '1\n' })
    run(root, { rendered: [file('a', '1\n')] })
    drop(root, 'a')
    drop(root, MANIFEST)
    takeBack(root)
    expect(tree(root)).toEqual({ mine: '- 1\n' })
  })

  test('is refused when the manifest is another one now', () => {
    const root = sandbox()
    run(root, { rendered: [file('a', '1\n')] })
    put(root, MANIFEST, (get(root, MANIFEST) ?? '').replace('"removed": []', '"removed": ["build/two"]'))
    const before = tree(root)
    expect(() => takeBack(root)).toThrow(expect.objectContaining({ code: 'undo-stale' }) as Error)
    expect(tree(root)).toEqual(before)
  })
})
