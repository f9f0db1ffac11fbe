import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, symlinkSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { CLI } from '../support/cli.ts'
import { checkout, differences, dirty, temporaryFolder, treeOf } from '../support/repository.ts'
import { HAS_TERMINAL, KEY, onTerminal, type TerminalRun } from '../support/terminal.ts'

/** @returns the command that a run printed as its equivalent */
function printedCommand(run: TerminalRun): string {
  const lines = run.screen.text.split('\n')
  const from = lines.findIndex(line => line.startsWith('The same without questions:')) + 1
  const to = lines.findIndex((line, i) => i >= from && !line.endsWith('\\'))
  return lines.slice(from, to + 1).join('\n')
}

/** Runs a shell command in `dir` where the program is installed under its name. */
function inShell(dir: string, command: string): string {
  const bin = path.join(temporaryFolder(), 'bin')
  mkdirSync(bin)
  symlinkSync(CLI, path.join(bin, 'create-prod-ready'))
  const env = {
    PATH: `${bin}:${process.env['PATH'] ?? ''}`,
    HOME: '/nonexistent',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
  }
  return execFileSync('sh', ['-c', command], { cwd: dir, encoding: 'utf8', env, stdio: ['ignore', 'pipe', 'pipe'] })
}

const LIST = 'tab all'

describe.skipIf(!HAS_TERMINAL)('a run on a terminal', () => {
  it('leads from the facts to the written files, and its printed command does the same elsewhere', async () => {
    const dir = checkout('fastify-npm')
    const other = checkout('fastify-npm')
    const run = onTerminal(dir, ['--only', 'governance,quality/lint,security/policy'])
    await run.until('Go on?')
    run.press(KEY.down, KEY.enter)
    await run.until('package.json:')

    // grouped by category, all that is proposed is chosen, with the number of its files
    await run.see(/What to add\?.*type to search\n(.*\n)*governance\n([ ❯].*\n)*quality\n/)
    await run.see(/◉ Issue templates \(3 files\)/)
    await run.see(/^[^◯]*$/)

    // typing filters, also by a letter that ends other programs
    run.press('q')
    await run.see(/What to add\? \d+ of \d+ q\nquality\n❯ ◉ Linting and formatting \(\d files\)\n {4}/)
    run.press(KEY.backspace, 'governance', KEY.down, KEY.down, KEY.up)
    await run.see(/ ◉ Changelog.*\n❯ ◉ Code of conduct/)
    run.press(KEY.space)
    await run.see(/❯ ◯ Code of conduct/)
    run.press(KEY.space, KEY.up, KEY.up)
    await run.see(/❯ ◉ Template for proposed changes/)

    // tab chooses all that is shown, or none of it
    run.press(...Array.from('governance', () => KEY.backspace), 'licence', KEY.tab)
    await run.see(/ \d+ of \d+ licence\ngovernance\n❯ ◯ Licence/)
    run.press('x')
    await run.see(/nothing matches/)
    run.press(...Array.from('licencex', () => KEY.backspace), KEY.enter)

    // a wrong answer is told, the right one goes on; what is asked twice is asked once
    await run.until('reports about conduct')
    run.press('nobody', KEY.enter)
    await run.until('it must be an e-mail address')
    run.press(KEY.ctrlU, 'reports@harbor.invalid', KEY.enter)
    await run.until('Who reviews')
    run.press('@ada', KEY.enter)

    await run.until('Write this?')
    const tree = run.screen.text
    expect(tree).toMatch(/\.github\/\n +ISSUE_TEMPLATE\/\n +create +bug_report\.yml \+\d+/)
    expect(tree).toMatch(/edit +package\.json \+\d+ -\d+/)
    expect(existsSync(path.join(dir, 'SECURITY.md'))).toBe(false)

    run.press(KEY.down, KEY.enter)
    await run.until('Of which file?')
    run.press(KEY.enter)
    await run.until('+++ b/SECURITY.md')
    await run.until('Write this?')
    run.press(KEY.enter)
    await run.until('Wrote')
    expect(await run.ended()).toBe(0)
    expect(run.screen.text).toMatch(/Next steps\n +1\. npm install --package-lock-only/)
    expect(run.screen.text).toContain('create-prod-ready undo')
    expect(run.screen.overflows).toEqual([])

    const command = printedCommand(run)
    expect(command).toContain('--set contact=reports@harbor.invalid')
    inShell(other, command)
    expect(differences(treeOf(other), treeOf(dir))).toEqual([])
    inShell(dir, 'create-prod-ready undo --yes')
    expect(dirty(dir)).toEqual([])
  })

  it('prints the short command when nothing was changed in the list', async () => {
    const run = onTerminal(checkout('docs-only'), ['--only', 'governance/changelog,governance/contributing'], {
      columns: 70,
    })
    await run.until('What to add?')
    await run.until('tab all')
    run.press(KEY.enter)
    await run.until('Write this?')
    run.press(KEY.enter)
    expect(await run.ended()).toBe(0)
    expect(printedCommand(run)).toBe(
      '  create-prod-ready --yes --only governance/changelog \\\n    --only governance/contributing',
    )
  })

  it('leaves out what an empty answer is needed for, and says how to add it', async () => {
    const dir = checkout('axum-api')
    const run = onTerminal(dir, ['add', 'governance/code-of-conduct', 'codeowners'])
    await run.until('reports about conduct')
    run.press(KEY.enter)
    await run.until('Who reviews')
    run.press('@ada', KEY.enter)
    await run.until('Write this?')
    run.press(KEY.enter)
    expect(await run.ended()).toBe(0)
    expect(existsSync(path.join(dir, 'CODE_OF_CONDUCT.md'))).toBe(false)
    expect(existsSync(path.join(dir, '.github/CODEOWNERS'))).toBe(true)
    expect(run.screen.text).toContain('create-prod-ready add governance/code-of-conduct --set contact=<e-mail>')
  })

  it('says so when nothing is chosen', async () => {
    const dir = checkout('axum-api')
    const run = onTerminal(dir, ['quick-wins'])
    await run.until('Go on?')
    run.press(KEY.enter)
    await run.until('tab all')
    // what changes code is not chosen at first: the first tab chooses it as well
    run.press(KEY.tab, KEY.tab, KEY.enter)
    expect(await run.ended()).toBe(0)
    expect(run.screen.text).toContain('Nothing was chosen, nothing was written.')
    expect(dirty(dir)).toEqual([])
  })
})

