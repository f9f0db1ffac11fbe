import { parse } from 'jsonc-parser'
import { editorFor } from '../edit/index.ts'
import { EditError, type Json } from '../edit/types.ts'
import { basename, dirname, isInside } from '../text/paths.ts'
import type { FilePlan } from './types.ts'

const SECTIONS = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'] as const

/** Manifests whose dependencies a lock file fixes. */
export const MANIFESTS = { node: 'package.json', rust: 'Cargo.toml' } as const

/** @returns folders of the manifests whose dependencies a plan changes: the lock file above them becomes stale */
export function changedDependencies(
  files: readonly FilePlan[],
  ecosystem: keyof typeof MANIFESTS = 'node',
): readonly string[] {
  const read = ecosystem === 'node' ? dependenciesIn : cratesIn
  return files
    .filter(
      file => basename(file.path) === MANIFESTS[ecosystem] && file.before !== undefined && file.after !== undefined,
    )
    .filter(file => read(file.before) !== read(file.after))
    .map(file => dirname(file.path))
}

function dependenciesIn(text: string | undefined): string {
  const manifest = parse(text ?? '') as Partial<Record<(typeof SECTIONS)[number], unknown>> | undefined
  return JSON.stringify(SECTIONS.map(section => manifest?.[section]))
}

const CRATE_TABLES = [
  ['dependencies'],
  ['dev-dependencies'],
  ['build-dependencies'],
  ['target'],
  ['workspace', 'dependencies'],
] as const

function cratesIn(text: string | undefined): string {
  try {
    return JSON.stringify(CRATE_TABLES.map(path => editorFor('toml').get(text ?? '', path)))
  } catch (error) {
    // a manifest that does not parse is reported where it is read
    if (error instanceof EditError) return ''
    throw error
  }
}

/** @returns names in `wanted` that a Cargo.lock does not have among the dependencies of a package: it was not brought up to date */
export function missingInCargoLock(lockText: string, name: string, wanted: readonly string[]): readonly string[] {
  const packages = lockedPackages(lockText).filter(entry => entry['name'] === name)
  const known = packages.flatMap(entry => listOf(entry['dependencies']))
  const names = new Set(known.map(item => (typeof item === 'string' ? item.split(' ')[0] : undefined)))
  return wanted.filter(crate => !names.has(crate))
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : []
}

function isTable(value: Json): value is Readonly<Record<string, Json>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function lockedPackages(text: string): readonly Readonly<Record<string, Json>>[] {
  try {
    const list = editorFor('toml').get(text, ['package'])
    return listOf(list).filter(isTable)
  } catch (error) {
    if (error instanceof EditError) return []
    throw error
  }
}

/** @returns the deepest of `projects` (folders) that `folder` belongs to */
export function projectOf(folder: string, projects: readonly string[]): string | undefined {
  return projects.filter(project => isInside(folder, project)).sort((a, b) => b.length - a.length)[0]
}

/** @returns names in `wanted` (name -> range) that a lock file does not know in that range: it was not brought up to date */
export function missingInLock(lockText: string, wanted: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(wanted)
    .filter(([name, range]) => !knows(lockText, name, range))
    .map(([name]) => name)
}

/** Every lock format writes the wanted range beside the name: npm and bun as JSON, pnpm as `specifier`, yarn as `name@range`. */
function knows(lock: string, name: string, range: string): boolean {
  if (
    lock.includes(`"${name}": "${range}"`) ||
    lock.includes(`${name}@${range}`) ||
    lock.includes(`${name}@npm:${range}`)
  )
    return true
  const at = [`${name}:\n`, `'${name}':\n`].map(key => lock.indexOf(`      ${key}`)).find(i => i !== -1)
  return (
    at !== undefined &&
    /^\s+specifier: (.*)$/m.exec(lock.slice(at, at + 400))?.[1]?.replace(/^['"]|['"]$/g, '') === range
  )
}
