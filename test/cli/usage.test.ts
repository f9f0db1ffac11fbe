import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { cli, json } from '../support/cli.ts'
import { checkout, differences, dirty, folderWith, temporaryFolder, treeOf } from '../support/repository.ts'

interface ErrorDocument {
  readonly version: 1
  readonly error: {
    readonly code: string
    readonly message: string
    readonly suggestion: string
    readonly path?: string
    readonly line?: number
  }
}

interface List {
  readonly artifacts: readonly { readonly id: string; readonly applies: boolean; readonly kind: string }[]
}

const COMMANDS = [
  'add',
  'remove',
  'list',
  'detect',
  'explain',
  'quick-wins',
  'update',
  'diff',
  'check',
  'undo',
  'verify',
]
const dir = checkout('fastify-npm')
const listed = json<List>(dir, ['list']).artifacts.map(artifact => artifact.id)

describe('help', () => {
  it('names every command and every flag', () => {
    const { code, out, err } = cli(dir, ['--help'])
    expect(code).toBe(0)
    expect(err).toBe('')
    for (const command of COMMANDS) expect(out).toContain(`\n  ${command}`)
    for (const flag of [
      '--yes',
      '--dry-run',
      '--json',
      '--cwd',
      '--profile',
      '--set',
      '--only',
      '--skip',
      '--code',
      '--conflict',
      '--force',
      '--resolve',
      '--install',
      '--no-color',
      '--debug',
    ])
      expect(out).toContain(flag)
    expect(out).toMatch(/Exit codes: 0 .*1 .*2 .*3 .*130/)
  })

  it.each(COMMANDS)('of %s suffices: what it does, its flags, an example, and it needs no repository', command => {
    const { code, out } = cli(temporaryFolder(), [command, '--help'])
    expect(code).toBe(0)
    expect(out).toMatch(new RegExp(`^Usage: create-prod-ready ${command}\\b`))
    expect(out).toMatch(new RegExp(`Examples:\n  create-prod-ready ${command}`))
    expect(out).toMatch(/--json +one JSON document/)
  })

  it.each([
    ['help', 'add'],
    ['add', '-h'],
    ['-yh', 'add'],
    ['add', '--help', '--yse'],
  ])('is also meant by %s %s', (...args) => {
    expect(cli(temporaryFolder(), args).out).toContain('Usage: create-prod-ready add')
  })

  it('names only flags that do something there', () => {
    expect(cli(dir, ['detect', '--help']).out).not.toContain('--install')
    expect(cli(dir, ['detect', '--help']).out).toContain('--evidence')
    expect(cli(dir, ['add', '--help']).out).not.toContain('--only')
  })

  it('tells the version', () => {
    expect(cli(dir, ['--version'])).toEqual({
      code: 0,
      out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) as unknown,
      err: '',
    })
  })
})

