import type { Validator } from '../types.ts'
import { command, linesLike } from './command.ts'

/**
 * How licensecheck names a text: the versions of the GNU family without ".0" and, because the text is the same,
 * without what the user chose about later versions. The Lesser GPL is an addition to the GPL: its file holds both.
 */
function nameOf(spdx: string): string {
  return spdx
    .replace(/-(only|or-later)$/, '')
    .replace(/^GPL-(\d)\.0$/, 'GPL-$1')
    .replace(/^LGPL-3\.0$/, 'GPL-3 and/or LGPL-3')
    .replace(/^AGPL-3\.0$/, 'AGPLv3')
}

/** @returns true for the text of a licence, which is its author's word for word */
export function isLicence(file: string): boolean {
  return /(^|\/)(LICEN[CS]E|COPYING)[^/]*$/.test(file)
}

const licence: Validator = {
  name: 'licensecheck',
  tool: 'licensecheck',
  looksAt: isLicence,
  check: look =>
    command({
      name: 'licensecheck',
      args: files => ['--machine', '--check', '.', '--lines', '0', '--shortname-scheme', 'spdx', ...files],
      read: ({ out }) =>
        linesLike(out, /^(?<file>[^\t]+)\t(?<found>.*)$/)
          .filter(({ found }) => found !== nameOf(look.licence))
          .map(({ file = '', found = '' }) => ({ file, message: `is read as ${found}, ${look.licence} was answered` })),
    })(look),
}

export const licenceValidators: readonly Validator[] = [licence]
