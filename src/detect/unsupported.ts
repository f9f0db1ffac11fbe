import { basename, byCodeUnit, dirname, isInside } from '../text/paths.ts'
import { isForeign } from './ecosystems/model.ts'
import { asideOf } from './services/model.ts'
import type { Unsupported } from './types.ts'
import type { View } from './view.ts'

interface Language {
  readonly name: string
  readonly manifest: RegExp
  readonly source: RegExp
}

const LANGUAGES: readonly Language[] = [
  { name: 'go', manifest: /^go\.(mod|work)$/, source: /\.go$/ },
  {
    name: 'python',
    manifest: /^(pyproject\.toml|requirements(?:[-_.]\w+)?\.txt|setup\.(py|cfg)|Pipfile|environment\.ya?ml)$/,
    source: /\.py$/,
  },
  { name: 'ruby', manifest: /^(Gemfile|[\w-]+\.gemspec)$/, source: /\.rb$/ },
  { name: 'java', manifest: /^(pom\.xml|build\.gradle(\.kts)?)$/, source: /\.java$/ },
  { name: 'kotlin', manifest: /^(pom\.xml|build\.gradle(\.kts)?)$/, source: /\.kt$/ },
  { name: 'csharp', manifest: /\.(csproj|sln|slnx)$/, source: /\.cs$/ },
  { name: 'fsharp', manifest: /\.fsproj$/, source: /\.fs$/ },
  { name: 'php', manifest: /^composer\.json$/, source: /\.php$/ },
  { name: 'elixir', manifest: /^mix\.exs$/, source: /\.exs?$/ },
  { name: 'scala', manifest: /^build\.sbt$/, source: /\.scala$/ },
  { name: 'swift', manifest: /^Package\.swift$/, source: /\.swift$/ },
  { name: 'dart', manifest: /^pubspec\.ya?ml$/, source: /\.dart$/ },
  { name: 'haskell', manifest: /\.cabal$|^stack\.yaml$/, source: /\.hs$/ },
  { name: 'deno', manifest: /^deno\.jsonc?$/, source: /\.[jt]sx?$/ },
  { name: 'lua', manifest: /\.rockspec$/, source: /\.lua$/ },
  { name: 'zig', manifest: /^build\.zig$/, source: /\.zig$/ },
  { name: 'cpp', manifest: /^(CMakeLists\.txt|meson\.build)$/, source: /\.(cc|cpp|cxx|c)$/ },
]

/** @returns the parts in languages that are not supported: their folders, the outermost for each language */
export function unsupportedParts(view: View, supported: ReadonlySet<string>): readonly Unsupported[] {
  const found: Unsupported[] = []
  for (const { name, manifest, source } of LANGUAGES) {
    const manifests = view.matching(manifest).filter(path => !isForeign(path))
    const isPart = STANDALONE.test(name)
    if (!manifests.length && !isPart) continue
    const sources = view.matching(source).filter(path => !isForeign(path))
    const places = new Map<string, string>()
    for (const path of manifests) {
      const folder = dirname(path)
      const below = sources.filter(file => isInside(file, folder))
      // Tools of another ecosystem keep such files as well (a package.json beside deno.json).
      if (!below.length || (name === 'deno' && supported.has(folder))) continue
      const place = folder === '.' ? commonFolder(below) : folder
      if (!places.has(place)) places.set(place, path)
    }
    for (const [place, path] of isPart ? imagesOf(view, sources, supported) : []) {
      for (const inner of [...places.keys()]) if (inner !== place && isInside(inner, place)) places.delete(inner)
      if (![...places.keys()].some(other => isInside(place, other))) places.set(place, path)
    }
    if (isFrame(places, sources)) places.delete('.')
    for (const [place, path] of places) {
      if ([...places.keys()].some(other => other !== place && isInside(place, other))) continue
      found.push({ path: place, language: name, evidence: [view.evidence(path, undefined, `manifest of ${name}`)] })
    }
  }
  return found.sort((a, b) => byCodeUnit(a.path, b.path) || byCodeUnit(a.language, b.language))
}

/** True for a manifest at the root that only holds parts together: nearly all sources lie in folders with a manifest of their own. */
function isFrame(places: ReadonlyMap<string, string>, sources: readonly string[]): boolean {
  const inner = [...places.keys()].filter(place => place !== '.')
  const within = sources.filter(file => inner.some(place => isInside(file, place)))
  return inner.length > 1 && within.length >= sources.length * MOST
}

/** Languages whose programs need no manifest. */
const STANDALONE = /^(go|python|ruby|php|java|elixir)$/

/** Folders with a Dockerfile and sources, that are no package of a supported language: a part, with a manifest somewhere below or without one. */
function imagesOf(view: View, sources: readonly string[], supported: ReadonlySet<string>): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const path of view.named('Dockerfile')) {
    const folder = dirname(path)
    if (folder === '.' || basename(path) !== 'Dockerfile' || isForeign(path) || asideOf(folder) !== undefined) continue
    if ([...supported].some(other => isInside(other, folder))) continue
    if (sources.some(file => isInside(file, folder))) found.set(folder, path)
  }
  return found
}

/** The sources of a manifest at the root may nearly all lie in one folder: that is the part. */
function commonFolder(paths: readonly string[]): string {
  const counts = new Map<string, number>()
  for (const path of paths) {
    const top = path.includes('/') ? path.slice(0, path.indexOf('/')) : '.'
    counts.set(top, (counts.get(top) ?? 0) + 1)
  }
  const most = [...counts].find(([, count]) => count >= paths.length * MOST)?.[0] ?? '.'
  return SOURCES.test(most) ? '.' : most
}

/** What a language or its tools put sources in is no part of its own. */
const SOURCES = /^(src|lib|internal|pkg|cmd|app)$/

const MOST = 0.9
