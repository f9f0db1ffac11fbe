import type { Context } from '../../../src/artifact/index.ts'
import type { Fact } from '../../../src/detect/types.ts'
import { byCodeUnit } from '../../../src/text/paths.ts'
import type { Person, Touch } from '../../../src/workspace/types.ts'
import { platformOf } from '../_common/host.ts'
import { isBot } from '../_common/subjects.ts'

/** Commits that are looked at: who worked on it of late is who can review it now. */
const COMMITS = 1000
/** A folder has an owner of its own when one person made more than half of at least this many changes. */
const CHANGES = 5

const ACCOUNT = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,37}[A-Za-z0-9])?$/
const OWNER =
  /^@[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?(?:\/[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)*$|^[^\s@<>#]+@[^\s@<>#]+\.[^\s@<>#]+$/

/** @returns true for what a CODEOWNERS file takes as owner, or what is wrong with it */
export function checkOwner(value: string): true | string {
  return OWNER.test(value) ? true : 'an owner is @user, @org/team or the e-mail address of an account'
}

/**
 * The account behind an address that the host itself made, which names it; any other address does not tell the account.
 * @returns `@name`
 */
function accountOf({ email }: Person): string | undefined {
  const name = /^(?:\d+[+-])?([^@+]+)@users\.noreply\.(?:github|gitlab)\.com$/i.exec(email)?.[1]
  return name !== undefined && ACCOUNT.test(name) ? `@${name}` : undefined
}

interface Share {
  readonly person: Person
  readonly count: number
  readonly total: number
}

/** @returns the person with the most of these changes; ties go to the address that comes first */
function mostOf(touches: readonly Touch[]): Share | undefined {
  const counts = new Map<string, { person: Person; count: number }>()
  for (const { author } of touches) {
    const key = accountOf(author) ?? author.email.toLowerCase()
    const known = counts.get(key)
    counts.set(key, { person: author, count: (known?.count ?? 0) + 1 })
  }
  const [first] = [...counts.entries()].sort(([a, x], [b, y]) => y.count - x.count || byCodeUnit(a, b))
  return first && { ...first[1], total: touches.length }
}

function touchesOf(ctx: Context): readonly Touch[] {
  return ctx.ws.git.touched(COMMITS).filter(touch => !isBot(touch.author))
}

/** @returns who owns what no other rule names: certain where the address of the main author is an account, offered where it is not */
export function mainOwner(ctx: Context): Fact<readonly string[]> | undefined {
  const most = mostOf(touchesOf(ctx))
  if (!most || most.count * 2 <= most.total) return undefined
  const account = accountOf(most.person)
  const matches = platformOf(ctx) === 'gitlab' ? /gitlab/i.test(most.person.email) : /github/i.test(most.person.email)
  if (account !== undefined && matches) return { value: [account], certainty: 'certain', evidence: [] }
  return checkOwner(most.person.email) === true && !/noreply/i.test(most.person.email)
    ? { value: [most.person.email], certainty: 'likely', evidence: [] }
    : undefined
}

export interface Rule {
  readonly pattern: string
  readonly owners: readonly string[]
}

/** @returns rules for top folders in which most changes are by one other person whose account is known, by path */
export function folderRules(ctx: Context, everything: readonly string[]): readonly Rule[] {
  const touches = touchesOf(ctx)
  const folders = [
    ...new Set(ctx.ws.files.filter(path => path.includes('/')).map(path => path.slice(0, path.indexOf('/')))),
  ].sort(byCodeUnit)
  return folders.flatMap(folder => {
    const most = mostOf(
      touches.filter(touch => touch.paths.some(path => path === folder || path.startsWith(`${folder}/`))),
    )
    const owner = most && accountOf(most.person)
    const pattern = patternOf(folder)
    const own = most !== undefined && most.total >= CHANGES && most.count * 2 > most.total
    return own && owner !== undefined && pattern !== undefined && !everything.includes(owner)
      ? [{ pattern, owners: [owner] }]
      : []
  })
}

/** @returns the folder as a pattern; undefined for a name that cannot be written in this format */
function patternOf(folder: string): string | undefined {
  return /[[\]!*?\\#]|\p{Cc}/u.test(folder) ? undefined : `/${folder.replaceAll(' ', '\\ ')}/`
}
