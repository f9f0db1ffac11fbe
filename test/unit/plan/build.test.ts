import { describe, expect, test } from 'vitest'
import { PlanError } from '../../../src/plan/plan-error.ts'
import { sha256 } from '../../../src/plan/hash.ts'
import type { Rendered } from '../../../src/plan/types.ts'
import { edit, file, lines, memoryTarget } from './memory-target.ts'

const set = (key: string, value: string): Rendered => edit('package.json', 'json', [{ path: ['scripts', key], value }])

describe('artifacts that contradict each other are refused when the plan is made', () => {
  const two = { artifact: 'build/two' }
  const CONTRADICTIONS: readonly (readonly [string, readonly Rendered[]])[] = [
    ['two write one file', [file('Makefile', 'a\n'), file('Makefile', 'a\n', two)]],
    ['one writes what another one edits', [file('.gitignore', 'a\n'), edit('.gitignore', 'lines', lines('b'), two)]],
    ['two set one key to different values', [set('test', 'jest'), { ...set('test', 'vitest'), ...two }]],
    [
      'one sets a key inside the value of another one',
      [edit('package.json', 'json', [{ path: ['scripts'], value: { a: '1' } }]), { ...set('b', '2'), ...two }],
    ],
    [
      'two read one file as different formats',
      [edit('a', 'lines', lines('b')), edit('a', 'yaml', [{ path: ['b'], value: 1 }], two)],
    ],
    ['two names differ in case only', [file('README.md', 'a\n'), file('readme.md', 'b\n', two)]],
    ['a file is the folder of another one', [file('docs', 'a\n'), file('docs/a.md', 'b\n', two)]],
    ['a path leaves the repository', [file('../evil', 'a\n')]],
    ['a path is absolute', [file('/etc/passwd', 'a\n')]],
    ['a path leads into .git', [file('sub/.GIT/hooks/pre-commit', 'a\n')]],
    ['a path leads into our own state', [file('.Prod-Ready/manifest.json', 'a\n')]],
    ['a path holds a line break', [file('a\nb', 'a\n')]],
  ]
  test.each(CONTRADICTIONS)('%s', (_, rendered) => {
    expect(() => memoryTarget().plan({ rendered })).toThrow(PlanError)
  })

  test('the same value for the same key is no contradiction', () => {
    const target = memoryTarget({ 'package.json': '{}\n' })
    expect(target.run({ rendered: [set('test', 'vitest'), { ...set('test', 'vitest'), ...two }] }).files).toHaveLength(
      1,
    )
  })
})

describe('what stands in the way', () => {
  const plan = (
    path: string,
    kinds: Readonly<Record<string, 'file' | 'directory' | 'link' | 'other'>>,
    files: readonly string[] = [],
    text?: string,
  ) =>
    memoryTarget().plan({ rendered: [file(path, 'a\n')], entryKind: p => kinds[p], readMine: () => text, files })
      .files[0]

  const IN_THE_WAY: readonly (readonly [string, ReturnType<typeof plan>, RegExp])[] = [
    ['a symbolic link is kept', plan('Dockerfile', { Dockerfile: 'link' }), /symbolic link/],
    [
      'nothing is written below a symbolic link',
      plan('a/b/c', { a: 'directory', 'a/b': 'link', 'a/b/c': 'link' }),
      /a\/b is a symbolic link/,
    ],
    ['a folder is kept', plan('Dockerfile', { Dockerfile: 'directory' }), /is a folder/],
    ['a pipe is kept', plan('Dockerfile', { Dockerfile: 'other' }), /not a regular file/],
    ['a file where a folder is needed is kept', plan('docs/a.md', { docs: 'file' }), /docs is a file/],
    ['a file that is not text is kept', plan('logo', { logo: 'file' }), /not text/],
    ['a file whose name differs in case is kept', plan('readme.md', {}, ['README.md']), /README\.md is there/],
    ['a licence in capitals is kept', plan('license', { license: 'file' }, ['LICENSE'], 'MIT\n'), /LICENSE is there/],
  ]
  test.each(IN_THE_WAY)('%s', (_, found, reason) => {
    expect(found).toMatchObject({ action: 'keep', reason: expect.stringMatching(reason) as string })
    expect(found?.entry).toBeUndefined()
  })

  test('a file that git does not see is not edited, unless it is ours', () => {
    const rendered = [edit('.env', 'lines', lines('A=1'), { seed: '# settings\n' })]
    expect(memoryTarget({ '.env': 'SECRET=1\n' }).plan({ rendered, files: [] }).files[0]).toMatchObject({
      action: 'keep',
      after: 'SECRET=1\n',
    })
    const target = memoryTarget()
    target.run({ rendered, files: [] })
    expect(target.plan({ rendered: [edit('.env', 'lines', lines('A=2'))], files: [] }).files[0]?.action).toBe('edit')
  })

  test('a managed file that became a link stays known, and is not written', () => {
    const target = memoryTarget()
    target.run({ rendered: [file('a', 'one\n')] })
    const next = target.plan({ rendered: [file('a', 'two\n')], entryKind: () => 'link' })
    expect(next.files[0]).toMatchObject({ action: 'keep', entry: { base: sha256('one\n') } })
  })
})

