import type { Output } from '../process.ts'
import type { Finding, Look } from '../types.ts'

/** A finding as a reader of some tool's output sees it, before the validator's name is put in front of its rule. */
export interface Raw {
  readonly file: string
  readonly line?: number
  readonly rule?: string
  readonly message: string
}

export interface Command {
  readonly name: string
  readonly program?: string
  readonly args: (files: readonly string[], look: Look) => readonly string[]
  /** Reads the output about these files; may throw on text that is none of the tool's reports. */
  readonly read: (output: Output, files: readonly string[]) => readonly Raw[]
  /** One call for each file, for tools that take or judge only one. */
  readonly single?: boolean
}

/** @returns a check that runs a program over the files and reads its report; a run that fails and reports nothing is a finding about each file */
export function command({ name, program = name, args, read, single = false }: Command) {
  const once = async (look: Look, files: readonly string[]): Promise<readonly Finding[]> => {
    // a name that begins with a dash must not be taken for an option
    const output = await look.run(
      program,
      args(
        files.map(file => `./${file}`),
        look,
      ),
    )
    const found = readOrNothing(() => read(output, files))
    if (found.length === 0 && output.code !== 0)
      return files.map(file => ({ file, line: 1, rule: `${name}/no-report`, message: firstWords(output) }))
    return found.map(raw => ({
      file: plain(raw.file, look.dir),
      line: raw.line ?? 1,
      rule: raw.rule === undefined ? name : `${name}/${raw.rule}`,
      message: raw.message,
    }))
  }
  return async (look: Look): Promise<readonly Finding[]> => {
    if (!single) return once(look, look.files)
    const found: Finding[] = []
    for (const file of look.files) found.push(...(await once(look, [file])))
    return found
  }
}

/** Reads a JSON report. The shape is the tool's; a report of another shape has no findings that could be read and fails by its exit status. */
export function report(text: string): unknown {
  return JSON.parse(text)
}

/** Reads the report of a program of this repository, which speaks in findings. */
export function ownReport({ out }: Output): readonly Raw[] {
  return report(out) as readonly Raw[]
}

/** @returns groups of every line that matches */
export function linesLike(text: string, pattern: RegExp): readonly Readonly<Record<string, string>>[] {
  return text.split('\n').flatMap(line => {
    const groups = pattern.exec(line)?.groups
    return groups ? [groups] : []
  })
}

function readOrNothing(read: () => readonly Raw[]): readonly Raw[] {
  try {
    return read()
  } catch {
    return []
  }
}

function plain(file: string, dir: string): string {
  return (file.startsWith(`${dir}/`) ? file.slice(dir.length + 1) : file).replace(/^(\.\/)+/, '')
}

function firstWords({ code, out, err }: Output): string {
  const lines = `${err}\n${out}`.split('\n').filter(line => line.trim())
  return `ended with ${String(code)}: ${lines.slice(0, 6).join(' | ').slice(0, 600)}`
}
