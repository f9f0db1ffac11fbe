import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { json, type CliOptions } from './cli.ts'
import { REPOS, temporaryFolder } from './repository.ts'

export interface Run {
  readonly files: readonly { readonly path: string; readonly action: string; readonly reason?: string }[]
  readonly error?: {
    readonly code: string
    readonly message: string
    readonly path?: string
    readonly line?: number
    readonly suggestion: string
  }
}

export interface Detected {
  readonly services: readonly unknown[]
  readonly problems: readonly { readonly path: string; readonly line?: number; readonly message: string }[]
}

export const RUN = ['add', 'pr-template', 'changelog', 'lint', '--yes']
const WRITES = new Set(['create', 'update', 'merge', 'edit', 'delete'])
export const run = (
  dir: string,
  args: readonly string[] = RUN,
  options?: CliOptions,
): Run & { readonly code: number | null } => json<Run>(dir, args, {}, options)
export const written = ({ files }: Run): readonly string[] =>
  files.filter(file => WRITES.has(file.action)).map(file => file.path)
export const copy = (fixture: string): string => {
  const dir = path.join(temporaryFolder(), fixture)
  cpSync(path.join(REPOS, fixture), dir, { recursive: true })
  return dir
}
export const put = (dir: string, file: string, text: string): void => {
  mkdirSync(path.dirname(path.join(dir, file)), { recursive: true })
  writeFileSync(path.join(dir, file), text)
}