describe('the manifest', () => {
  test('names what was written, and only that', () => {
    const target = memoryTarget({ mine: 'x\n' })
    const { manifest } = target.run({ rendered: [file('a', 'one\n'), file('mine', 'y\n', { artifact: 'build/two' })] })
    expect(manifest).toEqual({
      version: 1,
      artifacts: ['build/one'],
      removed: [],
      files: { a: { artifacts: ['build/one'], own: 'managed', base: sha256('one\n') } },
    })
  })

  test('leaves alone what belongs to artifacts that the run is not about', () => {
    const target = memoryTarget()
    target.run({ rendered: [file('a', 'one\n'), file('b', 'two\n', { artifact: 'build/two' })] })
    const plan = target.run({ rendered: [file('b', 'three\n', { artifact: 'build/two' })] })
    expect(plan.files.map(f => f.path)).toEqual(['b'])
    expect(plan.manifest.artifacts).toEqual(['build/one', 'build/two'])
    expect(Object.keys(plan.manifest.files)).toEqual(['a', 'b'])
  })

  test('is the same after a second run, and nothing is written', () => {
    const target = memoryTarget({ 'package.json': '{}\n' })
    const rendered = [file('a', 'one\n'), set('test', 'vitest'), file('s', 'seed\n', { own: 'seed' as const })]
    const first = target.run({ rendered })
    const second = target.run({ rendered })
    expect(second.files.map(f => f.action)).toEqual(['same', 'same', 'same'])
    expect(second.manifest).toEqual(first.manifest)
  })

  test('forgets a removed artifact, and remembers that it was taken back until it is added again', () => {
    const target = memoryTarget()
    target.run({ rendered: [file('a', 'one\n')] })
    expect(target.run({ scope: ['build/one'], remove: ['build/one'] }).manifest).toEqual({
      version: 1,
      artifacts: [],
      removed: ['build/one'],
      files: {},
    })
    expect(target.files.size).toBe(0)
    expect(target.run({ rendered: [file('a', 'one\n')] }).manifest).toMatchObject({
      artifacts: ['build/one'],
      removed: [],
    })
  })

  test('files that an artifact no longer writes go with the same care', () => {
    const target = memoryTarget()
    target.run({ rendered: [file('a', 'a\n'), file('b', 'b\n'), file('c', 'c\n')] })
    target.files.set('b', 'mine\n')
    const plan = target.run({ rendered: [file('a', 'a\n')] })
    expect(plan.files.map(f => [f.path, f.action])).toEqual([
      ['a', 'same'],
      ['b', 'keep'],
      ['c', 'delete'],
    ])
    expect(Object.keys(plan.manifest.files)).toEqual(['a'])
  })

  test('a file of another artifact is not taken over', () => {
    const target = memoryTarget()
    target.run({ rendered: [file('a', 'one\n')] })
    const plan = target.run({ rendered: [file('a', 'two\n', { artifact: 'build/two' })] })
    expect(plan.files[0]).toMatchObject({ action: 'keep', reason: expect.stringContaining('build/one') as string })
    expect(plan.manifest.files['a']?.artifacts).toEqual(['build/one'])
  })

  test('a file that moves to another artifact stays managed', () => {
    const target = memoryTarget()
    target.run({ rendered: [file('a', 'one\n')] })
    const plan = target.run({ rendered: [file('a', 'two\n', { artifact: 'build/two' })], scope: ['build/one'] })
    expect(plan.files[0]?.action).toBe('update')
    expect(plan.manifest.artifacts).toEqual(['build/two'])
  })

  test('files named like the members of an object are files', () => {
    const target = memoryTarget()
    const plan = target.run({ rendered: [file('constructor', 'a\n'), file('toString', 'b\n')] })
    expect(plan.files.map(f => f.action)).toEqual(['create', 'create'])
  })
})

describe('the executable bit', () => {
  test('comes with a file that is made', () => {
    expect(
      memoryTarget().plan({ rendered: [file('run', '#!/bin/sh\n', { executable: true })] }).files[0],
    ).toMatchObject({ action: 'create', executable: true, entry: { executable: true } })
  })

  test('is given once to a file that a newer version makes executable', () => {
    const target = memoryTarget()
    target.run({ rendered: [file('run', '#!/bin/sh\n')] })
    const rendered = [file('run', '#!/bin/sh\n', { executable: true })]
    expect(target.run({ rendered }).files[0]?.action).toBe('update')
    expect(target.run({ rendered }).files[0]?.action).toBe('same')
  })
})

test('files are in the order of their paths, whatever the order of the artifacts', () => {
  const plan = memoryTarget().plan({ rendered: [file('a/z', '3\n'), file('B/x', '2\n', { artifact: 'build/two' })] })
  expect(plan.files.map(f => f.path)).toEqual(['B/x', 'a/z'])
})
