import type { Context } from '../../../src/artifact/index.ts'
import type { Evidence } from '../../../src/detect/types.ts'
import { basename } from '../../../src/text/paths.ts'
import { isOurs } from './host.ts'

const WORKFLOW = /^\.github\/workflows\/[^/]+\.ya?ml$/
const LONGEST = 160

/** A workflow of the repository, as text. */
export interface Workflow {
  readonly path: string
  readonly text: string
}

/** @returns the workflows of the repository; with `whose: 'user'`, those that no earlier run wrote */
export function workflowsOf(ctx: Context, whose: 'all' | 'user'): readonly Workflow[] {
  return ctx.ws.files
    .filter(path => WORKFLOW.test(path) && (whose === 'all' || !isOurs(ctx, path)))
    .flatMap(path => {
      const text = ctx.ws.read(path)
      return text === undefined ? [] : [{ path, text }]
    })
}

/** @returns the first line that `pattern` finds outside of comments, as evidence */
export function lineWith(file: Workflow, pattern: RegExp, rule: string): Evidence | undefined {
  const lines = file.text.split('\n')
  const at = lines.findIndex(line => !/^\s*(#|\/\/)/.test(line) && pattern.test(line.replace(/\s#.*$/, '')))
  const line = lines[at]
  if (line === undefined) return undefined
  const snippet = line.trim()
  return {
    path: file.path,
    line: at + 1,
    snippet: snippet.length > LONGEST ? `${snippet.slice(0, LONGEST)}…` : snippet,
    rule,
  }
}

/** @returns the first line of any of the files that `pattern` finds, as evidence */
export function firstLine(files: readonly Workflow[], pattern: RegExp, rule: string): Evidence | undefined {
  for (const file of files) {
    const found = lineWith(file, pattern, rule)
    if (found) return found
  }
  return undefined
}

/** @returns a file of the repository as text; nothing when it is missing or cannot be read */
export function fileAt(ctx: Context, path: string): readonly Workflow[] {
  const text = ctx.ws.has(path) ? ctx.ws.read(path) : undefined
  return text === undefined ? [] : [{ path, text }]
}

/**
 * @returns the name of a workflow, as its file has it, unless the user has one of that name: two of one name are taken for each other in lists,
 * and may cancel each other (names of concurrency groups are compared without case)
 */
export function workflowName(ctx: Context, path: string): string {
  const name = basename(path).replace(/\.ya?ml$/, '')
  const taken = workflowsOf(ctx, 'user').some(
    file => /^name:\s*["']?(.*?)["']?\s*(?:#.*)?$/m.exec(file.text)?.[1]?.toLowerCase() === name,
  )
  return taken ? `${name}-checks` : name
}
