import { literally } from '../text/patterns.ts'
import { certain, likely } from './fact.ts'
import type { Evidence, Existing, Fact, Project } from './types.ts'
import type { View } from './view.ts'

/** A licence by phrases of its text; letters are small and all space is one blank. The first match counts. */
interface Text {
  readonly id: string
  readonly all: readonly RegExp[]
  readonly none?: readonly RegExp[]
}

const MIT_GRANT = /permission is hereby granted, free of charge, to any person obtaining a copy/
const BSD_GRANT = /redistribution and use in source and binary forms, with or without modification, are permitted/

const TEXTS: readonly Text[] = [
  // It names the licence that it turns into, with the text of that one's notice.
  { id: 'FSL-1.1-ALv2', all: [/functional source license/, /\bfsl-1\.1-alv2\b/] },
  { id: 'FSL-1.1-MIT', all: [/functional source license/, /\bfsl-1\.1-mit\b/] },
  { id: 'AGPL-3.0-only', all: [/gnu affero general public license,? version 3, 19 november 2007/] },
  { id: 'LGPL-3.0-only', all: [/gnu lesser general public license,? version 3, 29 june 2007/] },
  { id: 'LGPL-2.1-only', all: [/gnu lesser general public license,? version 2\.1, february 1999/] },
  { id: 'GPL-3.0-only', all: [/gnu general public license,? version 3, 29 june 2007/] },
  { id: 'GPL-2.0-only', all: [/gnu general public license,? version 2, june 1991/] },
  // Names the licence that it turns into.
  { id: 'FSL-1.1-ALv2', all: [/functional source license, version 1\.1, (?:alv2|apache 2\.0) future license/] },
  { id: 'FSL-1.1-MIT', all: [/functional source license, version 1\.1, mit future license/] },
  { id: 'Apache-2.0', all: [/apache license/, /version 2\.0, january 2004/] },
  { id: 'MPL-2.0', all: [/mozilla public license,? version 2\.0/] },
  { id: 'EPL-2.0', all: [/eclipse public license - v 2\.0/] },
  { id: 'EUPL-1.2', all: [/european union public licence v\. ?1\.2/] },
  { id: 'BUSL-1.1', all: [/business source license 1\.1/] },
  { id: 'SSPL-1.0', all: [/server side public license/, /version 1, october 16, 2018/] },
  { id: 'Elastic-2.0', all: [/elastic license 2\.0/] },
  { id: 'PolyForm-Noncommercial-1.0.0', all: [/polyform noncommercial license 1\.0\.0/] },
  { id: 'BSL-1.0', all: [/boost software license - version 1\.0/] },
  { id: 'CC0-1.0', all: [/cc0 1\.0 universal/] },
  { id: 'CC-BY-SA-4.0', all: [/attribution-sharealike 4\.0 international/] },
  { id: 'CC-BY-4.0', all: [/attribution 4\.0 international/] },
  { id: 'Unlicense', all: [/this is free and unencumbered software released into the public domain/] },
  { id: 'WTFPL', all: [/do what the fuck you want to public license/] },
  {
    id: 'Zlib',
    all: [
      /this software is provided 'as-is', without any express or implied warranty/,
      /altered source versions must be plainly marked/,
    ],
  },
  { id: 'Artistic-2.0', all: [/the artistic license 2\.0/] },
  { id: 'BSD-4-Clause', all: [BSD_GRANT, /all advertising materials mentioning features/] },
  { id: 'BSD-3-Clause', all: [BSD_GRANT, /neither the names? of .{1,120} nor the names of/] },
  { id: 'BSD-2-Clause', all: [BSD_GRANT] },
  {
    id: '0BSD',
    all: [
      /permission to use, copy, modify, and\/or distribute this software for any purpose with or without fee is hereby granted\. the software is provided/,
    ],
  },
  {
    id: 'ISC',
    all: [
      /permission to use, copy, modify, and(?:\/or)? distribute this software for any purpose with or without fee is hereby granted, provided that/,
    ],
  },
  {
    id: 'MIT-0',
    all: [MIT_GRANT, /the software is provided "as is"/],
    none: [/the above copyright notice and this permission notice/],
  },
  { id: 'X11', all: [MIT_GRANT, /except as contained in this notice, the name/] },
  { id: 'MIT', all: [MIT_GRANT, /the above copyright notice and this permission notice/] },
  // The notice for the head of a file, where the text itself is left out.
  {
    id: 'Apache-2.0',
    all: [/licensed under the apache license, version 2\.0/, /www\.apache\.org\/licenses\/license-2\.0/],
  },
]

