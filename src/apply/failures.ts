import { Failure } from '../text/errors.ts'
import { errnoOf } from './disk.ts'

interface Cause {
  readonly code: string
  readonly what: string
  readonly suggestion: string
}

const NOT_WRITABLE: Cause = {
  code: 'not-writable',
  what: 'no permission to write here',
  suggestion: 'Make the folder writable for you, or run where you may write.',
}
const NO_SPACE: Cause = {
  code: 'no-space',
  what: 'no space is left on the disk',
  suggestion: 'Free some space, then run the command again.',
}

const CAUSES: Readonly<Record<string, Cause>> = {
  EACCES: NOT_WRITABLE,
  EPERM: NOT_WRITABLE,
  EROFS: { ...NOT_WRITABLE, what: 'the file system is read-only' },
  ENOSPC: NO_SPACE,
  EDQUOT: NO_SPACE,
  ENAMETOOLONG: {
    code: 'name-too-long',
    what: 'the name is too long',
    suggestion: 'Move the repository to a shorter path.',
  },
}

/** @returns an error of the system as one that a user understands; any other error as it is */
export function asFailure(error: unknown, path: string): unknown {
  const errno = errnoOf(error)
  if (error instanceof Failure || errno === undefined) return error
  const known = Object.hasOwn(CAUSES, errno) ? CAUSES[errno] : undefined
  const { code, what, suggestion } = known ?? {
    code: 'disk',
    what: `the disk refuses: ${errno}`,
    suggestion: 'Look after the disk, then run the command again.',
  }
  return new Failure(code, `${path === '.' ? 'the repository' : path}: ${what}`, { path, suggestion, cause: error })
}

/** Runs `action`; an error of the system becomes a Failure about `path`. */
export function about<T>(path: string, action: () => T): T {
  try {
    return action()
  } catch (error) {
    throw asFailure(error, path)
  }
}
