import { readdirSync, type Dirent } from 'node:fs'
import path from 'node:path'
import ignore, { type Ignore } from 'ignore'
import { byCodeUnit } from '../text/paths.ts'
import type { Git } from './git-process.ts'

/** Folders that are never part of a repository's own files. */
const HIDDEN = new Set(['.git', '.prod-ready'])
/** Folders that a build or a package manager fills; skipped where no git tells what is ignored. */
const FILLED = new Set(['node_modules', 'target'])

/**
 * @returns the paths that git shows in its current folder and that are regular files on the disk; undefined when git cannot tell
 */
export function listWithGit(git: Git, root: string): readonly string[] | undefined {
  const out = git(['ls-files', '-coz', '--exclude-standard'])
  if (out === undefined) return undefined
  return onDisk(root, new Set(out.split('\0')))
}

/** A folder of the listing: its files, and its folders by name. */
interface Folder {
  readonly files: string[]
  readonly folders: Map<string, Folder>
}

const folder = (): Folder => ({ files: [], folders: new Map() })

/**
 * The index names files that may be gone, or be links or pipes by now. Reading each folder once tells more than asking for each file,
 * and costs less; links to folders are not followed.
 */
function onDisk(root: string, paths: Iterable<string>): readonly string[] {
  const top = folder()
  for (const file of paths) if (file !== '' && !file.endsWith('/')) insert(top, file)
  const found: string[] = []
  const visit = (node: Folder, at: string): void => {
    const entries = new Map(entriesOf(path.join(root, at), root).map(entry => [entry.name, entry]))
    const prefix = at === '' ? '' : `${at}/`
    for (const name of node.files) if (entries.get(name)?.isFile()) found.push(prefix + name)
    for (const [name, inner] of node.folders) if (entries.get(name)?.isDirectory()) visit(inner, prefix + name)
  }
  visit(top, '')
  return found.sort(byCodeUnit)
}

function insert(top: Folder, file: string): void {
  const parts = file.split('/')
  const name = parts.pop()
  if (name === undefined || parts.some(part => HIDDEN.has(part)) || HIDDEN.has(name)) return
  let node = top
  for (const part of parts) {
    let next = node.folders.get(part)
    if (!next) node.folders.set(part, (next = folder()))
    node = next
  }
  node.files.push(name)
}

/** A folder inside that cannot be read has nothing that could be told of it; throws for the root. */
function entriesOf(dir: string, root: string): readonly Dirent[] {
  try {
    return readdirSync(dir, { withFileTypes: true })
  } catch (error) {
    if (dir === root) throw error
    return []
  }
}

interface Rules {
  /** Folder of the ignore file, with a slash at its end; '' for the root. */
  readonly base: string
  readonly rules: Ignore
}

/**
 * @returns the regular files below `root` that no .gitignore hides, for a folder without git
 * @param readText reads an ignore file; undefined when it cannot be read
 */
export function listByWalking(root: string, readText: (file: string) => string | undefined): readonly string[] {
  const found: string[] = []
  const visit = (at: string, outer: readonly Rules[]): void => {
    const entries = entriesOf(path.join(root, at), root)
    const own = entries.some(e => e.name === '.gitignore' && e.isFile()) ? readText(`${at}.gitignore`) : undefined
    const rules =
      own === undefined ? outer : [...outer, { base: at, rules: ignore({ allowRelativePaths: true }).add(own) }]
    for (const entry of entries) {
      const file = at + entry.name
      if (entry.isFile() && !HIDDEN.has(entry.name) && !isIgnored(rules, file)) found.push(file)
      if (entry.isDirectory() && !HIDDEN.has(entry.name) && !FILLED.has(entry.name) && !isIgnored(rules, `${file}/`))
        visit(`${file}/`, rules)
    }
  }
  visit('', [])
  return found.sort(byCodeUnit)
}

/** The nearest ignore file that has an opinion decides. */
function isIgnored(all: readonly Rules[], file: string): boolean {
  for (const { base, rules } of all.toReversed()) {
    const result = rules.test(file.slice(base.length))
    if (result.ignored) return true
    if (result.unignored) return false
  }
  return false
}
