import type { Context } from '../../../src/artifact/index.ts'
import type { Existing, ExistingKind } from '../../../src/detect/types.ts'

/** @returns the files of a kind, whoever made them */
export function existingOf(ctx: Context, kind: ExistingKind): readonly Existing[] {
  return ctx.facts.repository.existing.filter(existing => existing.kind === kind)
}

/** @returns the files of a kind that no earlier run wrote */
export function madeByUser(ctx: Context, kind: ExistingKind): readonly Existing[] {
  return existingOf(ctx, kind).filter(existing => ctx.ownersOf(existing.path).length === 0)
}

/** @returns whether something is asked for a file of a kind: one of the user stays as it is, and no answer would change it */
export function unlessTheirs(kind: ExistingKind): (ctx: Context) => boolean {
  return ctx => madeByUser(ctx, kind).length === 0
}

/**
 * @returns the path an artifact writes to: where the user already keeps such a file in the same format (it is then kept, and the text is offered),
 * else `usual`
 */
export function placeOf(ctx: Context, kind: ExistingKind, usual: string): string {
  const paths = madeByUser(ctx, kind).map(existing => existing.path)
  const isProse = (path: string): boolean => /\.(md|markdown)$/i.test(path)
  return paths.includes(usual) ? usual : (paths.find(path => isProse(path) === isProse(usual)) ?? usual)
}

/** @returns text of an existing file; '' for one that cannot be read */
export function textOf(ctx: Context, existing: Existing): string {
  return ctx.ws.read(existing.path) ?? ''
}

/** @returns true when nothing but white space and comments of HTML is in `text` */
export function isBlank(text: string): boolean {
  let rest = ''
  let at = 0
  for (let open = text.indexOf('<!--'); open !== -1; open = text.indexOf('<!--', at)) {
    rest += text.slice(at, open)
    const close = text.indexOf('-->', open + 4)
    at = close === -1 ? text.length : close + 3
  }
  return (rest + text.slice(at)).trim() === ''
}
