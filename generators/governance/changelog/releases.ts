import type { Context } from '../../../src/artifact/index.ts'
import type { Commit } from '../../../src/workspace/types.ts'
import { isBot, readSubject, SECTIONS, type Change, type Section } from '../_common/subjects.ts'
import { versionTags, type VersionTag } from '../_common/versions.ts'

/** Commits that are read: enough for the history of most repositories, and bounded for the others. */
const COMMITS = 3000
const VERSIONS = 30
/** Entries of one version; a reader who wants more than these reads the log. */
const ENTRIES = 25

export interface Entry extends Change {
  readonly hash: string
}

export interface Release {
  /** Undefined: not released yet. */
  readonly tag?: VersionTag
  readonly sections: readonly { readonly section: Section; readonly entries: readonly Entry[] }[]
  /** Entries that are left out because there are too many. */
  readonly more: number
  /** Commits that users do not notice. */
  readonly inner: number
}

export interface Draft {
  /** The newest first; the first one is what is not released yet. */
  readonly releases: readonly Release[]
  /** Versions that are older than those in `releases`. */
  readonly older: number
  /** Day of the newest commit. */
  readonly until?: string
}

/**
 * @returns what the history says of each version. A tagged commit ends its version; a tag on a merge, which the log leaves out,
 * is placed by its day.
 */
export function draftOf(ctx: Context): Draft {
  const commits = ctx.ws.git.commits(COMMITS)
  const ends = placed(versionTags(ctx), commits)
  const complete = commits.length < COMMITS && !ctx.ws.git.shallow
  const shown = ends.filter(end => complete || end.at < commits.length).slice(0, VERSIONS)
  const starts = [0, ...shown.map(end => end.at)]
  const stops = [...starts.slice(1), ends[shown.length]?.at ?? commits.length]
  const releases = starts.map((start, i) => releaseOf(shown[i - 1]?.tag, commits.slice(start, stops[i])))
  return { releases, older: ends.length - shown.length, ...(commits[0] ? { until: commits[0].date } : {}) }
}

interface End {
  readonly tag: VersionTag
  /** Index of the newest commit that belongs to the version. */
  readonly at: number
}

function placed(tags: readonly VersionTag[], commits: readonly Commit[]): readonly End[] {
  const index = new Map(commits.map((commit, i) => [commit.hash, i]))
  return tags
    .map(tag => ({ tag, at: index.get(tag.hash) ?? indexOfDay(commits, tag.date) }))
    .sort((a, b) => a.at - b.at)
}

function indexOfDay(commits: readonly Commit[], day: string): number {
  const at = commits.findIndex(commit => commit.date <= day)
  return at === -1 ? commits.length : at
}

function releaseOf(tag: VersionTag | undefined, commits: readonly Commit[]): Release {
  const entries = withoutReverted(commits.filter(commit => !isBot(commit.author))).flatMap(commit => {
    const change = readSubject(commit.subject)
    return change ? [{ ...change, hash: commit.hash }] : []
  })
  const unique = entries.filter(
    (entry, i) => entries.findIndex(other => other.text.toLowerCase() === entry.text.toLowerCase()) === i,
  )
  const listed = [...unique.filter(entry => entry.breaking), ...unique.filter(entry => !entry.breaking)].slice(
    0,
    ENTRIES,
  )
  const sections = SECTIONS.map(section => ({
    section,
    entries: listed.filter(entry => entry.section === section),
  })).filter(group => group.entries.length)
  return {
    ...(tag ? { tag } : {}),
    sections,
    more: unique.length - listed.length,
    inner: commits.length - entries.length,
  }
}

/** A commit and the one that takes it back cancel each other out within a version. */
function withoutReverted(commits: readonly Commit[]): readonly Commit[] {
  const reverted = new Set<string>()
  return commits.filter(({ subject }) => {
    const original = /^Revert "(.+)"(?: ?\([#!]\d+\))?$/.exec(subject)?.[1]
    if (original !== undefined && commits.some(other => other.subject === original)) {
      reverted.add(original)
      return false
    }
    return !reverted.delete(subject)
  })
}
