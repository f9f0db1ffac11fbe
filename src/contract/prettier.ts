import picomatch from 'picomatch'
import { parseToml } from '../edit/toml-read.ts'
import { EditError } from '../edit/types.ts'
import { readYamlValue } from '../edit/yaml-value.ts'
import { dirname, join } from '../text/paths.ts'
import type { Workspace } from '../workspace/types.ts'

type Options = Readonly<Record<string, unknown>>

export interface PrettierConfig {
  readonly path: string
  /** As written; undefined for a configuration in code, which is not run, and for one that cannot be read. */
  readonly options?: Options
}

/** In the order in which Prettier looks (its documentation, "Configuration File"). */
const FILES = ['.prettierrc', '.prettierrc.json', '.prettierrc.yml', '.prettierrc.yaml', '.prettierrc.toml'] as const
const CODE = /^(\.prettierrc\.([cm]?[jt]s|json5)|prettier\.config\.[cm]?[jt]s)$/

/** Every file that is written asks for the folders above it. */
const known = new WeakMap<Workspace, Map<string, PrettierConfig | undefined>>()

/** @returns configuration of Prettier that lies in `folder` itself */
export function prettierConfigIn(ws: Workspace, folder: string): PrettierConfig | undefined {
  const folders = known.get(ws) ?? new Map<string, PrettierConfig | undefined>()
  known.set(ws, folders)
  if (!folders.has(folder)) folders.set(folder, lookIn(ws, folder))
  return folders.get(folder)
}

function lookIn(ws: Workspace, folder: string): PrettierConfig | undefined {
  const manifest = join(folder, 'package.json')
  const inManifest = asTable(read(ws, manifest))?.['prettier']
  if (inManifest !== undefined) return configOf(manifest, inManifest)
  const path = FILES.map(file => join(folder, file)).find(file => ws.has(file))
  if (path !== undefined) return configOf(path, read(ws, path))
  const code = ws.files.find(file => dirname(file) === folder && CODE.test(file.slice(file.lastIndexOf('/') + 1)))
  return code === undefined ? undefined : { path: code }
}

/** JSON may be indented with tabs, YAML not. */
function read(ws: Workspace, path: string): unknown {
  const text = ws.read(path) ?? ''
  if (path.endsWith('.toml')) return readToml(text)
  try {
    return JSON.parse(text)
  } catch {
    return readYamlValue(text)
  }
}

function readToml(text: string): unknown {
  try {
    return parseToml(text).root
  } catch (error) {
    if (error instanceof EditError) return undefined
    throw error
  }
}

function configOf(path: string, value: unknown): PrettierConfig {
  const options = asTable(value)
  return options ? { path, options } : { path }
}

/**
 * @returns the options with which the repository's own Prettier formats `path`; undefined where the repository does not use it, or
 * says it in code
 */
export function prettierOptionsFor(ws: Workspace, path: string): Options | undefined {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const config = prettierConfigIn(ws, folder)
    if (config) return config.options && withOverrides(config.options, folder, path)
    if (folder === '.') return undefined
  }
}

function withOverrides({ overrides, ...options }: Options, folder: string, path: string): Options {
  const within = folder === '.' ? path : path.slice(folder.length + 1)
  const applying = (Array.isArray(overrides) ? overrides : []).map(asTable).filter(item => item && meant(item, within))
  return Object.assign({}, options, ...applying.map(item => asTable(item?.['options']))) as Options
}

function meant(override: Options, path: string): boolean {
  return matches(override['files'], path) && !matches(override['excludeFiles'], path)
}

/** A pattern without a slash means the name, as in Prettier. */
function matches(patterns: unknown, path: string): boolean {
  const list = (Array.isArray(patterns) ? patterns : [patterns]).filter(item => typeof item === 'string')
  return list.some(pattern => picomatch.isMatch(path, pattern, { dot: true, basename: !pattern.includes('/') }))
}

function asTable(value: unknown): Options | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Options) : undefined
}
