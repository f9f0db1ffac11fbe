import { Failure } from '../text/errors.ts'
import { openDisk, type Workspace } from '../workspace/index.ts'

const WHY: Readonly<Record<string, string>> = {
  EACCES: 'no permission to read it',
  EPERM: 'no permission to read it',
  ELOOP: 'its links lead in a circle',
  ENAMETOOLONG: 'its name is too long',
}
const SUGGESTION = 'Name an existing folder that you may read: create-prod-ready --cwd <dir>'

/** @returns the repository in a folder, for reading @throws Failure that names the folder when it cannot be read */
export function openRepository(dir: string): Workspace {
  try {
    return openDisk(dir)
  } catch (cause) {
    const message = `cannot read the folder ${dir}`
    throw closed(dir, cause) ?? new Failure('no-repository', message, { cause, suggestion: SUGGESTION })
  }
}

/** @throws Failure when the system does not let us look into a folder; a folder that is missing is not its matter */
export function requireOpen(dir: string): void {
  try {
    openDisk(dir)
  } catch (cause) {
    const failure = closed(dir, cause)
    if (failure) throw failure
  }
}

function closed(dir: string, cause: unknown): Failure | undefined {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  const why = Object.hasOwn(WHY, code) ? WHY[code] : undefined
  return why === undefined
    ? undefined
    : new Failure('no-repository', `${dir} cannot be looked into: ${why}`, { cause, suggestion: SUGGESTION })
}
