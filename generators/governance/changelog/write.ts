import type { Pages } from '../_common/host.ts'
import { line } from '../_common/markdown.ts'
import type { Draft, Entry, Release } from './releases.ts'

/** @returns Markdown of all versions, and the definitions of their links */
export function writeReleases(draft: Draft, pages: Pages): { readonly text: string; readonly links: string } {
  const blocks = draft.releases.map(release => writeRelease(release, pages))
  return { text: [...blocks, ...olderLine(draft, pages)].join('\n\n'), links: linksOf(draft, pages).join('\n') }
}

function writeRelease(release: Release, pages: Pages): string {
  const title = release.tag ? `## [${release.tag.version}] - ${release.tag.date}` : '## [Unreleased]'
  const sections = release.sections.map(
    ({ section, entries }) => `### ${section}\n\n${entries.map(entry => writeEntry(entry, pages)).join('\n')}`,
  )
  return [title, ...sections, ...remarks(release)].join('\n\n')
}

function writeEntry(entry: Entry, pages: Pages): string {
  const source = sourceOf(entry, pages)
  return `- ${entry.breaking ? '**Breaking:** ' : ''}${line(entry.text)}${source ? ` (${source})` : ''}`
}

/** Where an entry comes from: a link to the request or the commit, or the reference as it stands in the subject. */
function sourceOf({ reference, hash }: Entry, pages: Pages): string | undefined {
  if (reference) return pages.reference ? `[${reference}](${pages.reference(reference)})` : reference
  return pages.commit && `[${hash.slice(0, 7)}](${pages.commit(hash)})`
}

function remarks({ tag, sections, more, inner }: Release): readonly string[] {
  if (more) return [`${count(more, 'more change')} ${more === 1 ? 'is' : 'are'} in the git history only.`]
  if (sections.length || !tag) return []
  return [
    inner
      ? 'Maintenance only: no commit subject of this version names a change that users would notice.'
      : 'No commit of its own in the git history.',
  ]
}

function olderLine({ older }: Draft, pages: Pages): readonly string[] {
  if (!older) return []
  const where = pages.tags ? `: see the [tags](${pages.tags})` : ''
  return [
    `## Older versions\n\n${count(older, 'older version')} ${older === 1 ? 'is' : 'are'} not listed here${where}.`,
  ]
}

function count(n: number, noun: string): string {
  return `${String(n)} ${noun}${n === 1 ? '' : 's'}`
}

function linksOf({ releases }: Draft, { compare, tag }: Pages): readonly string[] {
  const tags = releases.flatMap(release => (release.tag ? [release.tag] : []))
  const [newest] = tags
  if (!newest || !compare || !tag) return []
  const versions = tags.map((current, i) => {
    const before = tags[i + 1]
    return `[${current.version}]: ${before ? compare(before.name, current.name) : tag(current.name)}`
  })
  return [`[Unreleased]: ${compare(newest.name, 'HEAD')}`, ...versions]
}
