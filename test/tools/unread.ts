import type { Tree } from './tree.ts'
import type { Validator } from './types.ts'

/** Formats without a validator here, and who reads them instead. */
const ELSEWHERE: readonly (readonly [files: RegExp, reader: string])[] = [
  [/(^|\/)\.(docker|git|prettier)ignore$/, 'a list of patterns, of which any text is one'],
  [/\.rs$/, 'the compiler and rustfmt, where the changed services are built and asked (test/e2e/app-rust)'],
  [/(^|\/)nginx\.[\w.]*conf$/, 'nginx, when the image is built and started'],
]

/** @returns written files that no validator reads as what they are, one line for each path */
export function unread(trees: readonly Tree[], validators: readonly Validator[]): readonly string[] {
  const readers = validators.filter(({ general }) => !general)
  const found = trees.flatMap(({ name, written, after }) =>
    written
      .filter(
        file => !ELSEWHERE.some(([files]) => files.test(file)) && !readers.some(({ looksAt }) => looksAt(file, after)),
      )
      .map(file => `no validator reads ${file} as what it is (${name})`),
  )
  return found.sort()
}
