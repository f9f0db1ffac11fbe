import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { parse } from 'yaml'
import { temporaryFolder } from '../../support/repository.ts'
import type { Folder, Look } from '../types.ts'

const CHART = /^(.*?deploy\/helm\/[^/]+)\//
/** @returns true for a file of a chart */
export const isInChart = (file: string): boolean => CHART.test(file)
/** @returns the folder of the chart that a file belongs to */
export const chartOf = (file: string): string => CHART.exec(file)?.[1] ?? ''

/** Not the newest: what charts use has been there for a while. */
export const CLUSTER_VERSION = '1.33.0'

/** A chart as somebody may install it. */
export interface Setting {
  readonly chart: string
  /** Values file of the chart that it is about, as path in the repository. */
  readonly file: string
  readonly name: string
  /** Arguments of Helm. */
  readonly args: readonly string[]
}

export interface Rendering extends Setting {
  /** File with the manifests; undefined when Helm refused. */
  readonly manifests?: string
  readonly error: string
}

/** Everything that a chart leaves off until somebody says what only they know; invented. */
const ALL_ON: Readonly<Record<string, object>> = {
  image: { tag: '1.2.3', digest: `sha256:${'0'.repeat(64)}` },
  imagePullSecrets: [{ name: 'registry' }],
  config: { EXAMPLE: 'text' },
  ingress: { host: 'service.test', className: 'nginx' },
  metrics: { enabled: true, prober: 'blackbox.monitoring.svc:9115', labels: { release: 'prometheus' } },
  migration: { command: ['migrate'] },
  podAnnotations: { 'example.test/note': 'text' },
  tolerations: [{ key: 'dedicated', operator: 'Exists' }],
}

/** @returns values that switch on all that a chart with these values has */
export function allOn(values: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const known = (value: object, there: unknown): unknown =>
    Array.isArray(value) || typeof there !== 'object' || there === null || Object.keys(there).length === 0
      ? value
      : Object.fromEntries(Object.entries(value).filter(([key]) => key in there))
  return Object.fromEntries(
    Object.entries(ALL_ON)
      .filter(([key]) => key in values)
      .map(([key, value]) => [key, known(value, values[key])]),
  )
}

/** @returns a chart with each of its values files, and with everything switched on */
export function settingsOf({ all, text }: Folder, chart: string): readonly Setting[] {
  const base = `${chart}/values.yaml`
  const others = all.filter(file => file.startsWith(`${chart}/values-`) && file.endsWith('.yaml'))
  const tag = ['--set', 'image.tag=1.2.3']
  const full = path.join(temporaryFolder(), 'all-on.json')
  const values = all.includes(base) ? (parse(text(base)) as Readonly<Record<string, unknown>> | null) : null
  writeFileSync(full, JSON.stringify(allOn(values ?? {})))
  return [
    { chart, file: all.includes(base) ? base : `${chart}/Chart.yaml`, name: 'values', args: tag },
    ...others.map(file => ({
      chart,
      file,
      name: path.basename(file, '.yaml'),
      args: ['--values', `./${file}`, ...tag],
    })),
    { chart, file: base, name: 'all-on', args: ['--values', full] },
  ]
}

const made = new Map<string, Promise<readonly Rendering[]>>()

/** @returns what the charts of the shown files become, rendered once for all who ask */
export async function renderings(look: Look): Promise<readonly Rendering[]> {
  const charts = [...new Set(look.files.map(chartOf))]
  const all = charts.map(chart => {
    const key = `${look.dir}\n${chart}`
    const rendered = made.get(key) ?? render(look, chart)
    made.set(key, rendered)
    return rendered
  })
  return (await Promise.all(all)).flat()
}

async function render(look: Look, chart: string): Promise<readonly Rendering[]> {
  const folder = path.join(temporaryFolder(), 'rendered')
  mkdirSync(folder)
  const name = path.basename(chart)
  const rendered: Rendering[] = []
  for (const setting of settingsOf(look, chart)) {
    const where = ['--namespace', 'app', '--kube-version', CLUSTER_VERSION]
    const { code, out, err } = await look.run('helm', ['template', name, `./${chart}`, ...where, ...setting.args])
    const manifests = path.join(folder, `${setting.name}.yaml`)
    writeFileSync(manifests, out)
    rendered.push({ ...setting, ...(code === 0 ? { manifests } : {}), error: err })
  }
  return rendered
}
