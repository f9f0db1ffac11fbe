import { describe, expect, test } from 'vitest'
import type { Change } from '../../../src/edit/types.ts'
import type { RenderedEdit } from '../../../src/plan/types.ts'
import { edit, file, lines, memoryTarget, type MemoryTarget } from './memory-target.ts'

const PACKAGE = `{
  "name": "app", "private": true,
  "scripts": {
    "build": "tsc"
  }
}
`
const script = (name: string, value: string): Change => ({ path: ['scripts', name], value })
const pkg = (changes: readonly Change[], more: Partial<RenderedEdit> = {}): RenderedEdit =>
  edit('package.json', 'json', changes, more)

function withScript(value: string): MemoryTarget {
  const target = memoryTarget({ 'package.json': PACKAGE })
  target.run({ rendered: [pkg([script('test', value)])] })
  return target
}

const set = (target: MemoryTarget, from: string, to: string): void => {
  const text = target.files.get('package.json') ?? ''
  expect(text).toContain(from)
  target.files.set('package.json', text.replace(from, to))
}
const scripts = (target: MemoryTarget): unknown =>
  (JSON.parse(target.files.get('package.json') ?? '{}') as { scripts?: unknown }).scripts

describe('keys in a file of the user', () => {
  test('a key that is missing is added, and everything else stays byte for byte', () => {
    const target = withScript('vitest')
    expect(target.files.get('package.json')).toBe(PACKAGE.replace('"tsc"\n', '"tsc",\n    "test": "vitest"\n'))
  })

  test('a key that the user had already is not ours: taking the artifact back leaves it', () => {
    const target = memoryTarget({ 'package.json': PACKAGE })
    const plan = target.run({ rendered: [pkg([script('build', 'tsc')])] })
    expect(plan.files[0]).toMatchObject({ action: 'same' })
    expect(plan.manifest.files).toEqual({})
    target.run({ scope: ['build/one'], remove: ['build/one'] })
    expect(target.files.get('package.json')).toBe(PACKAGE)
  })

  test('another value of the user stays, and the reason names the key', () => {
    const target = memoryTarget({ 'package.json': PACKAGE })
    expect(target.run({ rendered: [pkg([script('build', 'vite build')])] }).files[0]).toMatchObject({
      action: 'keep',
      after: PACKAGE,
      reason: expect.stringContaining('scripts.build') as string,
    })
  })

  test('a key that the user deleted stays deleted', () => {
    const target = withScript('vitest')
    target.files.set('package.json', PACKAGE)
    expect(target.run({ rendered: [pkg([script('test', 'vitest run')])] }).files[0]).toMatchObject({
      action: 'keep',
      after: PACKAGE,
    })
  })

  test('our outdated value is updated', () => {
    const target = withScript('vitest')
    expect(target.run({ rendered: [pkg([script('test', 'vitest run')])] }).files[0]?.action).toBe('edit')
    expect(scripts(target)).toEqual({ build: 'tsc', test: 'vitest run' })
  })

  test('an edited value stays while there is nothing new', () => {
    const target = withScript('vitest')
    set(target, '"vitest"', '"mocha"')
    expect(target.run({ rendered: [pkg([script('test', 'vitest')])] }).files[0]?.action).toBe('keep')
    expect(scripts(target)).toEqual({ build: 'tsc', test: 'mocha' })
  })

  test('an edited value with something new is a conflict that describes both', () => {
    const target = withScript('vitest')
    set(target, '"vitest"', '"mocha"')
    const [plan] = target.run({ rendered: [pkg([script('test', 'vitest run')])] }).files
    expect(plan).toMatchObject({ action: 'conflict', reason: expect.stringContaining('scripts.test') as string })
    expect(plan?.marked).toMatch(/"mocha"[^]*"vitest"[^]*"vitest run"/)
    expect(scripts(target)).toEqual({ build: 'tsc', test: 'mocha' })
  })

  test('a map of ours takes what is new beside what the user changed and noted in it', () => {
    const bot = (interval: string, days: number): RenderedEdit => {
      const item = { 'package-ecosystem': 'npm', schedule: { interval }, cooldown: { days } }
      return edit('bot.yml', 'yaml', [{ path: ['updates', { 'package-ecosystem': 'npm' }], value: item }], {
        seed: 'updates:\n',
      })
    }
    const target = memoryTarget()
    target.run({ rendered: [bot('weekly', 7)] })
    const text = target.files.get('bot.yml') ?? ''
    target.files.set('bot.yml', text.replace('interval: weekly', 'interval: daily # we are many'))
    expect(target.run({ rendered: [bot('weekly', 14)] }).files[0]?.action).toBe('edit')
    expect(target.files.get('bot.yml')).toBe(
      text.replace('interval: weekly', 'interval: daily # we are many').replace('days: 7', 'days: 14'),
    )
    expect(target.run({ rendered: [bot('monthly', 14)] }).files[0]?.action).toBe('conflict')
  })

  test('a conflict comes again until it is settled, in favour of the user', () => {
    const target = withScript('vitest')
    set(target, '"vitest"', '"mocha"')
    const rendered = [pkg([script('test', 'vitest run')])]
    target.run({ rendered })
    expect(target.run({ rendered }).files[0]?.action).toBe('conflict')
    expect(target.run({ rendered, conflict: 'mine' }).files[0]?.action).toBe('keep')
    expect(target.run({ rendered }).files[0]?.action).toBe('keep')
    expect(scripts(target)).toEqual({ build: 'tsc', test: 'mocha' })
  })

  test('a conflict is settled in favour of the new value', () => {
    const target = withScript('vitest')
    set(target, '"vitest"', '"mocha"')
    expect(target.run({ rendered: [pkg([script('test', 'vitest run')])], conflict: 'theirs' }).files[0]?.action).toBe(
      'edit',
    )
    expect(scripts(target)).toEqual({ build: 'tsc', test: 'vitest run' })
  })

  test('a key that is no longer wanted goes', () => {
    const target = withScript('vitest')
    target.run({ rendered: [pkg([script('lint', 'eslint .')])] })
    expect(scripts(target)).toEqual({ build: 'tsc', lint: 'eslint .' })
  })

  test('an edited key that is no longer wanted is the user’s', () => {
    const target = withScript('vitest')
    set(target, '"vitest"', '"mocha"')
    const plan = target.run({ scope: ['build/one'], remove: ['build/one'] })
    expect(plan.files[0]).toMatchObject({ action: 'keep', reason: expect.stringContaining('scripts.test') as string })
    expect(plan.manifest.files).toEqual({})
    expect(scripts(target)).toEqual({ build: 'tsc', test: 'mocha' })
  })

  test('what the artifact replaced on request comes back when the artifact goes', () => {
    const target = memoryTarget({ 'package.json': PACKAGE })
    target.run({ rendered: [pkg([script('build', 'vite build')])], choices: new Map([['package.json', 'theirs']]) })
    expect(scripts(target)).toEqual({ build: 'vite build' })
    target.run({ scope: ['build/one'], remove: ['build/one'] })
    expect(target.files.get('package.json')).toBe(PACKAGE)
  })

  test('taking the artifact back gives the bytes of the user back', () => {
    const target = withScript('vitest')
    target.run({ scope: ['build/one'], remove: ['build/one'] })
    expect(target.files.get('package.json')).toBe(PACKAGE)
  })

  test('a file that does not parse is kept, with path and line', () => {
    const target = memoryTarget({ 'package.json': '{\n  "name": oops\n}\n' })
    expect(target.run({ rendered: [pkg([script('test', 'vitest')])] }).files[0]).toMatchObject({
      action: 'keep',
      reason: expect.stringMatching(/^package\.json:2: /) as string,
      after: '{\n  "name": oops\n}\n',
    })
  })
})

