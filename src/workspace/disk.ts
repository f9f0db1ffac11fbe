import { closeSync, constants, fstatSync, lstatSync, openSync, readSync, realpathSync, type Stats } from 'node:fs'
import path from 'node:path'
import { dirname, normalize } from '../text/paths.ts'
import { gitIn } from './git-process.ts'
import { historyOf, NO_HISTORY } from './git.ts'
import { listByWalking, listWithGit } from './listing.ts'
import type { Entry, Problem, Workspace } from './types.ts'

const MAX_BYTES = 2 * 1024 * 1024

/**
 * Opens the folder `dir` (its real path) for reading. Files are listed by git where there is a work tree, else by walking.
 * Throws when `dir` does not exist or is no folder.
 */
export function openDisk(dir: string): Workspace {
  const root = realpathSync(dir)
  if (!lstatSync(root).isDirectory()) throw new Error(`not a folder: ${dir}`)
  const problems: Problem[] = []
  const reader = new Reader(root, problems)
  const { files, tracked } = list(root, reader, problems)
  const known = new Set(files)
  return {
    root,
    files,
    has: file => known.has(file),
    stat: file => reader.stat(file),
    read: (file, maxBytes = MAX_BYTES) => reader.read(file, maxBytes),
    problems,
    git: tracked ? historyOf(gitIn(root), ownGit(root)) : NO_HISTORY,
  }
}

function list(root: string, reader: Reader, problems: Problem[]): { files: readonly string[]; tracked: boolean } {
  let complaint = ''
  const files = listWithGit(
    gitIn(root, message => (complaint = message)),
    root,
  )
  if (files?.length) return { files, tracked: true }
  const walked = listByWalking(root, file => reader.read(file, MAX_BYTES))
  // A folder that a repository around it ignores as a whole (a home folder under git) is on its own.
  if (files) return { files: walked, tracked: walked.length === 0 || hasOwnGit(root) }
  if (hasOwnGit(root)) problems.push({ path: '.git', message: `git could not list the files: ${complaint}` })
  return { files: walked, tracked: false }
}

/** Only a plain `.git` folder says it by itself: a work tree, a submodule or a folder inside keeps it elsewhere. */
function ownGit(root: string): { readonly shallow: boolean } | undefined {
  const at = (file: string): Stats | undefined => lstatSync(path.join(root, file), { throwIfNoEntry: false })
  return at('.git')?.isDirectory() ? { shallow: at('.git/shallow') !== undefined } : undefined
}

function hasOwnGit(root: string): boolean {
  return lstatSync(path.join(root, '.git'), { throwIfNoEntry: false }) !== undefined
}

/** What became of a file: its text, or why there is none. Each file is opened at most once. */
type Outcome = { readonly text: string } | { readonly reason: string } | { readonly tooLarge: number } | 'missing'

class Reader {
  readonly #folders = new Map<string, boolean>([['.', true]])
  readonly #read = new Map<string, Outcome>()
  readonly #stats = new Map<string, Stats | undefined>()
  readonly #told = new Set<string>()

  constructor(
    private readonly root: string,
    private readonly problems: Problem[],
  ) {}

  stat(file: string): Entry | undefined {
    const at = normalize(file)
    if (at === undefined) return undefined
    const stats = this.#lstat(at)
    if (!stats) return undefined
    const kind =
      !this.#plain(dirname(at)) || stats.isSymbolicLink()
        ? 'link'
        : stats.isFile()
          ? 'file'
          : stats.isDirectory()
            ? 'directory'
            : 'other'
    return { kind, size: stats.size, executable: kind === 'file' && (stats.mode & 0o111) !== 0 }
  }

  read(file: string, maxBytes: number): string | undefined {
    const at = normalize(file)
    if (at === undefined) return undefined
    let outcome = this.#read.get(at)
    if (
      outcome === undefined ||
      (typeof outcome === 'object' && 'tooLarge' in outcome && outcome.tooLarge <= maxBytes)
    ) {
      outcome = this.#open(at, maxBytes)
      this.#read.set(at, outcome)
    }
    if (outcome === 'missing') return undefined
    if ('text' in outcome) return outcome.text
    this.#tell(at, 'reason' in outcome ? outcome.reason : `larger than ${String(maxBytes)} bytes`)
    return undefined
  }

  #tell(file: string, message: string): void {
    if (this.#told.has(file)) return
    this.#told.add(file)
    this.problems.push({ path: file, message })
  }

  /** True when `folder` and all above it are real folders: no link leads out of the root. */
  #plain(folder: string): boolean {
    const known = this.#folders.get(folder)
    if (known !== undefined) return known
    const plain = this.#plain(dirname(folder)) && (this.#lstat(folder)?.isDirectory() ?? false)
    this.#folders.set(folder, plain)
    return plain
  }

  /** Asked once for each path: a plan is made of one look at the repository, and what writes looks again. */
  #lstat(file: string): Stats | undefined {
    if (!this.#stats.has(file)) this.#stats.set(file, lstatOf(path.join(this.root, file)))
    return this.#stats.get(file)
  }

  #open(file: string, maxBytes: number): Outcome {
    const stats = this.#lstat(file)
    if (!stats) return 'missing'
    if (stats.isSymbolicLink() || !this.#plain(dirname(file))) return { reason: 'is reached through a symbolic link' }
    if (!stats.isFile()) return { reason: 'is not a regular file' }
    if (stats.size > maxBytes) return { tooLarge: stats.size }
    try {
      return textOf(readRegular(path.join(this.root, file), maxBytes))
    } catch (error) {
      return {
        reason: `cannot be read (${error instanceof Error && 'code' in error ? String(error.code) : String(error)})`,
      }
    }
  }
}

function lstatOf(file: string): Stats | undefined {
  try {
    return lstatSync(file, { throwIfNoEntry: false })
  } catch {
    return undefined
  }
}

/** Windows has neither. */
function flag(name: 'O_NOFOLLOW' | 'O_NONBLOCK'): number {
  return Object.hasOwn(constants, name) ? constants[name] : 0
}

/** The file may have been swapped since lstat: no link is followed, a pipe does not block, and the size is asked again. */
function readRegular(file: string, maxBytes: number): Buffer | undefined {
  const fd = openSync(file, constants.O_RDONLY | flag('O_NOFOLLOW') | flag('O_NONBLOCK'))
  try {
    const stats = fstatSync(fd)
    if (!stats.isFile() || stats.size > maxBytes) return undefined
    const buffer = Buffer.allocUnsafe(stats.size)
    let length = 0
    for (let n = -1; n !== 0 && length < buffer.length; length += n)
      n = readSync(fd, buffer, length, buffer.length - length, null)
    return buffer.subarray(0, length)
  } finally {
    closeSync(fd)
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function textOf(bytes: Buffer | undefined): Outcome {
  if (!bytes) return { reason: 'is not a regular file' }
  if (bytes.includes(0)) return { reason: 'is binary' }
  try {
    return { text: utf8.decode(bytes) }
  } catch {
    return { reason: 'is not valid UTF-8' }
  }
}
