import picomatch from 'picomatch'
import { parseDockerfile, wordsOf } from '../detect/services/dockerfile.ts'
import { basename, dirname, isInside, normalize } from '../text/paths.ts'
import type { Workspace } from '../workspace/types.ts'

/** What one instruction of a Dockerfile takes out of the folder that it is built in. */
export interface Copied {
  readonly line: number
  readonly paths: readonly string[]
}

/** @returns the COPY and ADD instructions of a Dockerfile that take something from its context, not from another stage */
export function copiedIn(dockerfile: string): readonly Copied[] {
  return parseDockerfile('Dockerfile', dockerfile.split('\n')).instructions.flatMap(({ name, rest, line }) => {
    const [, flags = '', words = ''] = /^((?:--\S+\s+)*)(.*)$/.exec(rest) ?? []
    if (!/^(COPY|ADD)$/.test(name) || flags.includes('--from')) return []
    return [{ line, paths: wordsOf(words).slice(0, -1) }]
  })
}

/**
 * @param project folder of what is built
 * @returns where a Dockerfile of the user is built, which it does not say: in the first folder that has all that it copies
 */
export function contextOf(ws: Workspace, dockerfile: string, project: string): string {
  const copied = copiedIn(ws.read(dockerfile) ?? '').flatMap(({ paths }) => paths)
  const plain = copied.filter(path => /^[\w./@-]+$/.test(path) && normalize(path) !== '.')
  const has = (folder: string): boolean =>
    plain.every(path => {
      const at = normalize(`${folder}/${path}`)
      return at !== undefined && (ws.has(at) || ws.files.some(file => isInside(file, at)))
    })
  return [...new Set([dirname(dockerfile), project, '.'])].find(has) ?? project
}

/**
 * @param beside a file that the Dockerfile may take by its name
 * @returns line of the instruction that takes that file and leaves a new one in the same folder behind; undefined when none does
 */
export function leavesBehind(dockerfile: string, beside: string, file: string): number | undefined {
  const copied = copiedIn(dockerfile)
  if (copied.some(({ paths }) => paths.some(path => mayTake(path, file)))) return undefined
  const named = copied.find(({ paths }) =>
    paths.some(path => basename(path) === basename(beside) && `/${beside}`.endsWith(`/${normalize(path) ?? ''}`)),
  )
  return named?.line
}

/** Where the Dockerfile is built is not known for certain: a path may begin at any folder above the file. */
function mayTake(path: string, file: string): boolean {
  const plain = normalize(path)
  if (plain === undefined || plain === '.' || path.includes('$')) return true
  if (/[*?[]/.test(plain)) return picomatch.isMatch(file, [plain, `**/${plain}`])
  return isInside(file, plain) || dirname(file).endsWith(`/${plain}`)
}