describe('several artifacts in one file', () => {
  const one = pkg([script('test', 'vitest'), script('lint', 'eslint')])
  const two = pkg([script('test', 'vitest'), script('fmt', 'prettier')], { artifact: 'build/two' })

  test('a key that both want stays until the last of them goes', () => {
    const target = memoryTarget({ 'package.json': PACKAGE })
    target.run({ rendered: [one, two] })
    target.run({ scope: ['build/one'], remove: ['build/one'] })
    expect(scripts(target)).toEqual({ build: 'tsc', test: 'vitest', fmt: 'prettier' })
    target.run({ scope: ['build/two'], remove: ['build/two'] })
    expect(target.files.get('package.json')).toBe(PACKAGE)
  })

  test('an artifact that is added later shares the key', () => {
    const target = memoryTarget({ 'package.json': PACKAGE })
    target.run({ rendered: [one] })
    target.run({ rendered: [two] })
    target.run({ scope: ['build/one'], remove: ['build/one'] })
    expect(scripts(target)).toEqual({ build: 'tsc', test: 'vitest', fmt: 'prettier' })
  })

  test('a key that moves from one artifact to another stays ours', () => {
    const target = memoryTarget({ 'package.json': PACKAGE })
    target.run({ rendered: [pkg([script('test', 'vitest')])] })
    target.run({
      rendered: [pkg([script('test', 'vitest')], { artifact: 'build/two' })],
      scope: ['build/one', 'build/two'],
    })
    target.run({ scope: ['build/two'], remove: ['build/two'] })
    expect(target.files.get('package.json')).toBe(PACKAGE)
  })

  test('the keys of an artifact that this run is not about stay, and so does what is known of them', () => {
    const target = memoryTarget({ 'package.json': PACKAGE })
    target.run({ rendered: [one] })
    const plan = target.run({ rendered: [pkg([script('fmt', 'prettier')], { artifact: 'build/two' })] })
    expect(plan.manifest.files['package.json']?.artifacts).toEqual(['build/one', 'build/two'])
    expect(scripts(target)).toEqual({ build: 'tsc', test: 'vitest', lint: 'eslint', fmt: 'prettier' })
  })

  test('where one artifact cannot edit the file, the others still can', () => {
    const target = memoryTarget({ 'package.json': '{ "scripts": "none", "name": "app" }\n' })
    target.run({ rendered: [one, pkg([{ path: ['private'], value: true }], { artifact: 'build/two' })] })
    expect(JSON.parse(target.files.get('package.json') ?? '')).toEqual({ scripts: 'none', name: 'app', private: true })
  })
})

