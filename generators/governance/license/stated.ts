import type { Context } from '../../../src/artifact/index.ts'
import type { Existing, Fact, Package } from '../../../src/detect/types.ts'
import { existingOf, isBlank, textOf } from '../_common/existing.ts'
import { asTable, manifestOf, packagesOf } from '../_common/manifest.ts'
import { choiceOf } from './texts.ts'

/** @returns the licence of the repository: of the user's text where there is one, else as one of the choices, from the manifests */
export function statedLicense(ctx: Context): Fact<string> | undefined {
  const stated = expressionOf(ctx)
  if (!stated || hasOwnText(ctx)) return stated
  const choice = choiceOf(stated.value)
  return choice === undefined ? undefined : { ...stated, value: choice }
}

/** @returns the licence that a text of the user says, where the text leaves no doubt */
export function textLicense(ctx: Context): string | undefined {
  const { license } = ctx.facts.repository
  return hasOwnText(ctx) && license?.certainty === 'certain' ? (choiceOf(license.value) ?? license.value) : undefined
}

/** @returns false for a licence that the user's text cannot be: a text of GNU leaves open whether a later version may be chosen, and nothing else */
export function canBe(ctx: Context, license: string): boolean {
  const stated = hasOwnText(ctx) ? ctx.facts.repository.license?.value : undefined
  return stated === undefined || familyOf(choiceOf(stated) ?? stated) === familyOf(license)
}

function familyOf(license: string): string {
  return license.replace(/-(?:only|or-later)$/, '')
}

/** What we wrote follows from the manifest or an answer: only a text of the user is a source. */
function expressionOf(ctx: Context): Fact<string> | undefined {
  const { license } = ctx.facts.repository
  return hasOwnText(ctx) ? (license ?? inManifests(ctx)) : (inManifests(ctx) ?? license)
}

/** The licence of the root's manifest; without one, that of all manifests where they agree. */
function inManifests(ctx: Context): Fact<string> | undefined {
  const naming = packagesOf(ctx).filter(pkg => pkg.license)
  const [first] = naming
  if (!first || first.path === '.') return first?.license
  return naming.every(pkg => pkg.license?.value === first.license?.value) ? first.license : undefined
}

/** @returns why no licence is added, when that is so */
export function reasonAgainst(ctx: Context): string | undefined {
  const packages = packagesOf(ctx)
  const stated = expressionOf(ctx)
  if (
    stated &&
    /^(UNLICENSED|proprietary|commercial|SEE LICEN[CS]E IN\b.*|LicenseRef-.*)$/i.test(stated.value.trim())
  ) {
    return `${whereOf(stated)} says ${stated.value.trim()}: the terms are the owner's own`
  }
  if (stated && choiceOf(stated.value) === undefined && !hasOwnText(ctx)) {
    return `${whereOf(stated)} says ${stated.value}, and the text of that licence is not shipped with this program`
  }
  const closed = packages.length > 0 && packages.every(pkg => pkg.private) && !stated
  return closed
    ? `${packages.length === 1 ? 'the package is' : 'all packages are'} private and no manifest names a licence: it is not offered to others`
    : undefined
}

function whereOf(fact: Fact<string>): string {
  return fact.evidence[0]?.path ?? 'the manifest'
}

/** @returns the packages that may be published and whose manifest does not say under which licence */
export function silentPackages(ctx: Context): readonly Package[] {
  return packagesOf(ctx).filter(pkg => {
    if (pkg.private || pkg.license) return false
    const manifest = manifestOf(ctx, pkg.manifest)
    const keys = pkg.manifest.endsWith('.json') ? manifest : asTable(manifest['package'])
    // license.workspace = true, license-file, npm's old list: said in another way, which is not ours to change
    return Object.keys(keys).length > 0 && !['license', 'license-file', 'licenses'].some(key => key in keys)
  })
}

/** @returns the packages whose manifest names the licence because an earlier run wrote it there */
export function namedByUs(ctx: Context): readonly Package[] {
  return packagesOf(ctx).filter(pkg => pkg.license && ctx.ownersOf(pkg.manifest).includes('governance/license'))
}

/** Notices that somebody forgot to fill in, on a line of their own near the top; the GNU and Apache texts show theirs further down, as an example. */
const UNFILLED = /^ *Copyright (\(c\)|©) *(<year>|\[year\]|\[yyyy\]|YEAR|\{year\}|\{\{ ?year)/im

/** What is wrong with a licence text of the user. */
export interface Unusable {
  readonly path: string
  readonly reason: string
}

/** @returns the first licence text that says nothing, or that does not say whose it is */
export function unusableText(ctx: Context): Unusable | undefined {
  for (const existing of topTexts(ctx)) {
    const text = textOf(ctx, existing)
    if (isBlank(text)) return { path: existing.path, reason: `${existing.path} is empty` }
    if (UNFILLED.test(text.slice(0, 600)))
      return { path: existing.path, reason: `the copyright notice in ${existing.path} is not filled in` }
  }
  return undefined
}

/** @returns licence texts for the whole repository: at its top, or in the folder that the REUSE convention names */
export function topTexts(ctx: Context): readonly Existing[] {
  return existingOf(ctx, 'license').filter(
    existing => !existing.path.includes('/') || existing.path.startsWith('LICENSES/'),
  )
}

/** @returns true when the user has a licence text that can stay as it is */
export function hasOwnText(ctx: Context): boolean {
  return !unusableText(ctx) && topTexts(ctx).some(existing => ctx.ownersOf(existing.path).length === 0)
}
