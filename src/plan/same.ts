import { toLf } from '../text/lines.ts'

/** @returns `text` without what a checkout or an editor changes on its own: line ends, byte order mark, the final newline */
export function normal(text: string): string {
  return toLf(text).replace(/\n$/, '')
}

/** @returns true when both texts say the same */
export function same(a: string, b: string): boolean {
  return a === b || normal(a) === normal(b)
}
