import type { Context } from '../../../src/artifact/index.ts'
import { DEPENDABOT, dependabotDirectory } from '../../../src/contract/dependabot.ts'
import { readYamlValue } from '../../../src/edit/yaml-value.ts'
import { matchesGlob } from '../_common/glob.ts'

/** What pins images by digest and keeps the digests fresh: a preset of Renovate, by itself or as part of another one. */
const PRESET = 'docker:pinDigests'
const PRESETS_WITH_IT = new Set([PRESET, 'config:best-practices'])
const RENOVATE = [
  'renovate.json',
  '.github/renovate.json',
  '.renovaterc.json',
  '.renovaterc',
  'renovate.json5',
  '.github/renovate.json5',
  '.renovaterc.json5',
]

export interface Renovate {
  readonly path: string
  /** What `extends` names; undefined when the file is no plain JSON. */
  readonly presets?: readonly string[]
}

/** @returns the configuration of Renovate, where there is one */
export function renovate(ctx: Context): Renovate | undefined {
  const path = RENOVATE.find(file => ctx.ws.has(file))
  if (path === undefined) return undefined
  const value = json(ctx.ws.read(path) ?? '')
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { path }
  const { extends: presets = [] } = value as { readonly extends?: unknown }
  return Array.isArray(presets) && presets.every(preset => typeof preset === 'string') ? { path, presets } : { path }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** @returns true when Renovate pins images by digest already */
export function pins({ presets }: Renovate): boolean {
  return presets?.some(preset => PRESETS_WITH_IT.has(preset)) ?? false
}

/** @returns `extends` with the preset that pins images */
export function withPreset(presets: readonly string[]): readonly string[] {
  return presets.includes(PRESET) ? presets : [...presets, PRESET]
}

/** @returns path of Dependabot's configuration, whichever of its two names it has */
export function dependabotPath(ctx: Context): string {
  return ctx.ws.has('.github/dependabot.yaml') ? '.github/dependabot.yaml' : DEPENDABOT
}

/** Settings of an entry, as we write it. */
export const SETTINGS = { schedule: { interval: 'weekly' }, cooldown: { 'default-days': 7 } } as const

interface Entry {
  readonly directories: readonly string[]
  /** True when it reads as ours do. */
  readonly own: boolean
}

/**
 * @param ours true when an earlier run wrote entries: those are named again, so that they stay
 * @returns the folders among `wanted` that no entry for images looks after
 */
export function unwatched(ctx: Context, wanted: readonly string[], ours: boolean): readonly string[] {
  const entries = dockerEntries(ctx.ws.read(dependabotPath(ctx)) ?? '').filter(entry => !(ours && entry.own))
  return wanted.filter(
    folder => !entries.some(entry => entry.directories.some(pattern => matches(pattern, dependabotDirectory(folder)))),
  )
}

/** @returns the folders among `wanted` that have an entry for images */
export function watched(ctx: Context, wanted: readonly string[]): readonly string[] {
  const entries = dockerEntries(ctx.ws.read(dependabotPath(ctx)) ?? '')
  return wanted.filter(folder =>
    entries.some(entry => entry.directories.some(pattern => matches(pattern, dependabotDirectory(folder)))),
  )
}

function dockerEntries(text: string): readonly Entry[] {
  const updates = (readYamlValue(text) as { readonly updates?: unknown } | null | undefined)?.updates
  return Array.isArray(updates) ? updates.flatMap(entryOf) : []
}

function entryOf(value: unknown): readonly Entry[] {
  if (typeof value !== 'object' || value === null) return []
  const {
    'package-ecosystem': ecosystem,
    directory,
    directories,
    schedule,
    cooldown,
  } = value as Readonly<Record<string, unknown>>
  if (ecosystem !== 'docker') return []
  const many = Array.isArray(directories) ? directories.filter(d => typeof d === 'string') : []
  const own = directories === undefined && JSON.stringify({ schedule, cooldown }) === JSON.stringify(SETTINGS)
  return [{ directories: [...(typeof directory === 'string' ? [directory] : []), ...many], own }]
}

/** Folders may be written without the slash in front, with one behind, and with `*` and `**`. */
function matches(pattern: string, directory: string): boolean {
  return matchesGlob(pattern.replace(/^\.?\/+|\/+$/g, ''), directory.replace(/^\//, ''))
}
