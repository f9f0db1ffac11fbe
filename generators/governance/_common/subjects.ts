import { plain } from '../../../src/text/quote.ts'
import { cut } from './markdown.ts'

/** Headings of Keep a Changelog, in its order. */
export const SECTIONS = ['Added', 'Changed', 'Deprecated', 'Removed', 'Fixed', 'Security'] as const
export type Section = (typeof SECTIONS)[number]

/** What the subject of a commit says to somebody who uses the software. */
export interface Change {
  readonly section: Section
  readonly text: string
  readonly breaking: boolean
  /** Reference to the pull or merge request, when the subject ends with one: `#12`, `!12`. */
  readonly reference?: string
}

interface Conventional {
  readonly type: string
  readonly scope?: string
  readonly breaking: boolean
  readonly text: string
}

/** Types of Conventional Commits as people use them: the section, or nothing for work that users do not notice. */
// prettier-ignore
const TYPES: Readonly<Record<string, Section | undefined>> = {
  feat: 'Added', feature: 'Added', fix: 'Fixed', bugfix: 'Fixed', hotfix: 'Fixed', perf: 'Changed', refactor: 'Changed', change: 'Changed',
  deprecate: 'Deprecated', remove: 'Removed', security: 'Security', revert: 'Changed',
  build: undefined, chore: undefined, ci: undefined, doc: undefined, docs: undefined, style: undefined, test: undefined, tests: undefined,
  deps: undefined, release: undefined, wip: undefined,
}

/** Leading verbs, by their stem. */
const VERBS: readonly (readonly [RegExp, Section])[] = [
  [
    /^(add|adds|added|adding|implement\w*|introduc\w*|creat(e|es|ed|ing)|support(s|ed|ing)?|allow(s|ed|ing)?|enabl(e|es|ed|ing)|provid(e|es|ed|ing))$/,
    'Added',
  ],
  [
    /^(fix|fixes|fixed|fixing|bugfix|hotfix|correct(s|ed|ing)?|resolv(e|es|ed|ing)|repair(s|ed|ing)?|prevent(s|ed|ing)?)$/,
    'Fixed',
  ],
  [/^(remov(e|es|ed|ing)|delet(e|es|ed|ing)|drop(s|ped|ping)?)$/, 'Removed'],
  [/^deprecat(e|es|ed|ing)$/, 'Deprecated'],
]

/** The emoji that some teams begin a subject with. */
const EMOJI: Readonly<Record<string, Section | undefined>> = {
  sparkles: 'Added',
  bug: 'Fixed',
  ambulance: 'Fixed',
  fire: 'Removed',
  lock: 'Security',
  wastebasket: 'Deprecated',
}

const SECURITY = /\b(CVE-\d{4}-\d+|GHSA(-\w{4}){3})\b|\bvulnerabilit(y|ies)\b|\bsecurity (fix|issue|hole|bug|patch)/i

/** A subject is one line; git takes a whole first paragraph for it. */
const LONGEST = 500

/** Subjects that tell a user nothing. */
const NOISE: readonly RegExp[] = [
  /^merge (branch|pull request|remote|tag|commit|request)\b/i,
  /^(fixup|squash|amend)!/,
  /^(initial|first|init)\b.{0,8}\b(commit|import|push)?\W*$/i,
  /^(wip|typos?|oops|nits?|lint(ing)?|fmt|format(ting|ted)?|prettier|tests?|misc|tmp|temp|stuff|updates?|changes|minor( changes| fix(es)?)?)\W*$/i,
  /^(code )?clean(ed|ing)? ?-?ups?\b/i,
  /\btypos?\b|\bwhite ?space\b|\bunused (spaces?|imports?)\b/i,
  // releases and versions
  /^(release|publish|version|prepare|cut|tag|bump)?\W*\bv?\d+\.\d+(\.\d+)?\S*\W*$/i,
  /^(release|publish|prepare|cut|tag)\b.*\bv?\d+\.\d+/i,
  /^(update |bump )?(package )?version\W*$/i,
  // dependencies
  /^(bump(s|ed|ing)?|(up|down)grad(e|es|ed|ing)|updat(e|es|ed|ing)|pin(s|ned|ning)?|lock file|refresh)\b.*(\bdep(s|[a-z]*d[a-z]*e[a-z]*c(y|ies))?\b|\bpackages?\b|\bversions?\b|\block ?-?files?\b|\bfrom \S*\d\S* to \S*\d|\bto ([\w@/-]+ )?[~^=]*v?\d+(\.\d+)+)/i,
  /^bump\b|\b(upgrade|update|bump)s? (\w+ )?dependencies\b/i,
  // documentation
  /\b(README|CHANGELOG|CONTRIBUTING|LICEN[CS]E)\b|\breadme\b|\.md\b/,
  /^(\w+ )?(the )?(\w+ )?(docs?|documentation|docstrings?|comments?|changelog|licen[cs]e)\b.{0,60}$/i,
  /\b(documentation|comments?|badges?)\W*$/i,
  // tests, pipeline, editors, style
  /\bCI\b|\.ya?ml\b|\bgithub actions?\b|\bworkflows?\b|\b(travis|circleci|dependabot|renovate|codecov)\b|\bgit ?ignore\b|\bvs ?code\b|\bdevcontainer\b/i,
  /^(add|fix|update|improve|more|write|refactor|extend|change)\w* (\w+ ){0,3}tests?\b|\bin (unit |integration )?tests?\W*$/i,
  /^(run |fix |apply |address )?(cargo )?(fmt|clippy|eslint|rustfmt|prettier|lint(er)?|formatting)\b.{0,24}$|\bclippy\b/i,
]

