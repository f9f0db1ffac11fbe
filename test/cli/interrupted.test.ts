import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { cli, json } from '../support/cli.ts'
import { faultAt, inBackground, stepsOf } from '../support/faults.ts'
import { checkout, differences, dirty, temporaryFolder, treeOf } from '../support/repository.ts'

/** Creates, edits and answers, in a repository that is read quickly. */
const RUN = ['add', 'pr-template', 'codeowners', 'rust-release-profile', '--yes', '--set', 'owner=@ada']
const FIXTURE = 'rust-cli'
const HAS_PROC = existsSync('/proc/self/stat')

const whole = checkout(FIXTURE)
const steps = stepsOf(whole, RUN)
const wanted = treeOf(whole)
const before = treeOf(checkout(FIXTURE))
/** @returns `n` of all steps, evenly spread, the first and the last among them */
const some = (n: number): readonly number[] => [
  ...new Set(Array.from({ length: n }, (_, i) => 1 + Math.round((i * (steps - 1)) / (n - 1)))),
]

describe('a run that is killed', () => {
  it('takes enough steps to be cut off in', () => {
    expect(steps).toBeGreaterThan(20)
  })

  it.concurrent.each(some(20))('before its step %i is finished by the next one: same bytes', async step => {
    const dir = checkout(FIXTURE)
    const killed = await inBackground(dir, RUN, faultAt(step, 'kill')).ended()
    expect(killed.signal).toBe('SIGKILL')
    const again = await inBackground(dir, [...RUN, '--force']).ended()
    expect(again.code).toBe(0)
    expect(differences(treeOf(dir), wanted)).toEqual([])
  })

  it.each([some(3)[1] ?? 1, steps - 1])('before its step %i can be taken back', step => {
    const dir = checkout(FIXTURE)
    expect(cli(dir, RUN, faultAt(step, 'kill')).code).toBe(null)
    expect(cli(dir, ['undo', '--yes']).code).toBe(0)
    expect(dirty(dir)).toEqual([])
  })

  it('is told of by the next one, whatever that does', () => {
    const dir = checkout(FIXTURE)
    cli(dir, RUN, faultAt(Math.floor(steps * 0.6), 'kill'))
    expect(cli(dir, ['list']).err).toMatch(/cut off/)
    expect(cli(dir, ['update', '--yes']).err).toMatch(/cut off .* finished/)
    expect(cli(dir, ['list']).err).not.toMatch(/cut off/)
    expect(differences(treeOf(dir), wanted)).toEqual([])
  })
})

describe('a run on a full disk', () => {
  it.concurrent.each(some(8))('from its step %i on leaves all or nothing', async step => {
    const dir = checkout(FIXTURE)
    const { code, out } = await inBackground(dir, [...RUN, '--json'], faultAt(step, 'full')).ended()
    // the last steps need no space
    if (code === 0) {
      expect(differences(treeOf(dir), wanted)).toEqual([])
      return
    }
    const { error } = JSON.parse(out) as { error: { code: string; suggestion: string } }
    expect(code).toBe(2)
    expect(error.suggestion).toMatch(/run the command again/)
    // giving an edited file its text back needs space as well: then the next run finishes
    const halfDone = error.code === 'half-done'
    if (halfDone) expect(cli(dir, ['update', '--yes']).err).toMatch(/finished/)
    else expect(error.code).toBe('no-space')
    expect(differences(treeOf(dir), halfDone ? wanted : before)).toEqual([])
  })

  const mounted = mountSmall()
  it.skipIf(mounted === undefined)('of the kernel’s leaves everything as it was', () => {
    const dir = path.join(mounted ?? '', FIXTURE)
    try {
      execFileSync('cp', ['-r', checkout(FIXTURE), dir])
      // all but a few blocks are taken
      spawnSync(
        'sh',
        ['-c', 'dd if=/dev/zero of="$1/filler" bs=4096; truncate -s -12288 "$1/filler"', 'sh', mounted ?? ''],
        { stdio: 'ignore' },
      )
      const failed = json<{ error: { code: string } }>(dir, RUN)
      expect(failed).toMatchObject({ code: 2, error: { code: 'no-space' } })
      expect(differences(treeOf(dir), before)).toEqual([])
    } finally {
      spawnSync('umount', [mounted ?? ''])
    }
  })
})

