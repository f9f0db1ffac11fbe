import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { applyPlan, type ApplyOptions } from '../../../src/apply/apply.ts'
import { lstat, nodeDisk, readFound, type Disk } from '../../../src/apply/disk.ts'
import { readState } from '../../../src/apply/state.ts'
import { buildPlan, type PlanInput } from '../../../src/plan/build.ts'
import type { Plan } from '../../../src/plan/types.ts'
import type { Entry } from '../../../src/workspace/types.ts'

const top = realpathSync(mkdtempSync(path.join(process.env['TESTS_IN_MEMORY'] ?? tmpdir(), 'sandbox-')))
let count = 0

/** Without fsync: the order of the steps is tested here, not the disk. */
export const fastDisk = (): Disk => nodeDisk(false)

/** @returns a new folder that holds `files` */
export function sandbox(files: Readonly<Record<string, string>> = {}): string {
  const root = path.join(top, `repo-${++count}`)
  mkdirSync(root)
  for (const [file, text] of Object.entries(files)) put(root, file, text)
  return root
}

/** @returns a copy of a sandbox */
export function copyOf(root: string): string {
  const copy = path.join(top, `repo-${++count}`)
  cpSync(root, copy, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true })
  return copy
}

/** Thousands of repositories are made here: what is no longer needed goes at once. */
export function discard(...roots: readonly string[]): void {
  for (const root of roots) rmSync(root, { recursive: true, force: true })
}

export function put(root: string, file: string, text: string): void {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true })
  writeFileSync(path.join(root, file), text)
}

export function get(root: string, file: string): string | undefined {
  return existsSync(path.join(root, file)) ? readFileSync(path.join(root, file), 'utf8') : undefined
}

export function drop(root: string, file: string): void {
  rmSync(path.join(root, file), { recursive: true })
}

/** @returns everything below `root`: text with the executable bit of files, targets of links, folders */
export function tree(root: string, folder = ''): Readonly<Record<string, string>> {
  const entries = readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap(entry => {
    const file = path.posix.join(folder, entry.name)
    const abs = path.join(root, file)
    if (entry.isDirectory()) return [[`${file}/`, 'folder'], ...Object.entries(tree(root, file))]
    if (entry.isSymbolicLink()) return [[file, `-> ${readlinkSync(abs)}`]]
    return [[file, `${lstatSync(abs).mode & 0o100 ? 'x' : '-'} ${readFileSync(abs, 'latin1')}`]]
  })
  return Object.fromEntries(entries as [string, string][])
}

function kindOf(root: string, file: string): Entry['kind'] | undefined {
  const stats = lstat(path.join(root, file))
  if (!stats) return undefined
  return stats.isSymbolicLink() ? 'link' : stats.isDirectory() ? 'directory' : stats.isFile() ? 'file' : 'other'
}

/** @returns the plan for a repository on the disk */
export function planOn(root: string, input: Partial<PlanInput>): Plan {
  const state = readState(root)
  return buildPlan({
    rendered: [],
    scope: [],
    manifest: state.manifest,
    readBase: state.readBase,
    readMine: file => readFound(path.join(root, file))?.text,
    entryKind: file => kindOf(root, file),
    files: Object.keys(tree(root)).filter(file => !file.endsWith('/')),
    ...input,
  })
}

/** Plans and applies. @returns true when something was written */
export function run(root: string, input: Partial<PlanInput>, options: ApplyOptions = {}): boolean {
  return applyPlan(root, planOn(root, input), { disk: fastDisk(), ...options })
}

export interface Interruption {
  /** Number of the step that fails, from 1. */
  readonly at: number
  /** kill: no step after it is carried out either, and a file that was being written is half there · an errno: only this step fails */
  readonly by: 'kill' | 'ENOSPC' | 'EACCES' | 'EIO'
}

/** @returns a disk that is interrupted, and a count of the steps so far */
export function interrupted({ at, by }: Interruption): { readonly disk: Disk; readonly steps: () => number } {
  const real = fastDisk()
  let steps = 0
  const guard = <A extends unknown[]>(step: (...args: A) => void, half?: (...args: A) => void) => {
    return (...args: A): void => {
      steps++
      if (by === 'kill' ? steps < at : steps !== at) {
        step(...args)
        return
      }
      if (steps === at) half?.(...args)
      throw by === 'kill' ? new Error('killed') : Object.assign(new Error(by), { code: by })
    }
  }
  const disk: Disk = {
    makeFolder: guard(real.makeFolder),
    removeFolder: guard(real.removeFolder),
    create: guard(real.create, (file, text, attributes) =>
      real.create(file, text.slice(0, text.length / 2), attributes),
    ),
    rename: guard(real.rename),
    remove: guard(real.remove),
    flush: guard(real.flush),
  }
  return { disk, steps: () => steps }
}
