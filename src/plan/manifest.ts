import { Failure } from '../text/errors.ts'
import { byCodeUnit } from '../text/paths.ts'
import { isSha256 } from './hash.ts'
import { isObject } from './json.ts'
import { isState, pathFault, STATE } from './safe-path.ts'
import type { Manifest, ManifestEntry } from './types.ts'

export const MANIFEST = `${STATE}/manifest.json`

/** @returns the manifest of a repository that holds nothing of ours */
export function emptyManifest(): Manifest {
  return { version: 1, artifacts: [], removed: [], files: {} }
}

/** @returns the manifest as text: keys sorted, laid out as `layout` says, else as formatters do by default */
export function serializeManifest({ artifacts, removed, files }: Manifest, layout: Layout = DEFAULT_LAYOUT): string {
  const paths = Object.keys(files).sort(byCodeUnit)
  const entries = paths.flatMap((path): [string, ManifestEntry][] => {
    const entry = files[path]
    return entry ? [[path, orderedEntry(entry)]] : []
  })
  const sorted = {
    artifacts: unique(artifacts),
    files: Object.fromEntries(entries),
    removed: unique(removed),
    version: 1,
  }
  return `${printed(sorted, layout)}\n`
}

/** How a formatter lays JSON out. */
export interface Layout {
  readonly useTabs: boolean
  readonly tabWidth: number
  readonly printWidth: number
}

/** What formatters do by default. */
export const DEFAULT_LAYOUT: Layout = { useTabs: false, tabWidth: 2, printWidth: 80 }

/** JSON as formatters lay it out, so that none of them finds fault: a list that fits on its line stands there. */
function printed(value: object, { useTabs, tabWidth, printWidth }: Layout): string {
  const text = JSON.stringify(value, null, tabWidth).replace(
    /^( *(?:"(?:[^"\\]|\\.)*": )?)\[\n([^[\]{}]+?)\n *\](,?)$/gm,
    (whole, start: string, items: string, comma: string) => {
      const line = `${start}[${items.trim().split(/\n */).join(' ')}]${comma}`
      return line.length <= printWidth ? line : whole
    },
  )
  return useTabs ? text.replace(/^ +/gm, blanks => '\t'.repeat(blanks.length / tabWidth)) : text
}

function orderedEntry(entry: ManifestEntry): ManifestEntry {
  const { artifacts, base, own } = entry
  const adopted = entry.adopted ? { adopted: true as const } : {}
  const executable = entry.executable ? { executable: true as const } : {}
  return { ...adopted, artifacts: unique(artifacts), base, ...executable, own }
}

function unique(list: readonly string[]): readonly string[] {
  return [...new Set(list)].sort(byCodeUnit)
}

/**
 * Reads a manifest, which anybody who can write to the repository may have written.
 * @throws Failure that names what is wrong, for wrong types and for every path that does not lie in the repository
 */
export function parseManifest(text: string): Manifest {
  const data = parseJson(text)
  if (!isObject(data)) throw broken('is not an object')
  if (data['version'] !== 1) throw newer(data['version'])
  const files = data['files']
  if (!isObject(files)) throw broken('"files" is not an object')
  return {
    version: 1,
    artifacts: readIds(data['artifacts'], '"artifacts"'),
    removed: readIds(data['removed'] ?? [], '"removed"'),
    files: Object.fromEntries(Object.entries(files).map(([path, entry]) => [readPath(path), readEntry(path, entry)])),
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    const marker = text.split(/\r?\n/).findIndex(line => line.startsWith('<<<<<<<'))
    if (marker === -1) throw broken('is not JSON')
    throw broken('holds conflict markers of git', marker + 1)
  }
}

function readPath(path: string): string {
  const fault = pathFault(path) ?? (isState(path) ? `leads into ${STATE}` : undefined)
  if (fault) throw broken(`names the path ${JSON.stringify(path)}, which ${fault}`)
  return path
}

function readEntry(path: string, entry: unknown): ManifestEntry {
  const at = `the entry of ${path}`
  if (!isObject(entry)) throw broken(`${at} is not an object`)
  const { own, base } = entry
  if (own !== 'managed' && own !== 'seed' && own !== 'edit') throw broken(`${at} has an unknown "own"`)
  if (!isSha256(base)) throw broken(`${at} has a "base" that is no SHA-256`)
  return {
    artifacts: readIds(entry['artifacts'], `"artifacts" of ${path}`),
    own,
    base,
    ...(entry['executable'] === true ? { executable: true as const } : {}),
    ...(entry['adopted'] === true ? { adopted: true as const } : {}),
  }
}

const ID = /^[a-z0-9-]+\/[a-z0-9-]+$/

function readIds(value: unknown, what: string): readonly string[] {
  if (!Array.isArray(value) || !value.every((id): id is string => typeof id === 'string' && ID.test(id)))
    throw broken(`${what} is not a list of artifacts`)
  return value
}

function broken(what: string, line?: number): Failure {
  return new Failure('bad-manifest', `${MANIFEST} ${what}`, {
    path: MANIFEST,
    line,
    suggestion: `Bring the file back from version control; or delete the folder ${STATE}, and what is there then counts as yours.`,
  })
}

function newer(version: unknown): Failure {
  if (typeof version !== 'number') return broken('has no version')
  return new Failure('newer-manifest', `${MANIFEST} has version ${version}; this program knows version 1`, {
    path: MANIFEST,
    suggestion: 'Run the newest version: npx create-prod-ready@latest',
  })
}