/** @returns a file system of 4 MB; undefined where nobody may mount one */
function mountSmall(): string | undefined {
  const dir = path.join(temporaryFolder(), 'small')
  mkdirSync(dir)
  return spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', dir], { stdio: 'ignore' }).status === 0
    ? dir
    : undefined
}

describe.skipIf(!HAS_PROC)('a run that is interrupted', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('by %s before it writes leaves nothing behind', async signal => {
    const dir = checkout(FIXTURE)
    const run = inBackground(dir, [...RUN, '--json'], faultAt(1, 'stop'))
    await run.stopped()
    run.child.kill(signal)
    run.child.kill('SIGCONT')
    const { code, out, err } = await run.ended()
    expect(code).toBe(130)
    expect(JSON.parse(out)).toMatchObject({ version: 1, error: { code: 'interrupted' } })
    expect(err).toBe('')
    expect(differences(treeOf(dir), before)).toEqual([])
  })

  it.concurrent.each(some(5).slice(1, -1))('while it writes (step %i) writes to the end, and says what', async step => {
    const dir = checkout(FIXTURE)
    const run = inBackground(dir, RUN, faultAt(step, 'stop'))
    await run.stopped()
    run.child.kill('SIGINT')
    run.child.kill('SIGCONT')
    const { code, err } = await run.ended()
    expect(code).toBe(130)
    expect(err).toContain('Wrote')
    expect(err).not.toContain('Nothing was written')
    expect(differences(treeOf(dir), wanted)).toEqual([])
  })
})

describe.skipIf(!HAS_PROC)('two runs at once', () => {
  it('do not mix: the second is refused, the first goes on', async () => {
    const dir = checkout(FIXTURE)
    const first = inBackground(dir, RUN, faultAt(Math.floor(steps / 2), 'stop'))
    await first.stopped()
    const second = json<{ error: { code: string; message: string; suggestion: string } }>(dir, RUN)
    expect(second).toMatchObject({ code: 2, error: { code: 'locked' } })
    expect(second.error.message).toContain(String(first.child.pid))
    expect(json<{ error: { code: string } }>(dir, ['undo', '--yes'])).toMatchObject({
      code: 2,
      error: { code: 'locked' },
    })
    expect(cli(dir, ['list']).code).toBe(0)
    first.child.kill('SIGCONT')
    expect((await first.ended()).code).toBe(0)
    expect(differences(treeOf(dir), wanted)).toEqual([])
  })

  it('end as one run would', async () => {
    const dir = checkout(FIXTURE)
    const ended = await Promise.all([
      inBackground(dir, RUN).ended(),
      inBackground(dir, RUN).ended(),
      inBackground(dir, RUN).ended(),
    ])
    expect(ended.map(run => run.code)).toContain(0)
    expect(ended.filter(run => run.code !== 0 && !/is writing here|uncommitted changes/.test(run.err))).toEqual([])
    expect(new Map([...treeOf(dir)].filter(([file]) => !file.includes('/undo/')))).toEqual(
      new Map([...wanted].filter(([file]) => !file.includes('/undo/'))),
    )
  })

  it('a lock of a process that is gone is taken over', () => {
    const dir = checkout(FIXTURE)
    mkdirSync(path.join(dir, '.prod-ready'))
    for (const text of ['{"pid":4194303}\n', '', 'not json', '{"pid":-1}']) {
      writeFileSync(path.join(dir, '.prod-ready/lock'), text)
      expect(cli(dir, ['update', '--yes']).code).toBe(0)
      expect(existsSync(path.join(dir, '.prod-ready'))).toBe(false)
      mkdirSync(path.join(dir, '.prod-ready'))
    }
    expect(readFileSync(path.join(dir, 'Cargo.toml'), 'utf8')).toBe(before.get('Cargo.toml'))
  })
})
