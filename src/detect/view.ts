import { basename, byCodeUnit } from '../text/paths.ts'
import type { Workspace } from '../workspace/types.ts'
import { DocumentError, type Doc } from './documents/doc.ts'
import { parseJson } from './documents/json.ts'
import { parseToml } from './documents/toml.ts'
import type { Evidence, FactProblem } from './types.ts'

/** Longest snippet of a line that is kept as evidence. */
const SNIPPET = 200

/**
 * The repository as detection sees it: files by name, parsed documents (each once), evidence, and what could not be read.
 */
export class View {
  readonly #docs = new Map<string, Doc | undefined>()
  readonly #lines = new Map<string, readonly string[]>()
  readonly #byName = new Map<string, string[]>()
  readonly #problems = new Map<string, FactProblem>()

  /** @param parseYaml loaded only when the repository has files for it; without it, none of them is read */
  constructor(
    readonly ws: Workspace,
    private readonly parseYaml?: (path: string, text: string) => Doc,
  ) {
    for (const path of ws.files) {
      const name = basename(path).toLowerCase()
      const same = this.#byName.get(name)
      if (same) same.push(path)
      else this.#byName.set(name, [path])
    }
  }

  get files(): readonly string[] {
    return this.ws.files
  }

  has(path: string): boolean {
    return this.ws.has(path)
  }

  /** @returns the files with this base name, in whatever case, in code-unit order of their paths */
  named(name: string): readonly string[] {
    return this.#byName.get(name.toLowerCase()) ?? []
  }

  /** @returns the files whose base name matches `pattern`, in code-unit order of their paths; each name is looked at once */
  matching(pattern: RegExp): readonly string[] {
    const anyCase = new RegExp(pattern.source, 'i')
    return [...this.#byName]
      .filter(([name]) => anyCase.test(name))
      .flatMap(([, paths]) => paths.filter(path => pattern.test(basename(path))))
      .sort(byCodeUnit)
  }

  /** @returns the listed files whose path begins with `prefix` (a folder with a slash at its end), in code-unit order */
  below(prefix: string): readonly string[] {
    const files = this.ws.files
    let [low, high] = [0, files.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((files[middle] ?? '') < prefix) low = middle + 1
      else high = middle
    }
    const start = low
    while (low < files.length && files[low]?.startsWith(prefix)) low++
    return files.slice(start, low)
  }

  /** @returns the text of a listed file; undefined for any other */
  text(path: string): string | undefined {
    return this.ws.has(path) ? this.ws.read(path) : undefined
  }

  lines(path: string): readonly string[] {
    let lines = this.#lines.get(path)
    if (!lines) this.#lines.set(path, (lines = (this.text(path) ?? '').split('\n')))
    return lines
  }

  /** @returns evidence with the line verbatim; without a line, the file itself is the evidence */
  evidence(path: string, line: number | undefined, rule: string): Evidence {
    if (line === undefined) return { path, rule }
    const text = (this.lines(path)[line - 1] ?? '').trim()
    const snippet = text.length > SNIPPET ? `${text.slice(0, SNIPPET)}…` : text
    return snippet === '' ? { path, line, rule } : { path, line, snippet, rule }
  }

  json(path: string, lenient = false): Doc | undefined {
    return this.#doc(path, text => parseJson(path, text, lenient))
  }

  toml(path: string): Doc | undefined {
    return this.#doc(path, text => parseToml(path, text))
  }

  yaml(path: string): Doc | undefined {
    const parse = this.parseYaml
    return this.#doc(path, parse && (text => parse(path, text)))
  }

  #doc(path: string, parse: ((text: string) => Doc) | undefined): Doc | undefined {
    if (this.#docs.has(path)) return this.#docs.get(path)
    const doc = parse && this.#parsed(path, parse)
    this.#docs.set(path, doc)
    return doc
  }

  #parsed(path: string, parse: (text: string) => Doc): Doc | undefined {
    const text = this.text(path)
    if (text === undefined) return undefined
    try {
      return parse(text)
    } catch (error) {
      if (error instanceof RangeError) this.problem(path, undefined, 'is nested too deeply to be read')
      else if (error instanceof DocumentError) this.problem(path, error.line, error.message)
      else throw error
      return undefined
    }
  }

  /**
   * @returns what `read` finds out about the package of a manifest; undefined, with a note, where its files are such that the reading failed:
   * one package that nobody foresaw must not hide the others
   */
  guarded<T>(manifest: string, read: () => T): T | undefined {
    try {
      return read()
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      this.problem(manifest, undefined, `could not be looked at: ${message}`)
      return undefined
    }
  }

  /** Notes what is wrong with the repository's own files; once for each place. */
  problem(path: string, line: number | undefined, message: string, suggestion?: string): void {
    const key = `${path}\0${String(line)}\0${message}`
    this.#problems.set(key, {
      path,
      message,
      ...(line === undefined ? {} : { line }),
      ...(suggestion === undefined ? {} : { suggestion }),
    })
  }

  /** @returns what was noted so far, with what could not be read, by path */
  problems(): readonly FactProblem[] {
    const all = [
      ...this.#problems.values(),
      ...this.ws.problems.map(({ path, line, message }) => ({
        path,
        message,
        ...(line === undefined ? {} : { line }),
      })),
    ]
    return all.sort(
      (a, b) => byCodeUnit(a.path, b.path) || (a.line ?? 0) - (b.line ?? 0) || byCodeUnit(a.message, b.message),
    )
  }
}