const READING: readonly (readonly string[])[] = [
  ['list'],
  ['detect', '--evidence'],
  ['--dry-run'],
  ['explain', 'lint', 'quality/compiles-clean'],
  ['check'],
  ['diff'],
  ['--help'],
  ['add', '--help'],
  ['--yse'],
  ['add', 'dockerfil'],
  ['undo'],
]

describe.skipIf(!HAS_TERMINAL)('a terminal of 40 columns', () => {
  const dir = HAS_TERMINAL ? checkout('pnpm-monorepo') : ''
  it.concurrent.each(READING)('holds what is printed: %s %s', async (...args) => {
    const run = onTerminal(dir, args, { columns: 40, rows: 24 })
    await run.ended()
    expect(run.screen.text.trim()).not.toBe('')
    expect(run.screen.overflows).toEqual([])
  })

  it('holds a whole run', async () => {
    const dir = checkout('axum-api')
    const run = onTerminal(dir, ['--only', 'governance'], { columns: 40, rows: 16 })
    await run.until('Go on?')
    run.press(KEY.down, KEY.enter)
    await run.until(LIST.slice(0, 3))
    for (let i = 0; i < 14; i++) run.press(KEY.down)
    run.press(KEY.enter)
    await run.until('reports')
    run.press('nobody', KEY.enter)
    await run.until('must be')
    run.press(KEY.ctrlU, 'reports@harbor.invalid', KEY.enter)
    await run.until('Who reviews')
    run.press('@ada', KEY.enter)
    await run.until('Who holds')
    run.press('Example Harbor', KEY.enter)
    await run.until('Write this?')
    run.press(KEY.down, KEY.enter)
    await run.until('Of which file?')
    run.press(KEY.enter)
    await run.until('Write this?')
    run.press(KEY.enter)
    expect(await run.ended()).toBe(0)
    expect(run.screen.overflows).toEqual([])
    const other = checkout('axum-api')
    inShell(other, printedCommand(run))
    expect(differences(treeOf(other), treeOf(dir))).toEqual([])
  })
})

describe.skipIf(!HAS_TERMINAL)('a terminal without colours', () => {
  const dir = HAS_TERMINAL ? checkout('docs-only') : ''
  const environments = { NO_COLOR: { NO_COLOR: '1' }, dumb: { TERM: 'dumb' }, CI: { CI: 'true' } }
  const plain = Object.entries(environments).flatMap(([name, env]) =>
    (name === 'NO_COLOR' ? READING : READING.slice(0, 3)).map(args => ({ name, args, env })),
  )
  it.concurrent.each(plain)('$name: $args prints no escape sequence', async ({ args, env }) => {
    const run = onTerminal(dir, args, { env })
    await run.ended()
    expect(run.raw().trim()).not.toBe('')
    expect(run.raw()).not.toContain('\u001b')
  })

  it.each([
    { env: { NO_COLOR: '1' }, args: [] },
    { env: {}, args: ['--no-color'] },
  ])('asks without colours: %o', async ({ env, args }) => {
    const run = onTerminal(checkout('docs-only'), [...args, '--only', 'governance/changelog'], { env })
    await run.until(LIST)
    run.press(KEY.enter)
    await run.until('Write this?')
    run.press(KEY.down, KEY.enter)
    await run.until('+++ b/CHANGELOG.md')
    run.press(KEY.enter)
    expect(await run.ended()).toBe(0)
    expect(run.screen.styles).toEqual([])
  })

  it.each([
    { env: { TERM: 'dumb' }, why: 'a dumb terminal' },
    { env: { CI: 'true' }, why: 'CI is set' },
  ])('asks nobody where $why cannot answer', async ({ env, why }) => {
    const dir = checkout('docs-only')
    const run = onTerminal(dir, [], { env })
    expect(await run.ended()).toBe(2)
    expect(run.screen.text).toContain(why)
    expect(dirty(dir)).toEqual([])
  })
})