/** @returns SPDX identifier of a licence text; undefined for a text that is none of the common ones */
export function licenseOf(text: string): string | undefined {
  return licensesIn(text)[0]
}

/** Identifiers of all licences whose phrases a text has, the likeliest first. */
function licensesIn(text: string): readonly string[] {
  const plain = text
    .toLowerCase()
    .replace(/[*#>_`]/g, ' ')
    .replace(/[“”]/g, '"')
    .replace(/\s+/g, ' ')
  return TEXTS.filter(
    ({ all, none }) => all.every(pattern => pattern.test(plain)) && !none?.some(pattern => pattern.test(plain)),
  ).map(({ id }) => id)
}

/**
 * @returns the licence of the repository: what its texts say, joined by OR where there are several to choose from;
 * what the manifests say where there is no text that is known
 */
export function licenseFact(
  view: View,
  projects: readonly Project[],
  existing: readonly Existing[],
): Fact<string> | undefined {
  const files = existing.filter(item => item.kind === 'license' && !item.path.includes('/')).map(item => item.path)
  const found = new Map<string, string>()
  for (const path of files) {
    const id = licenseOf(view.text(path) ?? '')
    if (id !== undefined && !found.has(id)) found.set(id, path)
  }
  const declared = declaredLicense(projects)
  if (!files.length && !declared) return reuseLicense(view, projects)
  if (found.size === 0)
    return declared && !files.some(path => isOther(view.text(path) ?? '', declared.value)) ? declared : undefined
  const ids = [...found.keys()].map(id => orLater(id, declared?.value))
  const evidence = [...found.values()].map(path => view.evidence(path, undefined, 'text of the licence'))
  const state = ids.some(id => /GPL.*-only$/.test(id)) ? likely : certain
  if (declared && (hasOwnTerms(declared.value, ids) || areTogether(view, files, declared.value)))
    return likely(declared.value, ...evidence, ...declared.evidence)
  return ofMostParts(projects, ids, evidence) ?? state(ids.sort().join(' OR '), ...evidence)
}

/** Where each part of a repository names its own of several texts, they are no choice: the licence of most parts, unless one of them has all. */
function ofMostParts(
  projects: readonly Project[],
  ids: readonly string[],
  evidence: readonly Evidence[],
): Fact<string> | undefined {
  const family = (id: string): string => id.replace(/-(?:only|or-later)$/, '')
  const texts = new Set(ids.map(family))
  const parts = (value: string): readonly string[] =>
    value
      .replace(/[()]/g, '')
      .split(/ OR |\//)
      .map(family)
  const declared = projects.flatMap(project => project.packages.flatMap(({ license }) => license ?? []))
  const values = [...new Set(declared.map(({ value }) => value))]
  const named = new Set(values.flatMap(parts))
  const isSplit = values.every(value => new Set(parts(value)).size < texts.size)
  if (texts.size < 2 || !isSplit || named.size !== texts.size || [...named].some(id => !texts.has(id))) return undefined
  const count = (value: string): number => declared.filter(other => other.value === value).length
  const [first, ...more] = values
  const most = more.reduce<string | undefined>(
    (best, value) => (count(value) > count(best ?? '') ? value : best),
    first,
  )
  return most === undefined ? undefined : likely(most, ...evidence)
}

/** Texts that are called by their identifiers, as REUSE has it; of several, a manifest says how they belong together. */
function reuseLicense(view: View, projects: readonly Project[]): Fact<string> | undefined {
  const files = view.below('LICENSES/').filter(path => /^LICENSES\/[A-Za-z0-9][\w.+-]*\.(?:txt|md)$/.test(path))
  const ids = files.map(path => path.slice('LICENSES/'.length).replace(/\.\w+$/, ''))
  const evidence = files.map(path => view.evidence(path, undefined, 'text of the licence'))
  const [only, ...more] = ids
  if (only !== undefined && !more.length) return certain(only, ...evidence)
  const declared = projects.flatMap(project => project.packages.flatMap(({ license }) => license ?? []))
  const whole = declared.find(({ value }) => {
    const parts = value.split(/ (?:OR|AND) |[()]/).filter(part => part !== '')
    return parts.length === ids.length && parts.every(part => ids.includes(part))
  })
  return ids.length && whole ? likely(whole.value, ...evidence, ...whole.evidence) : undefined
}

/** True where the manifest leaves the choice between the licences whose texts are there and terms that have no SPDX identifier. */
function hasOwnTerms(declared: string, ids: readonly string[]): boolean {
  const parts = declared.replace(/[()]/g, '').split(' OR ')
  const others = parts.filter(part => !ids.includes(part))
  return (
    others.length > 0 && others.every(part => /^LicenseRef-[\w.-]+$/.test(part)) && ids.every(id => parts.includes(id))
  )
}

/** True where one file has the text of each of the licences between which the manifest leaves the choice. */
function areTogether(view: View, files: readonly string[], declared: string): boolean {
  const parts = declared.replace(/[()]/g, '').split(' OR ')
  return (
    parts.length > 1 &&
    files.some(path => {
      const ids = licensesIn(view.text(path) ?? '')
      return parts.every(part => ids.includes(part))
    })
  )
}

/** A text that takes a common licence and adds to it is another licence. */
const ADDING = /\bfollowing\s+additional\s+(?:conditions|terms|restrictions)\b/i

/** True for the text of a licence that is none of the common ones, and that says nothing of the one that the manifest names, or adds to it. */
function isOther(text: string, declared: string): boolean {
  if (ADDING.test(text)) return true
  const names = declared
    .split(/[^A-Za-z0-9.]+/)
    .filter(word => /^[A-Za-z]{2,}/.test(word) && !/^(OR|AND|WITH|only|later)$/.test(word))
  const isNamed = (name: string): boolean => new RegExp(String.raw`\b${literally(name)}\b`, 'i').test(text)
  return /\blicen[cs]e\b/i.test(text) && !names.some(isNamed)
}

/** The text of a GNU licence does not say whether later versions may be used; a manifest may. */
function orLater(id: string, declared: string | undefined): string {
  const family = id.replace(/-only$/, '')
  return declared?.startsWith(family) && /or-later|\+$/.test(declared) ? `${family}-or-later` : id
}

const IDENTIFIER = /^\(?[A-Za-z0-9][A-Za-z0-9.+-]*(?:\)? (?:OR|AND|WITH) \(?[A-Za-z0-9][A-Za-z0-9.+-]*)*\)?$/

function declaredLicense(projects: readonly Project[]): Fact<string> | undefined {
  const every = projects.flatMap(project => project.packages)
  const packages = every.filter(pkg => pkg.license !== undefined)
  const root = packages.find(pkg => pkg.path === '.') ?? packages[0]
  const license = root?.license
  if (!license) return undefined
  // One part of several does not speak for the repository.
  const isShared = packages.length * 2 > every.length && packages.every(pkg => pkg.license?.value === license.value)
  if (root.path !== '.' && !isShared) return undefined
  const value = license.value.replaceAll('/', ' OR ')
  // A word such as "SEE LICENSE IN …" or "UNLICENSED" is no licence.
  return IDENTIFIER.test(value) && !/^(UNLICENSED|SEE|proprietary|none)\b/i.test(value)
    ? likely(value, ...license.evidence)
    : undefined
}
