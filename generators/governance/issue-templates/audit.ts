import { absent, partial, present, type Context, type Presence } from '../../../src/artifact/index.ts'
import { existingOf, isBlank, textOf } from '../_common/existing.ts'
import { basename } from '../../../src/text/paths.ts'
import type { Existing } from '../../../src/detect/types.ts'

export type Topic = 'bug' | 'feature'

interface TopicWords {
  /** In the name of a file, which decides where it names a topic. */
  readonly name: RegExp
  readonly text: RegExp
  readonly noun: string
}

const TOPICS: Readonly<Record<Topic, TopicWords>> = {
  bug: {
    name: /\b(bugs?|defects?|crash|error|problems?|issue report)\b/i,
    text: /\b(bugs?|defects?|crash|regression|reproduce|expected behaviou?r)\b/i,
    noun: 'reports of bugs',
  },
  feature: {
    name: /\b(features?|enhancements?|ideas?|proposals?|suggestions?|improvements?|requests?)\b/i,
    text: /\b(features?|enhancements?|ideas?|proposals?|suggestions?|improvements?)\b/i,
    noun: 'proposals of features',
  },
}

/** @returns the templates that are for a topic: by their name, or by their text where the name tells nothing */
export function templatesFor(ctx: Context, topic: Topic, files: readonly Existing[]): readonly Existing[] {
  return templates(files).filter(existing => {
    const text = textOf(ctx, existing)
    const name = basename(existing.path).replace(/[_.-]/g, ' ')
    const named = Object.values(TOPICS).some(words => words.name.test(name))
    return !isBlank(text) && (named ? TOPICS[topic].name.test(name) : TOPICS[topic].text.test(text))
  })
}

/** The file that configures the page for a new issue is none. */
function templates(files: readonly Existing[]): readonly Existing[] {
  return files.filter(existing => !/^config\.ya?ml$/i.test(basename(existing.path)))
}

/** Templates for bugs and for features. */
export function audit(ctx: Context): Presence {
  const found = templates(existingOf(ctx, 'issue-template'))
  if (!found.length) return absent('no templates for issues')
  const evidence = found.flatMap(existing => existing.evidence)
  const missing = (['bug', 'feature'] as const).filter(topic => !templatesFor(ctx, topic, found).length)
  return missing.length
    ? partial(evidence, `no template for ${missing.map(topic => TOPICS[topic].noun).join(' and ')}`)
    : present(evidence)
}
