import { lineAt } from '../text/lines.ts'
import { lineEnd } from './splice.ts'
import { EditError } from './types.ts'

/** The image of one FROM. */
export interface BaseImage {
  /** As written, without tag and digest. */
  readonly name: string
  readonly tag?: string
  readonly digest?: string
  /** Offset behind name and tag, and behind the digest. */
  readonly at: number
  readonly end: number
}

interface Word {
  readonly text: string
  readonly at: number
}

/** @returns the images that a Dockerfile builds on, without its own stages and `scratch`; throws EditError for a FROM that is none */
export function baseImages(text: string): readonly BaseImage[] {
  const stages = new Set<string>(['scratch'])
  const images: BaseImage[] = []
  for (const words of instructions(text)) {
    const [name, ...rest] = words
    if (name?.text.toUpperCase() !== 'FROM') continue
    const args = rest.slice(rest.findIndex(word => !word.text.startsWith('--')))
    const [image, as, stage] = rest.every(word => word.text.startsWith('--')) ? [] : args
    if (!image || (args.length !== 1 && (args.length !== 3 || as?.text.toUpperCase() !== 'AS'))) {
      throw new EditError('Dockerfile: FROM needs an image, and a name behind AS', lineAt(text, name.at))
    }
    if (!stages.has(image.text.toLowerCase())) images.push(parseReference(image))
    if (stage) stages.add(stage.text.toLowerCase())
  }
  return images
}

/** `registry:5000/name:tag@sha256:…`: a colon before the last slash belongs to the registry. */
function parseReference({ text, at }: Word): BaseImage {
  const [reference = '', digest] = text.split('@', 2)
  const colon = reference.indexOf(':', reference.lastIndexOf('/') + 1)
  return {
    name: colon === -1 ? reference : reference.slice(0, colon),
    ...(colon === -1 ? {} : { tag: reference.slice(colon + 1) }),
    ...(digest === undefined ? {} : { digest }),
    at: at + reference.length,
    end: at + text.length,
  }
}

/** @returns the words of each instruction; comments, continued lines and here-documents are read as the builder reads them */
function* instructions(text: string): Generator<readonly Word[]> {
  const escape = /^(?:#[ \t]*\w+[ \t]*=.*\r?\n)*?#[ \t]*escape[ \t]*=[ \t]*`/i.test(text) ? '`' : '\\'
  let words: Word[] = []
  for (let at = 0; at < text.length;) {
    const end = lineEnd(text, at)
    const line = text.slice(at, end)
    const next = text.indexOf('\n', end) + 1 || text.length
    const trimmed = line.trim()
    if (trimmed !== '' && !trimmed.startsWith('#')) {
      const continued = trimmed.endsWith(escape) && !trimmed.endsWith(escape + escape)
      words.push(...wordsOf(continued ? line.slice(0, line.lastIndexOf(escape)) : line, at))
      if (!continued) {
        yield words
        at = behindHeredocs(text, words, next)
        words = []
        continue
      }
    }
    at = next
  }
  if (words.length > 0) yield words
}

function wordsOf(line: string, at: number): readonly Word[] {
  return [...line.matchAll(/\S+/g)].map(m => ({ text: m[0], at: at + m.index }))
}

const HEREDOC = /^\d*<<(-?)(["']?)([A-Za-z_][\w.]*)\2$/

/** @returns offset behind the here-documents that the words open */
function behindHeredocs(text: string, words: readonly Word[], from: number): number {
  let at = from
  if (!/^(RUN|COPY|ADD|ONBUILD)$/i.test(words[0]?.text ?? '')) return at
  for (const word of words) {
    const [, tabs, , name] = HEREDOC.exec(word.text) ?? []
    if (name === undefined) continue
    let found = false
    while (!found) {
      if (at >= text.length)
        throw new EditError(`Dockerfile: the text up to ${name} does not end`, lineAt(text, word.at))
      const end = lineEnd(text, at)
      const line = text.slice(at, end)
      found = (tabs ? line.replace(/^\t+/, '') : line) === name
      at = text.indexOf('\n', end) + 1 || text.length
    }
  }
  return at
}
