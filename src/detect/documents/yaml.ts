import {
  boolCoreTag,
  type Event,
  EVENT_ID,
  floatCoreTag,
  getScalarValue,
  intCoreTag,
  NOT_RESOLVED,
  nullCoreTag,
  parseEvents,
  SCALAR_STYLE,
  type ScalarEvent,
  YAMLException,
} from 'js-yaml'
import { withoutBom } from '../../text/lines.ts'
import { memo } from '../../text/memo.ts'
import { checkDepth } from './depth.ts'
import { ARRAY, docOf, DocumentError, DOCUMENTS_KEPT, type Doc, type Place } from './doc.ts'

/** Generated files beyond this say nothing that is asked for. */
const LONGEST = 300_000
/** Places that aliases may stand for in one document, and levels below one another: a few lines can stand for more than a machine holds. */
const MOST_ALIASED = 200_000
const DEEPEST = 100
/** Streams of events that are kept, and the longest text that one is kept of: they are larger than what is read from them. */
const EVENTS_KEPT = 80
const LONGEST_KEPT = 30_000

/**
 * Reads by events: they know where each value stands, and take a fifth of the time of a parser that keeps the text for edits (measured on what a run
 * writes).
 * @returns the document in YAML text; the first one of a stream of several counts
 */
export const parseYaml = memo((path: string, text: string): Doc => {
  checkDepth(text, LONGEST)
  return docOf(path, new Reader(streamOf(firstOf(withoutBom(text)))).root())
}, DOCUMENTS_KEPT)

/** @returns what is wrong with a stream of documents, with its line; undefined when it is YAML */
export function yamlFault(text: string): DocumentError | undefined {
  try {
    checkDepth(text, LONGEST)
    eventsIn(withoutBom(text))
    return undefined
  } catch (error) {
    if (error instanceof DocumentError) return error
    throw error
  }
}

