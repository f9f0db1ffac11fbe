import { entriesOf, SETTINGS, type Git } from './git-process.ts'
import type { Commit, History, Remote, Tag, Touch } from './types.ts'

/** A folder without git. */
export const NO_HISTORY: History = {
  state: 'none',
  shallow: false,
  remotes: () => [],
  branch: () => undefined,
  defaultBranch: () => undefined,
  commits: () => [],
  firstCommit: () => undefined,
  tags: () => [],
  touched: () => [],
  changed: () => [],
  ignored: () => [],
}

/**
 * @param own for a folder with a plain `.git` folder of its own: whether that is a shallow clone; undefined when only git can tell
 * @returns what git knows of a work tree; each command runs when its answer is first asked for, and only once
 */
export function historyOf(git: Git, own?: { readonly shallow: boolean }): History {
  const head = once(
    () =>
      git(['rev-parse', '--is-shallow-repository', '--verify', 'HEAD']) ??
      git(['rev-parse', '--is-shallow-repository']) ??
      '',
  )
  const tree = (): readonly string[] => head().trim().split('\n')
  const isShallow = (): boolean => own?.shallow ?? tree()[0] === 'true'
  const remotes = once(() => remotesIn(git(SETTINGS) ?? ''))
  const heads = once(
    () => git(['for-each-ref', `--format=${HEAD}`, 'refs/remotes/*/HEAD', 'refs/heads', 'refs/tags']) ?? '',
  )
  // a branch without a commit is no reference yet
  const branch = once(() => currentHead(heads()) ?? git(['symbolic-ref', '--quiet', '--short', 'HEAD'])?.trim())
  const defaultBranch = once(() => remoteHead(heads()))
  const root = once(() => commitsIn(git(['log', '-z', '--max-parents=0', `--format=${COMMIT}`]) ?? '').at(-1))
  // what a tag stands for is only asked where there is one: most repositories have none, and names alone cost nothing
  const tags = once(() =>
    heads().includes(' refs/tags/') ? tagsIn(git(['for-each-ref', `--format=${TAG}`, 'refs/tags']) ?? '') : [],
  )
  const prefix = once(() => (own ? '' : (git(['rev-parse', '--show-prefix']) ?? '')).replace(/\n$/, ''))
  const commits = perLimit(limit =>
    commitsIn(git(['log', '-z', '--no-merges', `--max-count=${String(limit)}`, `--format=${COMMIT}`]) ?? ''),
  )
  const touched = perLimit(limit => touchesIn(git([...LOG_NAMES, `--max-count=${String(limit)}`]) ?? ''))
  return {
    get state() {
      return currentHead(heads()) !== undefined || tree().length > 1 ? 'present' : 'empty'
    },
    get shallow() {
      return isShallow()
    },
    remotes,
    branch,
    defaultBranch,
    commits,
    // merges are left out of the list of commits, and the first one is none
    firstCommit: () => (isShallow() ? undefined : (commits.whole()?.at(-1) ?? root())),
    tags,
    touched,
    changed: paths => changedOf(git, paths, prefix),
    ignored: paths =>
      paths.length ? split(git(['check-ignore', '-z', '--stdin'], paths.map(path => `${path}\0`).join('')) ?? '') : [],
  }
}

/** `*` in front of the branch that is checked out; a symbolic reference has what it means behind it. */
const HEAD = '%(HEAD) %(refname) %(symref)'
const COMMIT = '%H%x00%aN%x00%aE%x00%at%x00%s'
const TAG =
  '%(refname:strip=2)%00%(objecttype)%00%(objectname)%00%(committerdate:unix)%00%(*objecttype)%00%(*objectname)%00%(*committerdate:unix)'
/** A commit begins with U+0001 and its hash: no path that git lists looks like that by chance. */
const LOG_NAMES = [
  'log',
  '-z',
  '--no-merges',
  '--name-only',
  '--no-renames',
  '--no-ext-diff',
  '--relative',
  '--format=%x01%H%x00%aN%x00%aE%x00%at',
]
const MARK = /^\u0001[0-9a-f]{40,64}$/

function once<T>(get: () => T): () => T {
  let known: { readonly value: T } | undefined
  return () => (known ??= { value: get() }).value
}

/** A list that was not as long as it might have been has everything: shorter and longer ones are cut from it. */
function perLimit<T>(get: (limit: number) => readonly T[]): PerLimit<T> {
  let known: { readonly limit: number; readonly items: readonly T[] } | undefined
  const whole = (): boolean => known !== undefined && known.items.length < known.limit
  return Object.assign(
    (limit: number) => {
      if (!known || (limit > known.limit && !whole())) known = { limit, items: get(limit) }
      return known.items.slice(0, limit)
    },
    { whole: () => (whole() ? known?.items : undefined) },
  )
}

