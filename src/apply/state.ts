import { realpathSync } from 'node:fs'
import { CONFIG, NO_CONFIG, parseConfig, type Config } from '../plan/config.ts'
import { isSha256, sha256 } from '../plan/hash.ts'
import { emptyManifest, MANIFEST, parseManifest } from '../plan/manifest.ts'
import { STATE } from '../plan/safe-path.ts'
import type { Manifest } from '../plan/types.ts'
import { Failure } from '../text/errors.ts'
import { toLf } from '../text/lines.ts'
import { lstat, readFound } from './disk.ts'
import { about } from './failures.ts'
import { guarded } from './guard.ts'
import { pendingJournal } from './journal.ts'

/** What earlier runs left in `.prod-ready/`. */
export interface State {
  /** Real path of the repository. */
  readonly root: string
  readonly manifest: Manifest
  /** Undefined: there is none. */
  readonly manifestText: string | undefined
  readonly config: Config
  readonly configText: string | undefined
  /** @returns the base copy with this hash; undefined when it is missing, or is not what its name says */
  readonly readBase: (hash: string) => string | undefined
  /** True: an earlier run was cut off while it wrote; `recover` finishes it. */
  readonly unfinished: boolean
}

/** A manifest of ten thousand files has 2 MiB; what is far larger is none. */
const MAX_BYTES = 64 * 1024 * 1024

/** Reads the state of a repository; writes nothing. @throws Failure when a file of it is wrong, or is reached through a link */
export function readState(dir: string): State {
  const root = about('.', () => realpathSync(dir))
  const manifestText = readStateFile(root, MANIFEST)
  const configText = readStateFile(root, CONFIG)
  return {
    root,
    manifest: manifestText === undefined ? emptyManifest() : parseManifest(manifestText),
    manifestText,
    config: configText === undefined ? NO_CONFIG : parseConfig(configText),
    configText,
    readBase: hash => readBase(root, hash),
    unfinished: about(STATE, () => pendingJournal(root)) === 'committed',
  }
}

/** @returns text of one of our own files; undefined when it is not there @throws Failure */
export function readStateFile(root: string, path: string): string | undefined {
  return about(path, () => {
    const file = guarded(root, path)
    const size = lstat(file)?.size ?? 0
    const found = size > MAX_BYTES ? { text: undefined } : readFound(file)
    if (found && found.text === undefined) {
      throw new Failure('bad-state', `${path} is not text in UTF-8`, {
        path,
        suggestion: 'Bring the file back from version control, or delete it.',
      })
    }
    return found?.text
  })
}

export function basePath(hash: string): string {
  return `${STATE}/base/${hash}`
}

/** A checkout may have changed the line ends: the name is the hash of the text with LF. */
function readBase(root: string, hash: string): string | undefined {
  if (!isSha256(hash)) return undefined
  try {
    const text = readStateFile(root, basePath(hash))
    if (text === undefined) return undefined
    return [text, toLf(text)].find(t => sha256(t) === hash)
  } catch (error) {
    if (error instanceof Failure) return undefined
    throw error
  }
}
