import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, rmdirSync } from 'node:fs'
import path from 'node:path'
import { buildSync } from 'esbuild'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Disk } from '../../../src/apply/disk.ts'
import { recover, withLock } from '../../../src/apply/lock.ts'
import { file } from '../plan/memory-target.ts'
import { fastDisk, get, interrupted, put, run, sandbox, tree } from './sandbox.ts'

const LOCK = '.prod-ready/lock'
let program = ''

beforeAll(() => {
  program = path.join(sandbox(), 'child.mjs')
  const banner = { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url)" }
  buildSync({
    entryPoints: [path.join(import.meta.dirname, 'child.ts')],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
    mainFields: ['module', 'main'],
    banner,
  })
})

type Between = Partial<Record<'makeFolder' | 'create', (at: string) => void>>

/** @returns a disk on which something else happens right before the first step of a kind */
function onceBefore({ makeFolder, create }: Between): Disk {
  const disk = fastDisk()
  const pending = { makeFolder, create }
  const first = (kind: keyof Between, at: string): void => {
    const action = pending[kind]
    pending[kind] = undefined
    action?.(at)
  }
  return {
    ...disk,
    makeFolder: folder => {
      first('makeFolder', folder)
      disk.makeFolder(folder)
    },
    create: (file, ...rest) => {
      first('create', file)
      disk.create(file, ...rest)
    },
  }
}

const child = (...args: readonly string[]) => spawnSync(process.execPath, [program, ...args], { encoding: 'utf8' })

describe('the lock', () => {
  test('keeps a second run out, which is told who holds it', async () => {
    const root = sandbox()
    const other = spawn(process.execPath, [program, root, 'wait'])
    await once(other.stdout, 'data')
    const before = tree(root)
    const locked = expect.objectContaining({
      code: 'locked',
      path: LOCK,
      message: expect.stringContaining(String(other.pid)) as string,
      suggestion: expect.stringContaining(LOCK) as string,
    }) as Error
    expect(() => run(root, { rendered: [file('a', '1\n')] })).toThrow(locked)
    expect(() => recover(root)).toThrow(locked)
    expect(tree(root)).toEqual(before)
    other.kill('SIGTERM')
    await once(other, 'exit')
    expect(tree(root), 'an interrupted run gives its lock back').toEqual({})
  })

  test('of a process that is gone is taken over', () => {
    const gone = spawnSync(process.execPath, ['-e', '']).pid
    const root = sandbox({ [LOCK]: JSON.stringify({ pid: gone }) })
    run(root, { rendered: [file('a', '1\n')] })
    expect(get(root, 'a')).toBe('1\n')
    expect(get(root, LOCK)).toBeUndefined()
  })

  test.each(['', 'oops', '{"pid":-1}', '{"pid":"1"}', 'null', '{"pid":1e99}'])('that holds %j is stale', text => {
    const root = sandbox({ [LOCK]: text })
    recover(root)
    expect(tree(root)).toEqual({})
  })

  test('of a process whose number was given to another one is taken over', () => {
    const root = sandbox({ [LOCK]: JSON.stringify({ pid: process.ppid, started: '1' }) })
    recover(root)
    expect(tree(root)).toEqual({})
  })

  test('is given back when the run fails', async () => {
    const root = sandbox()
    await expect(withLock(root, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(tree(root)).toEqual({})
  })

  test('is shared within one process, so that a command may plan and write under it', async () => {
    const root = sandbox()
    await withLock(root, () => run(root, { rendered: [file('a', '1\n')] }), fastDisk())
    expect(get(root, 'a')).toBe('1\n')
    expect(get(root, LOCK)).toBeUndefined()
  })

  test.each([
    ['makes the folder first', { makeFolder: (folder: string) => mkdirSync(folder) }],
    ['takes the folder away', { create: (file: string) => rmdirSync(path.dirname(file)) }],
  ])('is taken where another run, in the same instant, %s', (_, between) => {
    const root = sandbox()
    run(root, { rendered: [file('a', '1\n')] }, { disk: onceBefore(between) })
    expect(get(root, 'a')).toBe('1\n')
    expect(get(root, LOCK)).toBeUndefined()
  })

  test('that cannot be made says what the disk says', () => {
    const root = sandbox()
    const makeFolder = (folder: string): void => {
      throw Object.assign(new Error(folder), { code: 'ENOENT' })
    }
    const disk = { ...fastDisk(), makeFolder }
    expect(() => run(root, { rendered: [file('a', '1\n')] }, { disk })).toThrow(/\.prod-ready: .*ENOENT/)
    expect(tree(root)).toEqual({})
  })

  test('tells the run what was left of an earlier one', async () => {
    const root = sandbox()
    expect(() =>
      run(root, { rendered: [file('a', '1\n'), file('b', '1\n')] }, { disk: interrupted({ at: 8, by: 'kill' }).disk }),
    ).toThrow()
    put(root, 'b', 'mine\n')
    expect(await withLock(root, recovery => recovery, fastDisk())).toEqual({ finished: true, left: ['b'] })
  })
})

describe('a real process', () => {
  test('that is killed leaves a repository which the next run finishes', () => {
    const whole = sandbox()
    expect(child(whole)).toMatchObject({ status: 0, stderr: '', stdout: expect.stringMatching(/steps/) as string })
    const after = tree(whole)
    for (const at of [1, 5, 9, 30]) {
      const root = sandbox()
      expect(child(root, String(at)).signal, `step ${at}`).toBe('SIGKILL')
      child(root)
      expect(tree(root), `killed at step ${at}`).toEqual(after)
    }
  })

  test.each(['SIGINT', 'SIGTERM'])(
    'that gets %s while it writes writes to the end, and says that it was interrupted',
    signal => {
      const whole = sandbox()
      child(whole)
      const root = sandbox()
      expect(child(root, '12', signal)).toMatchObject({ status: 130, stderr: '' })
      expect(tree(root)).toEqual(tree(whole))
    },
  )
})