interface PerLimit<T> {
  (limit: number): readonly T[]
  /** All items, when an earlier call has shown that there are no more. */
  whole(): readonly T[] | undefined
}

function split(out: string): readonly string[] {
  return out.split('\0').filter(part => part !== '')
}

function remotesIn(settings: string): readonly Remote[] {
  const seen = new Map<string, Remote>()
  for (const { key, value } of entriesOf(settings)) {
    if (!key.startsWith('remote.')) continue
    const name = key.slice('remote.'.length, -'.url'.length)
    if (!seen.has(name)) seen.set(name, { name, url: withoutCredentials(value) })
  }
  return [...seen.values()]
}

/** @returns `url` without user, password and query of a web address, and without the password of any other */
export function withoutCredentials(url: string): string {
  return url
    .replace(/^(https?|ftps?):\/\/[^/?#]*@/i, '$1://')
    .replace(/^((?:https?|ftps?):\/\/[^?#]*)[?#].*$/i, '$1')
    .replace(/^([a-z][a-z0-9+.-]*:\/\/[^/:@]*):[^/@]*@/i, '$1@')
}

function currentHead(out: string): string | undefined {
  return /^\* refs\/heads\/(\S+)/m.exec(out)?.[1]
}

/** The head of `origin`, or of the only remote that has one. */
function remoteHead(out: string): string | undefined {
  const heads = out
    .split('\n')
    .map(line => line.slice(2).split(' '))
    .flatMap(([ref = '', target = '']) => {
      const base = ref.slice(0, -'HEAD'.length)
      return target.startsWith(base) && base !== '' ? [{ base, branch: target.slice(base.length) }] : []
    })
  return (heads.find(head => head.base === 'refs/remotes/origin/') ?? (heads.length === 1 ? heads[0] : undefined))
    ?.branch
}

function commitsIn(out: string): readonly Commit[] {
  const parts = out.split('\0')
  const commits: Commit[] = []
  for (let i = 0; i + 4 < parts.length; i += 5) {
    const [hash = '', name = '', email = '', seconds = '', subject = ''] = parts.slice(i, i + 5)
    commits.push({ hash, author: { name, email }, date: dayOf(seconds), subject })
  }
  return commits
}

/** @returns ISO 8601 day in UTC of a time in seconds; the first day of Unix time where git has no valid one */
function dayOf(seconds: string): string {
  const date = new Date(Number(seconds) * 1000)
  return Number.isNaN(date.getTime()) ? '1970-01-01' : date.toISOString().slice(0, 10)
}

function tagsIn(out: string): readonly Tag[] {
  const tags = out.split('\n').flatMap(line => {
    const [name = '', type, hash = '', seconds = '', innerType, innerHash = '', innerSeconds = ''] = line.split('\0')
    if (type === 'commit') return [{ name, hash, time: Number(seconds), date: dayOf(seconds) }]
    if (innerType === 'commit')
      return [{ name, hash: innerHash, time: Number(innerSeconds), date: dayOf(innerSeconds) }]
    return []
  })
  return tags.sort((a, b) => b.time - a.time).map(({ name, hash, date }) => ({ name, hash, date }))
}

function touchesIn(out: string): readonly Touch[] {
  const parts = out.split('\0')
  const touches: { author: { name: string; email: string }; date: string; paths: string[] }[] = []
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i] ?? ''
    if (MARK.test(part)) {
      touches.push({
        author: { name: parts[i + 1] ?? '', email: parts[i + 2] ?? '' },
        date: dayOf(parts[i + 3] ?? ''),
        paths: [],
      })
      i += 3
    } else if (part !== '') touches.at(-1)?.paths.push(part.replace(/^\n/, ''))
  }
  return touches
}

/** As arguments up to this many; beyond it git tells of all files, which is one process as well. */
const FEW = 200

function changedOf(git: Git, paths: readonly string[], prefix: () => string): readonly string[] {
  if (paths.length === 0) return []
  const few = paths.length <= FEW ? ['--', ...paths.map(path => `:(literal)${path}`)] : []
  const out = git([
    'status',
    '--porcelain=v1',
    '-z',
    '--untracked-files=no',
    '--no-renames',
    '--ignore-submodules=all',
    ...few,
  ])
  const changed = new Set(split(out ?? '').map(entry => entry.slice(3)))
  return paths.filter(path => changed.has(prefix() + path))
}
