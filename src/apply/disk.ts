import {
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmdirSync,
  unlinkSync,
  writeFileSync,
  type Stats,
} from 'node:fs'

/** What a new file takes over from the one that it replaces. */
interface FileAttributes {
  readonly mode: number
  readonly uid: number
  readonly gid: number
}

/** Every way in which the disk is changed, in absolute paths. One call is one step that can fail, or be the last one. */
export interface Disk {
  /** Makes one folder; its parent must be there. */
  readonly makeFolder: (folder: string) => void
  /** Removes an empty folder. */
  readonly removeFolder: (folder: string) => void
  /** Makes a file that must not be there yet. */
  readonly create: (file: string, text: string, attributes: NewFile) => void
  readonly rename: (from: string, to: string) => void
  readonly remove: (file: string) => void
  /** Brings the names in a folder to the disk, where the system can. */
  readonly flush: (folder: string) => void
}

export interface NewFile {
  readonly executable: boolean
  readonly like?: FileAttributes | undefined
  /**
   * Its bytes are brought to the disk before anything else happens: for what must outlive a loss of power, which is the journal and what
   * takes the place of a file that was there. An fsync for each of two hundred new files costs more than all the rest of a run.
   */
  readonly flushed?: boolean
}

/** @param durable false: without fsync, for tests */
export function nodeDisk(durable = true): Disk {
  return {
    makeFolder: folder => {
      mkdirSync(folder)
    },
    removeFolder: folder => rmdirSync(folder),
    create: (file, text, { executable, like, flushed }) => {
      const fd = openSync(file, 'wx', executable ? 0o777 : 0o666)
      try {
        writeFileSync(fd, text)
        if (like) liken(fd, like)
        if (durable && flushed === true) fsyncSync(fd)
      } finally {
        closeSync(fd)
      }
    },
    rename: renameSync,
    remove: unlinkSync,
    flush: folder => {
      if (durable) tryTo(() => flushFolder(folder))
    },
  }
}

function flushFolder(folder: string): void {
  const fd = openSync(folder, 'r')
  try {
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}

function liken(fd: number, { mode, uid, gid }: FileAttributes): void {
  const now = fstatSync(fd)
  if (now.uid !== uid || now.gid !== gid) tryTo(() => fchownSync(fd, uid, gid))
  if ((now.mode & 0o7777) !== (mode & 0o7777)) fchmodSync(fd, mode & 0o7777)
}

/** Does what need not succeed. */
export function tryTo(action: () => void): void {
  try {
    action()
  } catch {
    // What was tried was optional: the caller goes on either way.
  }
}

/** A file as it is now. */
export interface Found extends FileAttributes {
  /** Undefined: the bytes are not text. */
  readonly text: string | undefined
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** @returns the regular file at an absolute path; undefined when nothing is there. Follows no link. Throws what the system says otherwise */
export function readFound(file: string): Found | undefined {
  // most files of a run are new: an error for each of them takes longer than the question
  const fd = lstat(file) && openExisting(file)
  if (fd === undefined) return undefined
  try {
    const { mode, uid, gid } = fstatSync(fd)
    return { text: decode(readFileSync(fd)), mode: mode & 0o7777, uid, gid }
  } finally {
    closeSync(fd)
  }
}

/** Windows has neither of the last two: they are undefined there, which counts as 0. */
const READ = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK

function openExisting(file: string): number | undefined {
  try {
    return openSync(file, READ)
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(errnoOf(error) ?? '')) return undefined
    throw error
  }
}

function decode(bytes: Buffer): string | undefined {
  try {
    return utf8.decode(bytes)
  } catch {
    return undefined
  }
}

/** @returns what is at an absolute path itself, link or not; undefined when nothing is */
export function lstat(file: string): Stats | undefined {
  try {
    return lstatSync(file, { throwIfNoEntry: false })
  } catch (error) {
    if (errnoOf(error) === 'ENOTDIR') return undefined
    throw error
  }
}

/** @returns the system's name of an error (`ENOSPC`); undefined for any other one */
export function errnoOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}