/** What is wrong -> code, what the message names, what is suggested. */
const WRONG: readonly (readonly [args: readonly string[], code: string, message: RegExp, suggestion: RegExp])[] = [
  [['--yse'], 'unknown-flag', /--yse/, /--yes\?/],
  [['list', '--jsno'], 'unknown-flag', /--jsno/, /--json\?/],
  [['--qqqqqqqq'], 'unknown-flag', /--qqqqqqqq/, /--help/],
  [['--cwd'], 'unknown-flag', /--cwd/, /./],
  [['--yes=1'], 'unknown-flag', /--yes/, /./],
  [['lsit'], 'no-repository', /lsit/, /create-prod-ready list/],
  [['adn', 'dockerfile'], 'unexpected-operand', /"adn" is no command/, /create-prod-ready add/],
  [['nowhere/at/all'], 'no-repository', /nowhere\/at\/all/, /--cwd/],
  [['list', '--cwd', 'package.json'], 'no-repository', /not a folder/, /--cwd/],
  [['list', 'build'], 'unexpected-operand', /list takes no operand "build"/, /./],
  [['add'], 'missing-artifact', /add needs/, /list/],
  [['add', 'dockerfil'], 'unknown-artifact', /dockerfil/, /build\/dockerfile/],
  [['explain', 'qualty/lint'], 'unknown-artifact', /qualty/, /quality\/lint/],
  [['explain', 'compiles-claen'], 'unknown-artifact', /compiles-claen/, /quality\/compiles-clean/],
  [['--dry-run', '--only', 'govrnance'], 'unknown-artifact', /govrnance/, /governance/],
  [['--dry-run', '--skip', 'qualty'], 'unknown-artifact', /qualty/, /quality/],
  [['add', 'license', '--only', 'build'], 'flag-not-taken', /add does not take --only/, /quick-wins/],
  [['list', '--record'], 'flag-not-taken', /--record/, /verify/],
  [['--profile', 'lax'], 'bad-flag', /standard, strict/, /--profile standard/],
  [['--conflict', 'ours'], 'bad-flag', /mine, markers, theirs/, /--conflict mine/],
  [['--set', 'contact'], 'bad-setting', /key=value/, /--set contact=/],
  [['--set', '=x'], 'bad-setting', /key=value/, /--set key=/],
  [['--set', 'contcat=a@b.invalid'], 'unknown-setting', /contcat/, /contact/],
  [['--set', 'contact=nobody'], 'bad-answer', /contact: .*e-mail/, /--set contact=/],
  [['--set', 'contact='], 'bad-answer', /contact: a value is needed/, /--set contact=/],
  [['remove', 'license'], 'not-added', /governance\/license was not added/, /list/],
  [['undo', '--yes'], 'nothing-to-undo', /no run to take back/, /list/],
]

describe('wrong usage', () => {
  it.each(WRONG)('%s ends with 2, a code, a cause and a suggestion', (args, code, message, suggestion) => {
    const { code: exit, version, error } = json<ErrorDocument>(dir, args)
    expect(exit).toBe(2)
    expect(version).toBe(1)
    expect(error.code).toBe(code)
    expect(error.message).toMatch(message)
    expect(error.suggestion).toMatch(suggestion)
  })

  it('is told to people on stderr, in two lines and without a stack trace', () => {
    const { code, out, err } = cli(dir, ['--yse'])
    expect({ code, out, err }).toEqual({ code: 2, out: '', err: 'error unknown flag --yse\n  Did you mean --yes?\n' })
  })

  it('shows the stack trace with --debug', () => {
    expect(cli(dir, ['--yse', '--debug']).err).toMatch(/^\s+at .*:\d+:\d+/m)
    expect(cli(dir, ['--yse']).err).not.toMatch(/^\s+at /m)
  })

  const names = listed.map(id => id.split('/').at(-1) ?? '')
  const ambiguous = names.filter((name, i) => names.indexOf(name) !== i)
  it.skipIf(ambiguous.length === 0)('an ambiguous name lists what it may mean', () => {
    const { code, error } = json<ErrorDocument>(dir, ['add', ambiguous[0] ?? '', '--dry-run'])
    expect(code).toBe(2)
    expect(error.code).toBe('ambiguous-artifact')
  })

  it('changed nothing', () => {
    expect(dirty(dir)).toEqual([])
  })
})

