/** A licence whose text is shipped, byte for byte as in the SPDX list but for the notice of the holder. */
export interface LicenseText {
  /** Below templates/governance/license/; with `.hbs` where year and holder are filled in. */
  readonly template: 'filled' | 'verbatim'
  /** File name beside another licence, where the id is not what people use. */
  readonly beside?: string
}

/**
 * By SPDX id. The texts of the GNU and Apache licences hold a notice as an example in their instructions: that is part of the text and stays.
 */
export const LICENSES: Readonly<Record<string, LicenseText>> = {
  MIT: { template: 'filled' },
  'Apache-2.0': { template: 'verbatim', beside: 'LICENSE-APACHE' },
  'BSD-2-Clause': { template: 'filled' },
  'BSD-3-Clause': { template: 'filled' },
  ISC: { template: 'filled' },
  '0BSD': { template: 'filled' },
  'MPL-2.0': { template: 'verbatim' },
  'BSL-1.0': { template: 'verbatim' },
  Unlicense: { template: 'verbatim' },
  'LGPL-3.0-or-later': { template: 'verbatim' },
  'GPL-2.0-only': { template: 'verbatim' },
  'GPL-3.0-only': { template: 'verbatim' },
  'GPL-3.0-or-later': { template: 'verbatim' },
  'AGPL-3.0-only': { template: 'verbatim' },
  'AGPL-3.0-or-later': { template: 'verbatim' },
}

/** The pair that is usual for Rust: whoever takes the code chooses. */
const DUAL = 'MIT OR Apache-2.0'

export const CHOICES: readonly string[] = [...Object.keys(LICENSES), DUAL]

/** Identifiers that SPDX has replaced, with what they mean. */
const RENAMED: Readonly<Record<string, string>> = {
  'GPL-2.0': 'GPL-2.0-only',
  'GPL-3.0': 'GPL-3.0-only',
  'GPL-3.0+': 'GPL-3.0-or-later',
  'LGPL-3.0+': 'LGPL-3.0-or-later',
  'AGPL-3.0': 'AGPL-3.0-only',
  'AGPL-3.0+': 'AGPL-3.0-or-later',
}

/** @returns the choice that an expression of a manifest means: one licence, or several of which one may be chosen; undefined for a text that is not shipped */
export function choiceOf(expression: string): string | undefined {
  const ids = expression
    .trim()
    .replace(/^\((.*)\)$/, '$1')
    .split(/\s*\/\s*|\s+OR\s+/i)
    .map(id => (Object.hasOwn(RENAMED, id) ? RENAMED[id] : id) ?? id)
    .map(id => Object.keys(LICENSES).find(known => known.toLowerCase() === id.toLowerCase()))
  if (ids.some(id => id === undefined)) return undefined
  const unique = [...new Set(ids)]
  return unique.length === 2 && unique.every(id => DUAL.includes(id ?? '')) ? DUAL : unique.join(' OR ')
}

/** @returns the files of a choice: path and SPDX id */
export function filesOf(choice: string): readonly { readonly path: string; readonly id: string }[] {
  const ids = choice.split(' OR ')
  return ids.map(id => ({ path: ids.length === 1 ? 'LICENSE' : (LICENSES[id]?.beside ?? `LICENSE-${id}`), id }))
}

/** @returns true when the text names year and holder */
export function namesHolder(choice: string): boolean {
  return filesOf(choice).some(({ id }) => LICENSES[id]?.template === 'filled')
}
