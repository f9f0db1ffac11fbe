import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { readInvocation } from '../../src/commands/flags.ts'
import { run } from '../../src/commands/run.ts'
import { openSession } from '../../src/commands/session.ts'
import { check, update } from '../../src/commands/update.ts'
import type { RunDocument } from '../../src/report/documents.ts'
import { openTerminal } from '../../src/report/terminal.ts'
import { answerFlags } from '../support/answers.ts'
import { checkout, commitAll, differences, treeOf } from '../support/repository.ts'

const COMMANDS = { run, check, update }
const CONFIG = '.prod-ready/config.yaml'
const KEPT = new Set(['same', 'keep'])

interface Outcome {
  readonly code: number
  /** What it wrote, or would write. */
  readonly written: readonly string[]
}

/** Runs a command as the program does, in this process. */
async function command(name: keyof typeof COMMANDS, dir: string, values: object = {}): Promise<Outcome> {
  const printed = vi.spyOn(process.stdout, 'write').mockReturnValue(true)
  const yes = name === 'check' ? {} : { yes: true }
  const invocation = readInvocation({
    command: name,
    positionals: [],
    values: { cwd: dir, json: true, ...yes, ...values },
  })
  try {
    const code = await COMMANDS[name](await openSession(invocation, openTerminal({ color: false, json: true })))
    const document = JSON.parse(printed.mock.calls.map(([text]) => String(text)).join('')) as RunDocument
    return {
      code,
      written: document.files
        .filter(({ action }) => !KEPT.has(action))
        .map(file => file.path)
        .sort(),
    }
  } finally {
    printed.mockRestore()
  }
}

interface Change {
  readonly file: string
  readonly from: string
  readonly to: string
  /** How generated files mention it, and what they say afterwards. */
  readonly mention: RegExp
  readonly now: string
}

interface Repository {
  readonly fixture: string
  /** Its values are made such that nothing else is called like them. */
  readonly prepare: readonly (readonly [file: string, from: string, to: string])[]
  readonly values: object
  readonly changes: Readonly<Record<string, Change>>
}

const SKIPPED = [
  'governance',
  'quality/lint',
  'security/secrets-scan',
  'cicd/dependency-audit',
  'cicd/dependency-updates',
]

const settings = (...more: readonly string[]): readonly string[] => [
  ...answerFlags(['alert-receiver']).filter(flag => flag !== '--set'),
  'slo-availability=99.9',
  ...more,
]

const REPOSITORIES: readonly Repository[] = [
  {
    fixture: 'fastify-npm',
    prepare: [
      ['src/server.js', '3000', '4100'],
      ['src/app.js', "'/health'", "'/health-check'"],
    ],
    values: { skip: SKIPPED, set: settings('load-parameters=harbour=northmole') },
    changes: {
      port: { file: 'src/server.js', from: '4100', to: '4200', mention: /\b4100\b/g, now: '4200' },
      'health path': {
        file: 'src/app.js',
        from: '/health-check',
        to: '/healthcheck',
        mention: /\/health-check\b/g,
        now: '/healthcheck',
      },
      route: { file: 'src/app.js', from: '/tides/', to: '/levels/', mention: /\/tides\//g, now: '/levels/' },
    },
  },
  {
    fixture: 'axum-api',
    prepare: [
      ['src/main.rs', '3000', '4100'],
      ['src/main.rs', '"/health"', '"/health-check"'],
    ],
    values: { code: true, skip: SKIPPED, set: settings() },
    changes: {
      port: { file: 'src/main.rs', from: '4100', to: '4200', mention: /\b4100\b/g, now: '4200' },
      'health path': {
        file: 'src/main.rs',
        from: '/health-check',
        to: '/healthcheck',
        mention: /\/health-check\b/g,
        now: '/healthcheck',
      },
      route: { file: 'src/main.rs', from: '"/api"', to: '"/apis"', mention: /\/api\/notes/g, now: '/apis/notes' },
    },
  },
]

function replaceIn(dir: string, file: string, from: string, to: string): void {
  const text = readFileSync(path.join(dir, file), 'utf8')
  expect(text.split(from)).toHaveLength(2)
  writeFileSync(path.join(dir, file), text.replace(from, to))
}

/** Files of the repository, without what we remember of them. */
function filesIn(dir: string): Map<string, string> {
  return new Map([...treeOf(dir)].filter(([file]) => !file.startsWith('.prod-ready/') || file === CONFIG))
}

describe.each(REPOSITORIES)('$fixture', ({ fixture, prepare, values, changes }) => {
  const dir = checkout(fixture)
  let users: ReadonlySet<string>

  beforeAll(async () => {
    for (const [file, from, to] of prepare) replaceIn(dir, file, from, to)
    commitAll(dir, 'feat: other values')
    const before = filesIn(dir)
    expect((await command('run', dir, values)).code).toBe(0)
    // what the program edited is the user's as well
    users = new Set([...before.keys(), CONFIG])
    commitAll(dir, 'chore: production readiness')
    expect((await command('check', dir)).code).toBe(0)
  }, 60_000)

  test.each(Object.entries(changes))(
    'another %s: check names what mentions it, and update changes that alone',
    async (_, change) => {
      replaceIn(dir, change.file, change.from, change.to)
      commitAll(dir, 'feat: a change')
      const before = filesIn(dir)
      const expected = new Map(
        [...before].map(([file, text]) => [file, users.has(file) ? text : text.replace(change.mention, change.now)]),
      )
      const stale = differences(before, expected)
      expect(stale.length).toBeGreaterThan(0)
      expect(await command('check', dir)).toEqual({ code: 1, written: stale })
      expect(filesIn(dir)).toEqual(before)
      expect((await command('update', dir)).code).toBe(0)
      const after = filesIn(dir)
      for (const file of stale) expect([file, after.get(file)]).toEqual([file, expected.get(file)])
      expect(differences(before, after)).toEqual(stale)
      commitAll(dir, 'chore: update')
      expect((await command('check', dir)).code).toBe(0)
    },
  )

  test('another objective: what is derived from it changes, in the same lines, and nothing else', async () => {
    replaceIn(dir, CONFIG, '99.9', '99.5')
    commitAll(dir, 'chore: another promise')
    const before = filesIn(dir)
    const stale = [...before]
      .filter(([file, text]) => !users.has(file) && OBJECTIVE.test(text))
      .map(([file]) => file)
      .sort()
    expect(await command('check', dir)).toEqual({ code: 1, written: stale })
    expect((await command('update', dir)).code).toBe(0)
    const after = filesIn(dir)
    expect(differences(before, after)).toEqual(stale)
    for (const file of stale) {
      expect(after.get(file)).not.toMatch(OBJECTIVE)
      expect([file, wordsOf(after.get(file))]).toEqual([file, wordsOf(before.get(file))])
    }
  })
})

/** 99.9 % of 30 days: the share itself, as a fraction, what may fail, and the minutes and seconds that it may be down. */
const OBJECTIVE = /(?<![\d.])(?:99\.9|0\.999|0\.001|43\.2|43200|0\.0144)(?![\d.])/

/** A text without the values of its numbers. */
function wordsOf(text = ''): string {
  return text.replace(/\d+(?:\.\d+)?/g, 'N')
}
