import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { execa } from 'execa'
import { parse } from 'yaml'
import type { World } from '../../joins/types.ts'
import type { ServiceContract } from '../../../src/contract/types.ts'
import { startPrometheus, type Prometheus } from '../prometheus.ts'
import { cluster, probe } from './cluster.ts'
import { dependencies, node, rust, target } from './process.ts'
import { inFlight, requests } from './requests.ts'
import type { Matrix } from './ask.ts'
import { selectorOf, write, type Labels, type Series } from './series.ts'
import { postgres, redis } from './stores.ts'
import { END, FIRST } from './story.ts'

/** Makes the past of the services of a repository, with the rules of that repository, and starts a Prometheus that knows it. */
export async function past(dir: string, { tree, contract }: World, port: number): Promise<Prometheus> {
  mkdirSync(path.join(dir, 'data'), { recursive: true })
  writeFileSync(path.join(dir, 'prometheus.yml'), 'global: {}\n')
  for (const file of write(dir, contract.services.flatMap(seriesOf))) await load(dir, file)
  const start = (): Promise<Prometheus> =>
    startPrometheus(dir, 'prometheus.yml', port, ['--storage.tsdb.retention.time=60d'])
  const rules = contract.services.map(({ places }) => tree.get(places.rules) ?? '')
  for (const [i, pass] of passes(rules).entries()) {
    const prometheus = await start()
    const file = path.join(dir, `rules-${i}.om`)
    writeFileSync(file, `${(await Promise.all(pass.map(rule => recorded(rule, prometheus)))).join('')}# EOF\n`)
    await prometheus.stop()
    await load(dir, file)
  }
  return start()
}

const PROMTOOL = 'promtool'

const load = (cwd: string, file: string): Promise<unknown> =>
  execa(PROMTOOL, ['tsdb', 'create-blocks-from', 'openmetrics', path.basename(file), 'data'], { cwd })

interface Rule {
  readonly record: string
  readonly expr: string
  readonly labels?: Labels
}

interface Rules {
  readonly groups: readonly { readonly rules: readonly (Omit<Rule, 'record'> & Partial<Rule>)[] }[]
}

/** Between two evaluations, in seconds. */
const INTERVAL = 300

/** @returns what a rule would have recorded; promtool can tell that as well, in a block for each rule and two hours, which takes minutes */
async function recorded({ record, expr, labels }: Rule, { get }: Prometheus): Promise<string> {
  const asked = new URLSearchParams({
    query: expr,
    start: String(FIRST + 3600),
    end: String(END),
    step: String(INTERVAL),
  })
  const { result } = await get<Matrix>(`query_range?${asked.toString()}`)
  return result
    .flatMap(({ metric, values = [] }) => {
      const { __name__: _, ...own } = metric
      const selector = selectorOf(record, { ...own, ...labels })
      return values.map(([t, value]) => `${selector} ${value} ${t}\n`)
    })
    .join('')
}

/** A rule that reads what another one records can only be told once that is there. @returns rules in that order */
function passes(texts: readonly string[]): readonly (readonly Rule[])[] {
  const recording = texts
    .flatMap(text => (parse(text) as Rules).groups.flatMap(({ rules }) => rules))
    .flatMap(({ record, ...rest }) => (record === undefined ? [] : [{ record, ...rest }]))
  const done: Rule[][] = []
  let left = recording
  while (left.length > 0) {
    const now = left.filter(({ expr }) => !left.some(({ record }) => expr.includes(record)))
    if (now.length === 0) throw new Error('rules wait for each other')
    done.push(now)
    left = left.filter(rule => !now.includes(rule))
  }
  return done
}

const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

function seriesOf(service: ServiceContract): readonly Series[] {
  const { telemetry, id, needs } = service
  const stores = needs.flatMap(({ kind, exporter }) => {
    const of = { job: exporter.job, instance: `${exporter.job}:${exporter.port}` }
    return kind === 'postgres' ? postgres(of, [id.replaceAll('-', '_'), 'postgres']) : redis(of)
  })
  if (telemetry.source === 'platform') {
    const instance = `http://${id}:${service.port ?? 80}/`
    return [...probe({ job: telemetry.probeJob, instance }), ...cluster(id), ...stores]
  }
  const instances = ['10.42.1.17', '10.42.2.8'].map(host => `${host}:${telemetry.scrape.port}`)
  return [
    ...instances.flatMap((instance, seed) => instanceOf(service, { job: telemetry.job, instance }, seed)),
    ...stores,
  ]
}

function instanceOf({ telemetry, needs }: ServiceContract, of: Labels, seed: number): readonly Series[] {
  const isNode = telemetry.metrics.some(({ name }) => name.startsWith('nodejs_'))
  const buckets = telemetry.metrics.find(({ name }) => name === telemetry.http?.duration)?.buckets ?? BUCKETS
  return [
    ...target(of, seed),
    ...requests(of, seed * 100, buckets),
    inFlight(of, seed),
    ...dependencies(
      of,
      needs.map(({ kind }) => kind),
    ),
    ...(isNode ? node(of, seed) : rust(of, seed)),
  ]
}
