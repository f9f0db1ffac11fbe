import { join, relative } from '../../text/paths.ts'
import type { PackageManager } from '../types.ts'
import type { View } from '../view.ts'

/** A lock file, read line by line: it may have hundreds of thousands of lines. */
export interface NodeLock {
  readonly path: string
  readonly manager: PackageManager
  /** Version of its format as it stands in the file. */
  readonly format?: string
  readonly formatLine?: number
  /** All lock files beside it, of whatever manager, itself first. */
  readonly all: readonly { readonly path: string; readonly manager: PackageManager }[]
  /** @returns what is locked for a dependency of the package in `folder` */
  version(name: string, range: string, folder: string): string | undefined
}

type Versions = (name: string, range: string, below: string) => string | undefined

const FILES = ['pnpm-lock.yaml', 'bun.lock', 'bun.lockb', 'yarn.lock', 'package-lock.json', 'npm-shrinkwrap.json']

/** @returns the lock file in `root`; with several, the first of the list counts until the manager is known otherwise */
export function nodeLock(view: View, root: string, prefer?: PackageManager): NodeLock | undefined {
  const all = FILES.map(file => join(root, file))
    .filter(path => view.has(path))
    .flatMap(path => {
      const manager = managerOf(view, path)
      return manager ? [{ path, manager }] : []
    })
  const chosen = all.find(lock => lock.manager === prefer) ?? all[0]
  if (!chosen) return undefined
  const format = formatOf(view, chosen.path)
  let versions: Versions | undefined
  return {
    ...chosen,
    ...(format ? { format: format.value, formatLine: format.line } : {}),
    all: [chosen, ...all.filter(lock => lock !== chosen)],
    version: (name, range, folder) =>
      (versions ??= versionsIn(chosen.manager, view.text(chosen.path) ?? ''))(name, range, relative(root, folder)),
  }
}

function managerOf(view: View, path: string): PackageManager | undefined {
  if (path.endsWith('pnpm-lock.yaml')) return 'pnpm'
  if (path.endsWith('bun.lock') || path.endsWith('bun.lockb')) return 'bun'
  if (!path.endsWith('yarn.lock')) return 'npm'
  const text = view.text(path) ?? ''
  // An empty one is left over from something else.
  if (text.trim() === '') return undefined
  return /^__metadata:/m.test(text) ? 'yarn-berry' : 'yarn'
}

function formatOf(view: View, path: string): { value: string; line: number } | undefined {
  const pattern = path.endsWith('pnpm-lock.yaml')
    ? /^lockfileVersion: '?([\d.]+)'?/
    : path.endsWith('.json')
      ? /^\s*"lockfileVersion": (\d+)/
      : /^\s*version: (\d+)/
  for (const [i, line] of view.lines(path).slice(0, 30).entries()) {
    const value = pattern.exec(line)?.[1]
    if (value !== undefined) return { value, line: i + 1 }
  }
  return undefined
}

function versionsIn(manager: PackageManager, text: string): Versions {
  if (manager === 'npm') return npmVersions(text)
  if (manager === 'pnpm') return pnpmVersions(text)
  if (manager === 'bun') return bunVersions(text)
  return yarnVersions(text)
}

/** `"node_modules/<name>": {` and, on one of the next lines, `"version": "<version>"`. */
function npmVersions(text: string): Versions {
  const found = new Map<string, string>()
  let at: string | undefined
  for (const line of text.split('\n')) {
    const key =
      /^ {4}"((?:[^"]*\/)?node_modules\/[^"]+)": \{/.exec(line)?.[1] ??
      /^ {4}"([^"/]+|@[^"/]+\/[^"/]+)": \{/.exec(line)?.[1]
    if (key !== undefined) at = key.includes('node_modules/') ? key : `node_modules/${key}`
    const version = /^ {6}"version": "([^"]+)"/.exec(line)?.[1]
    if (version !== undefined && at !== undefined) {
      if (!found.has(at)) found.set(at, version)
      at = undefined
    }
  }
  return (name, _, below) => found.get(`${below}/node_modules/${name}`) ?? found.get(`node_modules/${name}`)
}

/** `importers:`, then folders, then sections, then names with `version: <version>(peers)`. Older formats have the sections on the top level. */
function pnpmVersions(text: string): Versions {
  const found = new Map<string, string>()
  let [folder, name] = ['.', '']
  let inImporters = !/^importers:/m.test(text)
  for (const line of text.split('\n')) {
    if (/^\S/.test(line))
      inImporters =
        line.startsWith('importers:') ||
        (inImporters &&
          /^(dependencies|devDependencies|optionalDependencies|specifiers|lockfileVersion|settings)\b/.test(line))
    if (!inImporters) continue
    const key = /^( *)'?([^':\s][^':]*)'?:\s*(.*)$/.exec(line)
    if (!key) continue
    const [, indent = '', word = '', value = ''] = key
    if (indent.length === 2 && value === '' && !word.endsWith('ependencies')) folder = word
    if (word === 'version') found.set(`${folder}\0${name}`, bare(value))
    else if (value === '') name = word
    else if (/^'?\d/.test(value)) found.set(`${folder}\0${word}`, bare(value))
  }
  return (dependency, _, below) => found.get(`${below}\0${dependency}`)
}

function bare(value: string): string {
  return value.replace(/^'|'$/g, '').replace(/[(_].*$/, '')
}

/** `"name@range", "name@range2":` and, on one of the next lines, `version "<version>"` (classic) or `version: <version>` (berry). */
function yarnVersions(text: string): Versions {
  const found = new Map<string, string>()
  let keys: readonly string[] = []
  for (const line of text.split('\n')) {
    if (/^\S/.test(line) && line.endsWith(':')) keys = line.slice(0, -1).replaceAll('"', '').split(/,\s*/)
    const version = /^ {2}version:? "?([^"\s]+)"?/.exec(line)?.[1]
    if (version === undefined) continue
    for (const key of keys) found.set(key.replace('@npm:', '@'), version)
    keys = []
  }
  return (name, range) => found.get(`${name}@${range.replace(/^npm:/, '')}`)
}

/** `"name": ["name@version", …` in the list of packages. */
function bunVersions(text: string): Versions {
  const found = new Map<string, string>()
  for (const line of text.split('\n')) {
    const [, name, version] = /^\s+"([^"]+)": \["[^"]+@([^"@]+)"/.exec(line) ?? []
    if (name !== undefined && version !== undefined) found.set(name, version)
  }
  return name => found.get(name)
}
