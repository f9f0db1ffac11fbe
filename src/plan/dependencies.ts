import { parse } from 'jsonc-parser'
import { basename, dirname, isInside } from '../text/paths.ts'
import type { FilePlan } from './types.ts'

const SECTIONS = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'] as const

/** @returns folders of the package.json files whose dependencies a plan changes: the lock file above them becomes stale */
export function changedDependencies(files: readonly FilePlan[]): readonly string[] {
  return files
    .filter(file => basename(file.path) === 'package.json' && file.before !== undefined && file.after !== undefined)
    .filter(file => dependenciesIn(file.before) !== dependenciesIn(file.after))
    .map(file => dirname(file.path))
}

function dependenciesIn(text: string | undefined): string {
  const manifest = parse(text ?? '') as Partial<Record<(typeof SECTIONS)[number], unknown>> | undefined
  return JSON.stringify(SECTIONS.map(section => manifest?.[section]))
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
