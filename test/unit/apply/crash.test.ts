import { describe, expect, test } from 'vitest'
import { recover } from '../../../src/apply/lock.ts'
import { Failure } from '../../../src/text/errors.ts'
import { copyOf, discard, fastDisk, interrupted, tree, type Interruption } from './sandbox.ts'
import { SCENARIOS, type Scenario } from './scenarios.ts'

/** Empty folders are of no interest to anybody: git does not know them. */
function filesOf(root: string): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(tree(root)).filter(([path]) => !path.endsWith('/')))
}

/** @returns what a run throws when it is interrupted at each of its steps, until it has no more of them */
function* everyStep(
  { act }: Scenario,
  start: string,
  by: Interruption['by'],
  stride = 1,
): Generator<{ root: string; error: unknown; at: number }> {
  for (let at = 1; ; at += stride) {
    const root = copyOf(start)
    const { disk, steps } = interrupted({ at, by })
    let error: unknown
    try {
      act(root, disk)
    } catch (caught) {
      error = caught
    }
    if (steps() < at) return
    yield { root, error, at }
    discard(root)
  }
}

describe.each(SCENARIOS)('$title', scenario => {
  const start = scenario.prepare()
  const whole = copyOf(start)
  scenario.act(whole, fastDisk())
  const [before, after] = [filesOf(start), filesOf(whole)]

  test('changes something, or the tests below prove nothing', () => {
    expect(after).not.toEqual(before)
  })

  test('killed at any step, recovery leaves the state before or after, and the next run ends with the bytes of a whole run', () => {
    const seen = { before: 0, after: 0 }
    for (const { root, at } of everyStep(scenario, start, 'kill')) {
      recover(root, fastDisk())
      const now = filesOf(root)
      const state = JSON.stringify(now) === JSON.stringify(before) ? 'before' : 'after'
      expect(now, `killed at step ${at}`).toEqual(state === 'before' ? before : after)
      seen[state]++
      scenario.act(root, fastDisk())
      expect(filesOf(root), `run after a kill at step ${at}`).toEqual(after)
    }
    expect(seen.before).toBeGreaterThan(3)
    expect(seen.after).toBeGreaterThan(10)
  })

  test('killed again while recovering, the run after that finishes all the same', () => {
    for (const { root, at } of everyStep(scenario, start, 'kill', 5)) {
      const second = interrupted({ at: 1 + (at % 7), by: 'kill' })
      try {
        recover(root, second.disk)
      } catch {
        // Cut off once more.
      }
      recover(root, fastDisk())
      scenario.act(root, fastDisk())
      expect(filesOf(root), `killed at step ${at}`).toEqual(after)
    }
  })

  test('a disk that is full at any one step leaves the state before, with an error that helps, or is of no consequence', () => {
    let failed = 0
    for (const { root, error, at } of everyStep(scenario, start, 'ENOSPC')) {
      if (error === undefined) {
        recover(root, fastDisk())
        expect(filesOf(root), `full at step ${at}`).toEqual(after)
        continue
      }
      failed++
      expect(error).toBeInstanceOf(Failure)
      expect(error).toMatchObject({
        code: 'no-space',
        path: expect.stringMatching(/\w/) as string,
        suggestion: expect.stringMatching(/\w/) as string,
      })
      expect(tree(root), `full at step ${at}`).toEqual(tree(start))
    }
    expect(failed).toBeGreaterThan(5)
  })
})