/** Scopes of Conventional Commits whose changes stay inside the project. */
const INNER_SCOPE =
  /^(deps?(-dev)?|dependenc(y|ies)|ci|tests?|docs?|release|lint|build|changelog|readme|github|workflows?)$/i

/**
 * Reads the subject of a commit, whether it follows a convention or not.
 * @returns undefined for what users do not notice: merges, releases, updates of dependencies, documentation, tests, style, unfinished work
 */
export function readSubject(subject: string): Change | undefined {
  const whole = plain(cut(subject, LONGEST)).replace(/\s+/g, ' ')
  const { text: bare, reference } = withoutReference(whole)
  const { text, section: hinted } = withoutMarks(bare)
  const conventional = readConventional(text)
  const said = conventional?.text ?? text
  if (!/\p{L}{2}/u.test(said) || isNoise(said, conventional)) return undefined
  const section = SECURITY.test(said)
    ? 'Security'
    : (sectionOf(conventional) ?? sectionOfVerb(said) ?? hinted ?? 'Changed')
  const scope = conventional?.scope ? `${conventional.scope}: ` : ''
  const breaking = conventional?.breaking === true || /\bBREAKING\b/.test(said)
  return { section, text: `${scope}${said}`, breaking, ...(reference ? { reference } : {}) }
}

/** @returns the parts of a subject in the form of Conventional Commits, with any word as type */
function readConventional(text: string): Conventional | undefined {
  const match = /^([a-z][\w-]*) ?(?:\(([^()]*)\))?(!)?: +(.+)$/i.exec(text)
  if (!match) return undefined
  const [, type = '', scope, mark, rest = ''] = match
  const known = Object.hasOwn(TYPES, type.toLowerCase())
  return {
    type: type.toLowerCase(),
    breaking: mark === '!',
    text: rest.trim(),
    ...(known ? (scope ? { scope: scope.trim() } : {}) : { scope: type }),
  }
}

function isNoise(text: string, conventional: Conventional | undefined): boolean {
  if (conventional && !conventional.breaking) {
    if (Object.hasOwn(TYPES, conventional.type) && TYPES[conventional.type] === undefined) return true
    if (INNER_SCOPE.test(conventional.scope ?? '')) return true
  }
  return NOISE.some(pattern => pattern.test(text))
}

function sectionOf(conventional: Conventional | undefined): Section | undefined {
  if (!conventional || !Object.hasOwn(TYPES, conventional.type)) return undefined
  const section = TYPES[conventional.type] ?? 'Changed'
  // `feat: remove x` and `feat!: drop x` take something away
  const taken = sectionOfVerb(conventional.text)
  return section === 'Added' && (taken === 'Removed' || taken === 'Deprecated') ? taken : section
}

function sectionOfVerb(text: string): Section | undefined {
  const words = [text, text.replace(/^[\w./-]+ ?(-|:) /, ''), /\b(added|fixed|removed)\W*$/i.exec(text)?.[1] ?? '']
  return words
    .map(part => (/^[A-Za-z]+/.exec(part)?.[0] ?? '').toLowerCase())
    .flatMap(word => VERBS.filter(([verb]) => verb.test(word)).map(([, section]) => section))[0]
}

function withoutReference(text: string): { readonly text: string; readonly reference?: string } {
  const match = /^(.*?)((?: ?\([#!]\d+\))+)$/.exec(text)
  const reference = match?.[2]?.match(/[#!]\d+/g)?.at(-1)
  return match && reference ? { text: (match[1] ?? '').trim(), reference } : { text }
}

/** Bullets, emoji and their names in front of a subject. */
function withoutMarks(text: string): { readonly text: string; readonly section?: Section } {
  const marks =
    /^(?:(?::[a-z0-9_+-]+:|[\p{Extended_Pictographic}\u200d\ufe0f]+|[.^*+>~!-]+(?=\s))\s*)*/u.exec(text)?.[0] ?? ''
  const names = [...marks.matchAll(/:([a-z0-9_+-]+):/g)].map(match => match[1] ?? '')
  const section = names
    .map(name => (Object.hasOwn(EMOJI, name) ? EMOJI[name] : undefined))
    .find(found => found !== undefined)
  return { text: text.slice(marks.length), ...(section ? { section } : {}) }
}

/** Types that the convention itself and its common preset name. */
const CONVENTIONAL = /^(build|chore|ci|docs|feat|fix|perf|refactor|revert|style|test)(\([^()]*\))?!?: \S/

/** Below this many commits by people, a habit cannot be told from chance. */
const ENOUGH = 10

/** @returns true when most of these subjects, written by people, follow Conventional Commits */
export function followsConvention(subjects: readonly string[]): boolean {
  const following = subjects.filter(subject => CONVENTIONAL.test(subject)).length
  return subjects.length >= ENOUGH && following / subjects.length >= 0.6
}

/** @returns true for the name or address of a program that commits */
export function isBot(person: { readonly name: string; readonly email: string }): boolean {
  return /\[bot\]|\b(dependabot|renovate|greenkeeper|snyk-bot|github-actions|semantic-release-bot)\b/i.test(
    `${person.name} ${person.email}`,
  )
}
