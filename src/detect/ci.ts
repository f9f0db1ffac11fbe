import type { CiRun } from './types.ts'
import { isTable } from './values.ts'
import type { View } from './view.ts'

const WORKFLOW =
  /^\.github\/workflows\/[^/]+\.ya?ml$|^\.gitlab-ci\.yml$|^\.circleci\/config\.yml$|^\.travis\.yml$|^azure-pipelines\.yml$/
const COMMAND_KEYS = new Set(['run', 'script', 'command', 'before_script', 'bash'])

/** @returns the CI configurations of the repository */
export function ciFiles(view: View): readonly string[] {
  return view.files.filter(path => WORKFLOW.test(path))
}

/**
 * @returns the shell lines of the repository's CI configurations: what their authors expect to pass on today's code.
 * A file that is no YAML yields nothing.
 */
export function ciRuns(view: View): readonly CiRun[] {
  return ciFiles(view).flatMap(path => commandsIn(view.yaml(path)?.get()).map(line => ({ line, path })))
}

function commandsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(commandsIn)
  if (!isTable(value)) return []
  return Object.entries(value).flatMap(([key, inner]) =>
    COMMAND_KEYS.has(key) ? shellLines(inner) : commandsIn(inner),
  )
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