describe('nobody to ask', () => {
  it.each([[[]], [['add', 'security/policy']], [['quick-wins']], [['update']], [['undo']]])(
    '%s without --yes writes nothing and ends with 2',
    args => {
      const { code, error } = json<ErrorDocument>(dir, args)
      expect(code).toBe(2)
      expect(error.code).toBe('no-terminal')
      expect(error.suggestion).toContain(`create-prod-ready ${[...args, '--yes'].join(' ')}`)
      expect(dirty(dir)).toEqual([])
    },
  )

  it('lists the answers that are missing, each once', () => {
    const { error } = json<ErrorDocument>(dir, [])
    expect(error.message.match(/--set contact=<e-mail>/g)).toHaveLength(1)
    expect(error.message).toContain('--set owner=')
  })

  it('repeats what was given in the suggested command, quoted for a shell', () => {
    const { error } = json<ErrorDocument>(dir, [
      '--set',
      "holder=Ada's Harbor",
      '--skip',
      'quality',
      '--profile',
      'strict',
    ])
    expect(error.suggestion).toContain(
      `create-prod-ready --yes --set 'holder=Ada'\\''s Harbor' --skip quality --profile strict`,
    )
  })

  it('removing without --yes as well', () => {
    const other = checkout('docs-only')
    expect(cli(other, ['add', 'pr-template', '--yes']).code).toBe(0)
    const before = treeOf(other)
    expect(json<ErrorDocument>(other, ['remove', 'pr-template'])).toMatchObject({
      code: 2,
      error: { code: 'no-terminal' },
    })
    expect(differences(treeOf(other), before)).toEqual([])
  })
})

describe('reading is cheap', () => {
  /** @returns text of the files of the program that a command loads */
  function loadedBy(...args: readonly string[]): string {
    const coverage = temporaryFolder()
    expect(cli(dir, args, { NODE_V8_COVERAGE: coverage }).code).toBe(0)
    const reports = readdirSync(coverage).map(
      file => JSON.parse(readFileSync(path.join(coverage, file), 'utf8')) as { result: { url: string }[] },
    )
    const urls = new Set(reports.flatMap(report => report.result.map(script => script.url)))
    return [...urls]
      .filter(url => url.includes('/dist/'))
      .map(url => readFileSync(fileURLToPath(url), 'utf8'))
      .join('\n')
  }

  it.each([['--help'], ['list'], ['detect'], ['explain', 'lint']])(
    '%s loads neither plop nor the prompts',
    (...args) => {
      expect(loadedBy(...args)).not.toMatch(/createPromptModule|runGeneratorActions/)
    },
  )

  it('which a run needs', () => {
    expect(loadedBy('--dry-run')).toMatch(/runGeneratorActions/)
  })

  it('help loads next to nothing', () => {
    expect(loadedBy('--help').length).toBeLessThan(40_000)
  })
})

describe('an old Node', () => {
  it('is named instead of a syntax error', () => {
    const older = `--import data:text/javascript,${encodeURIComponent("Object.defineProperty(process.versions, 'node', { value: '20.9.0' })")}`
    expect(cli(dir, ['list'], { NODE_OPTIONS: older })).toEqual({
      code: 2,
      out: '',
      err: 'error create-prod-ready needs Node 20.17 or newer; this is 20.9.0\n',
    })
  })
})

describe('output', () => {
  it('ends quietly when the reader has seen enough', () => {
    const { code, err } = cli(dir, ['list', '--json'], {}, { through: 'head -c 1' })
    expect(err).toBe('')
    expect(code).toBe(0)
  })

  it('has no escape sequence where nobody looks', () => {
    for (const args of [['list'], ['detect'], ['--dry-run'], ['explain', 'lint'], ['check'], ['diff'], ['--yse']]) {
      const { out, err } = cli(dir, args, { TERM: 'xterm-256color', FORCE_COLOR: '1' })
      expect(out + err).not.toContain('\u001b')
      expect(out + err).not.toBe('')
    }
  })

  it('shows no control character of a repository', () => {
    const hostile = folderWith({
      'package.json': JSON.stringify({
        name: '\u001b[31mred\u0007\n\rname',
        private: true,
        scripts: { start: 'node \u001b]0;title\u0007server.js' },
      }),
      'server.js': "require('http').createServer().listen(3000)\n",
    })
    for (const args of [['detect', '--evidence'], ['--dry-run'], ['list'], ['--cwd', 'a\u001b[2Jb']]) {
      const { err } = cli(hostile, args)
      expect(err).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f]/)
    }
  })
})
