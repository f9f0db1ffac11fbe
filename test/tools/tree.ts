import { cpSync, existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { ErrorDocument, RunDocument } from '../../src/report/documents.ts'
import { json } from '../support/cli.ts'
import { checkout, git, temporaryFolder, treeOf } from '../support/repository.ts'
import type { Case } from './cases.ts'
import type { Folder } from './types.ts'

/** A repository after a run of the program, and as it was before. */
export interface Tree {
  readonly name: string
  readonly licence: string
  readonly after: Folder
  readonly before: Folder
  /** Files that were written or edited, the program's own state aside. */
  readonly written: readonly string[]
}

/** Runs the built program in a new copy of the fixture. @throws when it fails or when its document and the disk disagree */
export function runIn({ name, fixture, args, licence }: Case): Tree {
  const dir = checkout(fixture)
  const old = path.join(temporaryFolder(), path.basename(dir))
  cpSync(dir, old, { recursive: true, verbatimSymlinks: true })
  const document = json<RunDocument | ErrorDocument>(dir, args)
  if ('error' in document) throw new Error(`the program says: ${document.error.message}`)
  const { code, files } = document
  if (code !== 0) throw new Error(`the program ended with ${String(code)}`)
  const said = files
    .filter(({ action }) => ['create', 'update', 'merge', 'edit'].includes(action))
    .map(file => file.path)
  const onDisk = changes(dir, old)
  const unsaid = onDisk.filter(file => !said.includes(file))
  const missing = said.filter(file => !onDisk.includes(file))
  if (unsaid.length + missing.length > 0)
    throw new Error(
      `said and not written: ${missing.join(', ') || 'nothing'}; written and not said: ${unsaid.join(', ') || 'nothing'}`,
    )
  return { name, licence, after: folder(dir, onDisk), before: folder(old), written: onDisk }
}

/** New files and files with other bytes, whatever git thinks of them. */
function changes(dir: string, old: string): readonly string[] {
  const before = treeOf(old)
  const differs = [...treeOf(dir)].filter(([file, text]) => before.get(file) !== text).map(([file]) => file)
  return differs.filter(file => !file.startsWith('.prod-ready/')).sort()
}

/** @param more files that git would not list because they are ignored */
export function folder(dir: string, more: readonly string[] = []): Folder {
  const listed = git(dir, 'ls-files', '-z', '-co', '--exclude-standard').split('\0').filter(Boolean)
  const all = [...new Set([...listed, ...more])].filter(
    file => !file.startsWith('.prod-ready/') && existsSync(path.join(dir, file)),
  )
  return { dir, all, text: file => readFileSync(path.join(dir, file), 'utf8') }
}
