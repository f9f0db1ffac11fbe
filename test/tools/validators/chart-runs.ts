import type { Output } from '../process.ts'
import type { Finding, Look, Validator } from '../types.ts'
import { chartOf, isInChart, renderings, settingsOf, type Rendering, type Setting } from './renderings.ts'

/** What is wrong, before it is known where. */
export type Fault = readonly [rule: string, message: string]
/** The same with the file of manifests that it is about. */
export type Found = readonly [manifests: string, rule: string, message: string]

function firstWords({ code, out, err }: Output): string {
  const lines = `${out}\n${err}`.split('\n').filter(line => line.trim())
  return `ended with ${String(code)}: ${lines.slice(0, 6).join(' | ').slice(0, 600)}`
}

/** @returns what a report tells of, or `silent` when a run failed and told nothing that could be read */
function readOr<T>(output: Output, read: (output: Output) => readonly T[], silent: (message: string) => readonly T[]) {
  let found: readonly T[] = []
  try {
    found = read(output)
  } catch {
    // the exit status decides
  }
  return found.length === 0 && output.code !== 0 ? silent(firstWords(output)) : found
}

/** @returns the faults that a report tells of, or one when a run failed and told nothing that could be read */
export function faultsOf(output: Output, read: (output: Output) => readonly Fault[] = () => []): readonly Fault[] {
  return readOr(output, read, message => [['no-report', message]])
}

function finding(name: string, { file, name: how }: Setting, [rule, message]: Fault): Finding {
  return { file, line: 1, rule: `${name}/${rule}`, message: `${message} (${how})` }
}

/** @returns a validator that looks at a chart once for each way to install it */
export function perSetting(
  name: string,
  tool: string,
  faults: (setting: Setting, look: Look) => Promise<readonly Fault[]>,
): Validator {
  const check = async (look: Look): Promise<readonly Finding[]> => {
    const found: Finding[] = []
    for (const chart of new Set(look.files.map(chartOf)))
      for (const setting of settingsOf(look, chart))
        found.push(...(await faults(setting, look)).map(fault => finding(name, setting, fault)))
    return found
  }
  return { name, tool, looksAt: isInChart, check }
}

export interface Reader {
  readonly args: (manifests: readonly string[]) => readonly string[]
  readonly read: (output: Output, manifests: string) => readonly Found[]
  /** Takes all ways to install a chart in one call; otherwise objects of two ways would be taken for one installation. */
  readonly together?: true
}

/** @returns a validator that runs a program on the manifests that charts become */
export function perRendering(name: string, { args, read, together }: Reader): Validator {
  const look = async (rendered: readonly Rendering[], { run }: Look): Promise<readonly Finding[]> => {
    const files = rendered.flatMap(({ manifests }) => manifests ?? [])
    const [first = ''] = files
    const output = await run(name, args(files))
    const found = readOr<Found>(
      output,
      it => read(it, first),
      message => [[first, 'no-report', message]],
    )
    return found.flatMap(([file, ...fault]) =>
      rendered.filter(({ manifests }) => manifests === file).map(one => finding(name, one, fault)),
    )
  }
  const check = async (shown: Look): Promise<readonly Finding[]> => {
    const all = await renderings(shown)
    const refused = all.filter(({ manifests }) => manifests === undefined)
    const found = refused.map(one => finding(name, one, ['render', one.error.split('\n').slice(0, 3).join(' | ')]))
    const rendered = all.filter(({ manifests }) => manifests !== undefined)
    const groups = together ? byChart(rendered) : rendered.map(one => [one])
    for (const group of groups) found.push(...(await look(group, shown)))
    return found
  }
  return { name, tool: name, looksAt: isInChart, check }
}

function byChart(rendered: readonly Rendering[]): readonly (readonly Rendering[])[] {
  return [...new Set(rendered.map(({ chart }) => chart))].map(chart => rendered.filter(one => one.chart === chart))
}
