import { chmodSync, existsSync, lstatSync, mkdirSync, statSync, symlinkSync, utimesSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { applyPlan } from '../../../src/apply/apply.ts'
import type { Disk } from '../../../src/apply/disk.ts'
import { recover } from '../../../src/apply/lock.ts'
import { readState } from '../../../src/apply/state.ts'
import { sha256 } from '../../../src/plan/hash.ts'
import { MANIFEST } from '../../../src/plan/manifest.ts'
import { Failure } from '../../../src/text/errors.ts'
import { edit, file, lines } from '../plan/memory-target.ts'
import { copyOf, drop, fastDisk, get, interrupted, planOn, put, run, sandbox, tree } from './sandbox.ts'

const mode = (root: string, name: string): number => lstatSync(path.join(root, name)).mode & 0o777
const base = (root: string, text: string): string | undefined => get(root, `.prod-ready/base/${sha256(text)}`)

function failureOf(action: () => unknown): Failure {
  try {
    action()
  } catch (error) {
    if (error instanceof Failure) return error
    throw error
  }
  throw new Error('nothing was refused')
}

describe('a run', () => {
  test('writes what the plan says, with folders, and what the next run needs', () => {
    const root = sandbox()
    expect(run(root, { rendered: [file('deploy/a/b.yaml', 'a: 1\n')] }, { config: 'answers:\n  a: b\n' })).toBe(true)
    expect(get(root, 'deploy/a/b.yaml')).toBe('a: 1\n')
    expect(base(root, 'a: 1\n')).toBe('a: 1\n')
    expect(get(root, '.prod-ready/config.yaml')).toBe('answers:\n  a: b\n')
    expect(get(root, '.prod-ready/.gitignore')).toMatch(/^undo\/\njournal\/\nconflicts\/\nlock\n/m)
    expect(readState(root).manifest.files['deploy/a/b.yaml']).toMatchObject({ own: 'managed' })
    expect(Object.keys(tree(root)).filter(p => /journal|lock|\.prod-ready$/.test(p))).toEqual([])
  })

  test('without writes touches nothing: no state folder, no time stamp, the undo record stays', () => {
    const fresh = sandbox({ Dockerfile: 'mine\n' })
    expect(run(fresh, { rendered: [file('Dockerfile', 'ours\n')] })).toBe(false)
    expect(existsSync(path.join(fresh, '.prod-ready'))).toBe(false)

    const root = sandbox()
    run(root, { rendered: [file('a', '1\n')] })
    const record = get(root, '.prod-ready/undo/record')
    const old = new Date(1_000_000_000_000)
    const all = Object.keys(tree(root)).map(p => path.join(root, p))
    for (const p of all) utimesSync(p, old, old)
    expect(run(root, { rendered: [file('a', '1\n')] })).toBe(false)
    expect(all.map(p => statSync(p).mtimeMs)).toEqual(all.map(() => old.getTime()))
    expect(get(root, '.prod-ready/undo/record')).toBe(record)
  })

  test('keeps the mode of a file, and makes executable what is', () => {
    const root = sandbox()
    run(root, { rendered: [file('run.sh', 'a\n', { executable: true }), file('secret', 'a\n')] })
    expect([mode(root, 'run.sh') & 0o100, mode(root, 'secret') & 0o111]).toEqual([0o100, 0])
    chmodSync(path.join(root, 'secret'), 0o640)
    chmodSync(path.join(root, 'run.sh'), 0o600)
    run(root, { rendered: [file('run.sh', 'b\n', { executable: true }), file('secret', 'b\n')] })
    expect(mode(root, 'secret')).toBe(0o640)
    expect(mode(root, 'run.sh'), 'the user took the bit away').toBe(0o600)
  })

  test('makes a file executable that a newer version makes executable', () => {
    const root = sandbox()
    run(root, { rendered: [file('run.sh', 'a\n')] })
    run(root, { rendered: [file('run.sh', 'a\n', { executable: true })] })
    expect(mode(root, 'run.sh') & 0o100).toBe(0o100)
    expect(run(root, { rendered: [file('run.sh', 'a\n', { executable: true })] })).toBe(false)
  })

  test('removes base copies that nothing needs any more, and nothing else from their folder', () => {
    const root = sandbox()
    run(root, { rendered: [file('a', '1\n')] })
    put(root, '.prod-ready/base/README', 'mine\n')
    run(root, { rendered: [file('a', '2\n')] })
    expect(base(root, '1\n')).toBeUndefined()
    expect(base(root, '2\n')).toBe('2\n')
    expect(get(root, '.prod-ready/base/README')).toBe('mine\n')
  })

  test('removes the folders that its deletions leave empty, and no other', () => {
    const root = sandbox()
    mkdirSync(path.join(root, 'empty'))
    run(root, { rendered: [file('docs/a/b.md', '1\n'), file('docs/c.md', '2\n')] })
    run(root, { rendered: [file('docs/c.md', '2\n')] })
    expect(Object.keys(tree(root)).filter(p => !p.startsWith('.prod-ready'))).toEqual(['docs/', 'docs/c.md', 'empty/'])
  })

  test('lays a conflict beside, and clears it when it is settled', () => {
    const root = sandbox()
    run(root, { rendered: [file('docs/a.md', 'one\n')] })
    put(root, 'docs/a.md', 'mine\n')
    const record = get(root, '.prod-ready/undo/record')
    run(root, { rendered: [file('docs/a.md', 'two\n')] })
    expect(get(root, 'docs/a.md')).toBe('mine\n')
    expect(get(root, '.prod-ready/conflicts/docs/a.md')).toMatch(/<<<<<<< yours\nmine/)
    expect(run(root, { rendered: [file('docs/a.md', 'two\n')] })).toBe(false)
    expect(get(root, '.prod-ready/undo/record'), 'a conflict alone leaves the record of the run before').toBe(record)
    run(root, { rendered: [file('docs/a.md', 'two\n')], conflict: 'mine' })
    expect(existsSync(path.join(root, '.prod-ready/conflicts'))).toBe(false)
    expect(get(root, 'docs/a.md')).toBe('mine\n')
  })

  test('leaves a base copy alone whose line ends a checkout changed', () => {
    const root = sandbox()
    run(root, { rendered: [file('a', 'one\ntwo\n')] })
    put(root, `.prod-ready/base/${sha256('one\ntwo\n')}`, 'one\r\ntwo\r\n')
    put(root, MANIFEST, (get(root, MANIFEST) ?? '').replaceAll('\n', '\r\n'))
    put(root, 'a', 'one\r\ntwo\r\n')
    expect(run(root, { rendered: [file('a', 'one\ntwo\n')] })).toBe(false)
    run(root, { rendered: [file('a', 'one\n2\n')] })
    expect(get(root, 'a')).toBe('one\r\n2\r\n')
  })

  test('does not write through a folder that becomes a link meanwhile', () => {
    const [root, outside] = [sandbox({ 'mine/a': '1\n' }), sandbox()]
    const disk = fastDisk()
    const create: Disk['create'] = (name, ...rest) => {
      disk.create(name, ...rest)
      if (!name.includes('/journal/')) return
      drop(root, 'mine')
      symlinkSync(outside, path.join(root, 'mine'))
    }
    const failure = failureOf(() => run(root, { rendered: [file('mine/b', '1\n')] }, { disk: { ...disk, create } }))
    expect(failure.message).toMatch(/^mine is a symbolic link: nothing is written through it/)
    expect(tree(outside)).toEqual({})
  })
})

describe('what could go wrong is found before anything is written', () => {
  const refused = (change: (root: string) => void): { failure: Failure; root: string } => {
    const root = sandbox({ 'a.json': '{}\n' })
    const plan = planOn(root, { rendered: [edit('a.json', 'json', [{ path: ['x'], value: 1 }]), file('new/b', 'b\n')] })
    change(root)
    const before = tree(root)
    const failure = failureOf(() => applyPlan(root, plan, { disk: fastDisk() }))
    expect(tree(root)).toEqual(before)
    return { failure, root }
  }

  test('a file that was changed since the plan was made', () => {
    expect(refused(root => put(root, 'a.json', '{"mine":1}\n')).failure).toMatchObject({
      code: 'changed-meanwhile',
      path: 'a.json',
    })
  })

  test('a file that was made since', () => {
    expect(refused(root => put(root, 'new/b', 'mine\n')).failure).toMatchObject({
      code: 'changed-meanwhile',
      path: 'new/b',
    })
  })

  test('a folder that became a link that leads out', () => {
    const outside = sandbox()
    const { failure } = refused(root => symlinkSync(outside, path.join(root, 'new')))
    expect(failure).toMatchObject({ code: 'unsafe-path', path: 'new' })
    expect(tree(outside)).toEqual({})
  })

  test('a file that became a link', () => {
    expect(
      refused(root => {
        drop(root, 'a.json')
        symlinkSync('/etc/passwd', path.join(root, 'a.json'))
      }).failure,
    ).toMatchObject({ code: 'unsafe-path', path: 'a.json' })
  })

  test('our own folder being a link', () => {
    const outside = sandbox()
    expect(refused(root => symlinkSync(outside, path.join(root, '.prod-ready'))).failure).toMatchObject({
      code: 'unsafe-path',
    })
    expect(tree(outside)).toEqual({})
  })

  test('our own folder being a file', () => {
    expect(refused(root => put(root, '.prod-ready', 'mine\n')).failure).toMatchObject({ code: 'unsafe-path' })
  })

  test('a file that the user write-protected', () => {
    const { failure } = refused(root => chmodSync(path.join(root, 'a.json'), 0o444))
    expect(failure).toMatchObject({ code: 'write-protected', path: 'a.json' })
  })

  test('a target that may not be written', () => {
    const root = sandbox()
    const failure = failureOf(() =>
      run(root, { rendered: [file('a', '1\n')] }, { disk: interrupted({ at: 1, by: 'EACCES' }).disk }),
    )
    expect(failure).toMatchObject({
      code: 'not-writable',
      path: '.prod-ready',
      suggestion: expect.stringMatching(/writable/) as string,
    })
    expect(tree(root)).toEqual({})
  })
})

describe('what an earlier run left', () => {
  const killed = (at: number): string => {
    const root = sandbox({ mine: '1\n' })
    const { disk } = interrupted({ at, by: 'kill' })
    expect(() =>
      run(root, { rendered: [file('a', 'a\n'), file('b', 'b\n'), edit('mine', 'lines', lines('x'))] }, { disk }),
    ).toThrow()
    return root
  }

  test('is finished by the next run, without being asked', () => {
    const root = killed(10)
    run(root, { rendered: [file('c', 'c\n')], scope: [] })
    expect([get(root, 'a'), get(root, 'b')]).toEqual(['a\n', 'b\n'])
  })

  test('is finished around a file that somebody changed meanwhile, which is reported', () => {
    const root = killed(10)
    put(root, 'b', 'mine\n')
    expect(recover(root, fastDisk())).toEqual({ finished: true, left: ['b'] })
    expect([get(root, 'a'), get(root, 'b'), get(root, 'mine')]).toEqual(['a\n', 'mine\n', '1\nx\n'])
  })

  test('is finished around a place that is a link now', () => {
    const root = killed(10)
    const outside = sandbox({ x: 'y\n' })
    symlinkSync(path.join(outside, 'x'), path.join(root, 'b'))
    expect(recover(root, fastDisk()).left).toEqual(['b'])
    expect(tree(outside)).toEqual({ x: '- y\n' })
  })

  test('is shown by the state to those who only read', () => {
    const root = killed(10)
    const before = tree(copyOf(root))
    expect(readState(root).unfinished).toBe(true)
    expect(tree(root)).toEqual(before)
  })

  test('is nothing where there is nothing, and nothing is made', () => {
    const root = sandbox({ mine: '1\n' })
    expect(recover(root)).toEqual({ finished: false, left: [] })
    expect(tree(root)).toEqual({ mine: '- 1\n' })
  })
})