/** A marker at the start of a line ends whatever is open there; before the first document stand comments and directives only. */
const MARKER = /^(?:---|\.\.\.)(?=\s|$)/gm
const PROLOGUE = /^(?:[ \t]*(?:#.*)?(?:\r?\n|$)|%.*(?:\r?\n|$))*$/

function firstOf(text: string): string {
  const [first, second] = [...text.matchAll(MARKER)].map(match => match.index)
  if (first === undefined) return text
  return PROLOGUE.test(text.slice(0, first)) ? text.slice(0, second) : text.slice(0, first)
}

interface Stream {
  readonly text: string
  /** Their offsets are those of `text`. */
  readonly events: readonly Event[]
}

/** Brackets that close on a line of their own, and what stands before them. */
const CLOSING = /^[ \t]*(?=[\]}]+,?[ \t]*(?:#.*)?\r?$)/gm
const FURTHER_IN = ' '.repeat(200)

/** A bracket that closes below its key is against the standard, but what runs workflows and compose files takes it: it is read as if it stood further in. */
function streamOf(text: string): Stream {
  try {
    return { text, events: eventsIn(text) }
  } catch (error) {
    const mended = text.replace(CLOSING, FURTHER_IN)
    if (!(error instanceof DocumentError) || mended === text) throw error
    return { text: mended, events: eventsIn(mended) }
  }
}

/** What a run is about to write is checked, and then read as a part of the repository. @throws DocumentError with the line where it is not YAML */
const eventsIn = memo(
  (text: string): readonly Event[] => {
    try {
      return parseEvents(text, {})
    } catch (error) {
      if (!(error instanceof YAMLException)) throw error
      throw new DocumentError(`is not valid YAML: ${error.reason}`, (error.mark?.line ?? 0) + 1)
    }
  },
  EVENTS_KEPT,
  LONGEST_KEPT,
)

/** A place, how many places it stands for, and how deep they are nested. */
interface Sized {
  readonly place: Place
  readonly size: number
  readonly height: number
}

/** Turns the events of one document into places; they come in the order of the text. */
class Reader {
  #next = 0
  #left = MOST_ALIASED
  #offset = 0
  #line = 1
  readonly #anchors = new Map<string, Sized>()

  constructor(private readonly stream: Stream) {}

  root(): Place {
    const [document, first] = this.stream.events
    if (!document || !first || first.type === EVENT_ID.POP) return { line: 1 }
    this.#next = 1
    return this.#node(1, 0).place
  }

  #node(line: number, depth: number): Sized {
    const event = this.stream.events[this.#next++]
    if (event?.type === EVENT_ID.ALIAS) return this.#aliased(event, line, depth)
    if (event?.type === EVENT_ID.SCALAR)
      return this.#anchored(event, scalarAt(this.stream.text, event, this.#lineOf(startOf(event))))
    if (event?.type === EVENT_ID.SEQUENCE) return this.#anchored(event, this.#list(this.#lineOf(event.start), depth))
    if (event?.type === EVENT_ID.MAPPING) return this.#anchored(event, this.#map(this.#lineOf(event.start), depth))
    return leaf({ line })
  }

  #list(line: number, depth: number): Sized {
    const items: Sized[] = []
    while (!this.#ends()) items.push(this.#node(line, depth + 1))
    const children = new Map(items.map(({ place }, i) => [String(i), place]))
    return { place: { line, value: ARRAY, children }, ...measure(items) }
  }

  #map(line: number, depth: number): Sized {
    const children = new Map<string, Place>()
    const values: Sized[] = []
    while (!this.#ends()) {
      const { place: key } = this.#node(line, depth + 1)
      const name = key.children ? '' : String(key.value)
      const value = this.#node(key.line, depth + 1)
      // the merge key may be written more than once
      if (children.has(name) && name !== '<<')
        throw new DocumentError(`is not valid YAML: the key "${name}" is there twice`, key.line)
      children.set(name, { ...value.place, line: key.line })
      values.push(value)
    }
    return { place: { line, children }, ...measure(values) }
  }

  /** @returns true, and steps over it, at the end of a collection */
  #ends(): boolean {
    const event = this.stream.events[this.#next]
    if (event && event.type !== EVENT_ID.POP) return false
    this.#next++
    return true
  }

  #anchored(event: Exclude<Event, { type: 1 | 5 | 6 }>, made: Sized): Sized {
    if (event.anchorStart !== -1) this.#anchors.set(this.stream.text.slice(event.anchorStart, event.anchorEnd), made)
    return made
  }

  /** An alias within its own anchor stands for nothing. */
  #aliased(event: { readonly anchorStart: number; readonly anchorEnd: number }, line: number, depth: number): Sized {
    const target = this.#anchors.get(this.stream.text.slice(event.anchorStart, event.anchorEnd))
    if (!target || depth + target.height > DEEPEST || target.size > this.#left) return leaf({ line })
    this.#left -= target.size
    return target
  }

  /** @returns 1-based line of an offset that is not before the last one; where that was for a value that is not written (-1) */
  #lineOf(offset: number): number {
    for (
      let i = this.stream.text.indexOf('\n', this.#offset);
      i !== -1 && i < offset;
      i = this.stream.text.indexOf('\n', i + 1)
    ) {
      this.#line++
      this.#offset = i + 1
    }
    return this.#line
  }
}

function leaf(place: Place): Sized {
  return { place, size: 1, height: 0 }
}

function measure(parts: readonly Sized[]): Omit<Sized, 'place'> {
  return {
    size: parts.reduce((sum, { size }) => sum + size, 1),
    height: parts.reduce((most, { height }) => Math.max(most, height), 0) + 1,
  }
}

/** A block begins with the line of its sign, `|` or `>`. */
function startOf({ style, valueStart }: ScalarEvent): number {
  const isBlock = style === SCALAR_STYLE.LITERAL_BLOCK || style === SCALAR_STYLE.FOLDED_BLOCK
  return isBlock ? valueStart - 1 : valueStart
}

/** Only plain text without a tag may be a number, a truth value or nothing. */
const IMPLICIT = [nullCoreTag, boolCoreTag, intCoreTag, floatCoreTag]

function scalarAt(text: string, event: ScalarEvent, line: number): Sized {
  const value = getScalarValue(text, event)
  if (event.style !== SCALAR_STYLE.PLAIN || event.tagStart !== -1) return leaf({ line, value })
  for (const tag of IMPLICIT) {
    const resolved: unknown = tag.resolve(value, false, tag.tagName)
    if (resolved !== NOT_RESOLVED) return leaf({ line, value: resolved })
  }
  return leaf({ line, value })
}
