import type { Workspace } from '../workspace/types.ts'
import type { CiRun } from './types.ts'

const WORKFLOW = /^\.github\/workflows\/[^/]+\.ya?ml$|^\.gitlab-ci\.yml$|^\.circleci\/config\.yml$|^\.travis\.yml$|^azure-pipelines\.yml$/
const COMMAND_KEYS = new Set(['run', 'script', 'command', 'before_script', 'bash'])

/**
 * @returns the shell lines of the repository's CI configurations: what their authors expect to pass on today's code.
 * A file that is no YAML yields nothing.
 */
export async function ciRuns(ws: Workspace): Promise<readonly CiRun[]> {
  const paths = ws.files.filter(path => WORKFLOW.test(path))
  if (paths.length === 0) return []
  const { parseAllDocuments } = await import('yaml')
  return paths.flatMap(path => {
    const text = ws.read(path)
    if (text === undefined) return []
    const values = parseAllDocuments(text).map(document => (document.errors.length ? undefined : (document.toJS({ maxAliasCount: 100 }) as unknown)))
    return values.flatMap(value => commandsIn(value).map(line => ({ line, path })))
  })
}

function commandsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(commandsIn)
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => (COMMAND_KEYS.has(key) ? shellLines(inner) : commandsIn(inner)))
}

function shellLines(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(shellLines)
  if (typeof value !== 'string') return commandsIn(value)
  return value
    .replaceAll('\\\n', ' ')
    .split(/\n|&&|;/)
    .map(line => line.trim())
    .filter(line => line !== '' && !line.startsWith('#'))
}
