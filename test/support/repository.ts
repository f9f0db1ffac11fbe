import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { once } from '../../src/detect/lazy.ts'

/** Folder of the fixture repositories. */
export const REPOS = fileURLToPath(new URL('../repos/', import.meta.url))

export interface FixtureCommit {
  readonly author: string
  readonly email: string
  readonly date: string
  readonly subject: string
  /** Files that the commit touches; the first commit has all. */
  readonly paths?: readonly string[]
}

export interface FixtureHistory {
  readonly remote: string | null
  readonly commits: readonly FixtureCommit[]
  /** Tag -> number of the commit it stands on. */
  readonly tags?: readonly { readonly name: string; readonly commit: number }[]
  /** Files whose names this repository cannot hold on every platform: path -> text. */
  readonly files?: Readonly<Record<string, string>>
}

/** What git knows of each of them. */
export const HISTORIES = JSON.parse(readFileSync(path.join(REPOS, 'histories.json'), 'utf8')) as Readonly<
  Record<string, FixtureHistory>
>

/** @returns names of the fixture repositories */
export function fixtures(): readonly string[] {
  return readdirSync(REPOS, { withFileTypes: true })
    .filter(entry => entry.isDirectory())
    .map(entry => entry.name)
    .sort()
}

/** Where no run of the tests has made a folder for all, this process has one of its own. */
const ownFolder = once(() => {
  const folder = mkdtempSync(path.join(tmpdir(), 'cpr-tests-'))
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
  return folder
})

/** @returns a new empty folder outside the repository, removed when the tests end */
export function temporaryFolder(): string {
  return mkdtempSync(path.join(process.env['TESTS_ON_DISK'] ?? ownFolder(), 'repo-'))
}

/** Runs git in `dir` as an invented person, without the settings of this machine. */
export function git(dir: string, ...args: readonly string[]): string {
  return execFileSync('git', ['-C', dir, ...args], {
    encoding: 'utf8',
    env: gitEnv(),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

function gitEnv(extra: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const person = {
    GIT_AUTHOR_NAME: 'Ada Tester',
    GIT_AUTHOR_EMAIL: 'ada@example.org',
    GIT_COMMITTER_NAME: 'Ada Tester',
    GIT_COMMITTER_EMAIL: 'ada@example.org',
  }
  return {
    PATH: process.env['PATH'],
    HOME: '/nonexistent',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    ...person,
    ...extra,
  }
}

const made = new Map<string, string>()

/** @returns a git repository with the fixture's files and history, in a new folder */
export function checkout(fixture: string): string {
  const original = made.get(fixture) ?? make(fixture)
  made.set(fixture, original)
  return copyOf(original)
}

/** @returns a copy of a repository, in a new folder of the same name */
export function copyOf(dir: string): string {
  const copy = path.join(temporaryFolder(), path.basename(dir))
  cpSync(dir, copy, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true })
  return copy
}

function make(fixture: string): string {
  const dir = path.join(temporaryFolder(), fixture)
  cpSync(path.join(REPOS, fixture), dir, { recursive: true })
  const history = HISTORIES[fixture]
  if (!history) throw new Error(`no history for ${fixture} in histories.json`)
  for (const [file, text] of Object.entries(history.files ?? {})) writeInto(dir, file, text)
  git(dir, 'init', '-q', '-b', 'main')
  if (history.remote) git(dir, 'remote', 'add', 'origin', history.remote)
  history.commits.forEach((commit, i) => {
    for (const file of i === 0 ? touched(history) : (commit.paths ?? [])) writeVersion(dir, fixture, file, i, history)
    git(dir, 'add', '-A', '-f')
    commitAs(dir, commit)
    for (const tag of history.tags ?? []) if (tag.commit === i) git(dir, 'tag', tag.name)
  })
  return dir
}

function touched(history: FixtureHistory): readonly string[] {
  return [...new Set(history.commits.slice(1).flatMap(commit => commit.paths ?? []))]
}

/** The file differs in every commit that touches it, and ends as the fixture has it. */
function writeVersion(dir: string, fixture: string, file: string, index: number, history: FixtureHistory): void {
  const last = history.commits.findLastIndex((commit, i) => i > 0 && commit.paths?.includes(file))
  const text = readFileSync(path.join(REPOS, fixture, file))
  writeFileSync(
    path.join(dir, file),
    index === last ? text : Buffer.concat([text, Buffer.from('\n'.repeat(index + 1))]),
  )
}

function commitAs(dir: string, { author, email, date, subject }: FixtureCommit): void {
  const env = gitEnv({
    GIT_AUTHOR_NAME: author,
    GIT_AUTHOR_EMAIL: email,
    GIT_AUTHOR_DATE: date,
    GIT_COMMITTER_DATE: date,
  })
  execFileSync('git', ['-C', dir, 'commit', '-q', '--allow-empty', '--no-verify', '-m', subject], { env })
}

/** Commits everything, ignored files as well. */
export function commitAll(dir: string, message: string): void {
  git(dir, 'add', '-A', '-f')
  git(dir, 'commit', '-q', '--allow-empty', '--no-verify', '-m', message)
}

/** @returns what git sees as changed, ignored files included */
export function dirty(dir: string): readonly string[] {
  return git(dir, 'status', '--porcelain', '-uall', '--ignored').split('\n').filter(Boolean)
}

/** Writes files into a new folder. @returns the folder */
export function folderWith(files: Readonly<Record<string, string>>): string {
  const dir = temporaryFolder()
  for (const [file, text] of Object.entries(files)) writeInto(dir, file, text)
  return dir
}

function writeInto(dir: string, file: string, text: string): void {
  mkdirSync(path.dirname(path.join(dir, file)), { recursive: true })
  writeFileSync(path.join(dir, file), text)
}

/** @returns text of every file below `dir` but git's own, by path */
export function treeOf(dir: string, rel = ''): Map<string, string> {
  const seen = new Map<string, string>()
  if (!existsSync(dir)) return seen
  for (const entry of readdirSync(path.join(dir, rel), { withFileTypes: true })) {
    const at = path.posix.join(rel, entry.name)
    if (at === '.git') continue
    if (entry.isDirectory()) for (const [k, v] of treeOf(dir, at)) seen.set(k, v)
    else if (entry.isFile()) seen.set(at, readFileSync(path.join(dir, at), 'latin1'))
    else seen.set(at, entry.isSymbolicLink() ? 'link' : 'other')
  }
  return seen
}

/**
 * Makes a file, and what we remember of it, look as an older template would have left it: the next update has something to do.
 * @param edit text of today -> text of then
 */
export function writtenByOlderTemplate(dir: string, file: string, edit: (text: string) => string): void {
  const state = path.join(dir, '.prod-ready')
  const manifest = JSON.parse(readFileSync(path.join(state, 'manifest.json'), 'utf8')) as {
    files: Record<string, { base: string }>
  }
  const entry = manifest.files[file]
  if (!entry) throw new Error(`${file} is not ours`)
  const base = edit(readFileSync(path.join(state, 'base', entry.base), 'utf8'))
  entry.base = createHash('sha256').update(base).digest('hex')
  writeFileSync(path.join(state, 'base', entry.base), base)
  writeFileSync(path.join(state, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`)
  writeFileSync(path.join(dir, file), edit(readFileSync(path.join(dir, file), 'utf8')))
}

/** @returns paths at which two trees differ */
export function differences(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): readonly string[] {
  return [...new Set([...a.keys(), ...b.keys()])].filter(file => a.get(file) !== b.get(file)).sort()
}