test('where the file refuses one change of an artifact, none of them is made', () => {
  const text = '{ "scripts": "none" }\n'
  const target = memoryTarget({ 'package.json': text })
  const plan = target.run({ rendered: [pkg([{ path: ['private'], value: true }, script('test', 'vitest')])] })
  expect(plan.files[0]).toMatchObject({ action: 'keep', after: text })
  expect(plan.manifest.files).toEqual({})
})

test('an artifact that cannot be taken out of a broken file is remembered as taken back all the same', () => {
  const target = withScript('vitest')
  target.files.set('package.json', '{ oops')
  const plan = target.run({ scope: ['build/one'], remove: ['build/one'] })
  expect(plan.files[0]).toMatchObject({ action: 'keep', after: '{ oops' })
  expect(plan.manifest).toMatchObject({ artifacts: [], removed: ['build/one'] })
})

describe('a file that does not exist', () => {
  const seeded = edit('.dockerignore', 'lines', lines('node_modules', 'dist'), { seed: '# made for the image\n' })

  test('is made from its seed', () => {
    const target = memoryTarget()
    expect(target.run({ rendered: [seeded] }).files[0]?.action).toBe('create')
    expect(target.files.get('.dockerignore')).toBe('# made for the image\nnode_modules\ndist\n')
  })

  test('goes again when nothing but the seed is left', () => {
    const target = memoryTarget()
    target.run({ rendered: [seeded] })
    expect(target.run({ scope: ['build/one'], remove: ['build/one'] }).files[0]?.action).toBe('delete')
    expect(target.files.size).toBe(0)
  })

  test('stays when the user added a line', () => {
    const target = memoryTarget()
    target.run({ rendered: [seeded] })
    target.files.set('.dockerignore', `${target.files.get('.dockerignore') ?? ''}mine\n`)
    expect(target.run({ scope: ['build/one'], remove: ['build/one'] }).files[0]?.action).toBe('edit')
    expect(target.files.get('.dockerignore')).toBe('# made for the image\nmine\n')
  })

  test('is not made without a seed', () => {
    const plan = memoryTarget().plan({ rendered: [edit('Cargo.toml', 'toml', [{ path: ['a'], value: 1 }])] })
    expect(plan.files[0]).toMatchObject({ action: 'keep' })
    expect(plan.manifest.files).toEqual({})
  })

  test('stays deleted when the user deleted it', () => {
    const target = memoryTarget()
    target.run({ rendered: [seeded] })
    target.files.delete('.dockerignore')
    expect(target.run({ rendered: [seeded] }).files[0]?.action).toBe('keep')
    expect(target.files.size).toBe(0)
  })

  test('stays deleted across a version that did not want it', () => {
    const target = memoryTarget()
    target.run({ rendered: [seeded, file('a', '1\n')] })
    target.files.delete('.dockerignore')
    target.run({ rendered: [file('a', '1\n')] })
    expect(target.run({ rendered: [seeded, file('a', '1\n')] }).files.map(f => f.action)).toEqual(['keep', 'same'])
  })
})

describe('lines', () => {
  test('lines of the user beside ours are no drift', () => {
    const target = memoryTarget({ '.gitignore': 'mine\r\n' })
    const rendered = [edit('.gitignore', 'lines', lines('dist'))]
    target.run({ rendered })
    target.files.set('.gitignore', `${target.files.get('.gitignore') ?? ''}more\r\n`)
    expect(target.run({ rendered }).files[0]?.action).toBe('same')
    expect(target.files.get('.gitignore')).toBe('mine\r\ndist\r\nmore\r\n')
  })

  test('without its base copy the file stays as it is, and nothing is taken out', () => {
    const target = memoryTarget({ '.gitignore': 'mine\n' })
    target.run({ rendered: [edit('.gitignore', 'lines', lines('dist'))] })
    target.bases.clear()
    expect(target.run({ rendered: [edit('.gitignore', 'lines', lines('dist'))] }).files[0]?.action).toBe('same')
    expect(target.run({ rendered: [edit('.gitignore', 'lines', lines('out'))] }).files[0]?.action).toBe('keep')
    target.run({ scope: ['build/one'], remove: ['build/one'] })
    expect(target.files.get('.gitignore')).toBe('mine\ndist\n')
  })
})
