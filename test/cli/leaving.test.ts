import { existsSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { cli } from '../support/cli.ts'
import { checkout, differences, dirty, treeOf, writtenByOlderTemplate } from '../support/repository.ts'
import { HAS_TERMINAL, KEY, onTerminal } from '../support/terminal.ts'

const LIST = 'tab all'
/** Every prompt of a run, and what answers it. */
const PROMPTS: readonly (readonly [prompt: string, answer: readonly string[]])[] = [
  ['Go on?', [KEY.enter]],
  [LIST, [KEY.enter]],
  ['reports about conduct', ['reports@harbor.invalid', KEY.enter]],
  ['Who reviews', ['@ada', KEY.enter]],
  ['Write this?', [KEY.down, KEY.enter]],
  ['Of which file?', [KEY.enter]],
]
const FILES = ['--only', 'governance/code-of-conduct,governance/codeowners']

describe.skipIf(!HAS_TERMINAL)('leaving', () => {
  const keys = (i: number): readonly ('escape' | 'ctrlC' | 'ctrlD')[] => [
    'escape',
    'ctrlC',
    ...(i % 2 ? ['ctrlD' as const] : []),
  ]
  const leaving = PROMPTS.flatMap(([prompt], i) => keys(i).map(key => ({ prompt, i, key })))
  it.concurrent.each(leaving)('with $key at "$prompt" leaves nothing behind', async ({ i, key }) => {
    const dir = checkout('axum-api')
    const before = treeOf(dir)
    const run = onTerminal(dir, FILES)
    for (const [prompt, answer] of PROMPTS.slice(0, i)) {
      await run.until(prompt)
      run.press(...answer)
    }
    await run.until(PROMPTS[i]?.[0] ?? '')
    run.press(KEY[key])
    expect(await run.ended()).toBe(130)
    expect(run.screen.text).toContain('Nothing was written.')
    expect(run.raw().lastIndexOf('\u001b[?25h')).toBeGreaterThan(run.raw().lastIndexOf('\u001b[?25l'))
    expect(existsSync(path.join(dir, '.prod-ready'))).toBe(false)
    expect(differences(treeOf(dir), before)).toEqual([])
  })

  it('by closing the window leaves nothing behind', async () => {
    const dir = checkout('axum-api')
    const before = treeOf(dir)
    const run = onTerminal(dir, FILES)
    await run.until('Go on?')
    run.press(KEY.enter)
    await run.until(LIST)
    expect(existsSync(path.join(dir, '.prod-ready/lock'))).toBe(true)
    run.hangUp()
    await run.ended()
    for (let i = 0; i < 100 && existsSync(path.join(dir, '.prod-ready')); i++)
      await new Promise(resolve => setTimeout(resolve, 50))
    expect(differences(treeOf(dir), before)).toEqual([])
  })

  it('by the last answer of all leaves nothing behind', async () => {
    const dir = checkout('axum-api')
    const run = onTerminal(dir, ['add', 'pr-template'])
    await run.until('Write this?')
    run.press(KEY.up, KEY.enter)
    expect(await run.ended()).toBe(130)
    expect(dirty(dir)).toEqual([])
  })

  it.concurrent.each(['update', 'undo', 'remove pr-template'])('%s changes nothing without a yes', async command => {
    const dir = checkout('docs-only')
    expect(cli(dir, ['add', 'pr-template', '--yes']).code).toBe(0)
    if (command === 'update')
      writtenByOlderTemplate(dir, '.github/PULL_REQUEST_TEMPLATE.md', text => text.replace(/^## .*\n/m, ''))
    const before = treeOf(dir)
    const run = onTerminal(dir, command.split(' '))
    await run.until('Write this?')
    run.press(KEY.escape)
    expect(await run.ended()).toBe(130)
    expect(differences(treeOf(dir), before)).toEqual([])
    const again = onTerminal(dir, command.split(' '))
    await again.until('Write this?')
    again.press(KEY.enter)
    expect(await again.ended()).toBe(0)
    expect(treeOf(dir)).not.toEqual(before)
  })
})
