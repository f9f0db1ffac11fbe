import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { daemon, type Daemon } from './daemon.ts'

/** A Prometheus that runs on this machine. */
export interface Prometheus extends Daemon {
  readonly url: string
  /** @returns the samples that an expression has now */
  readonly query: (expr: string) => Promise<readonly Sample[]>
  /** @returns `data` of another part of its API */
  readonly get: <T>(path: string) => Promise<T>
}

export interface Sample {
  readonly labels: Readonly<Record<string, string>>
  readonly value: string
}

interface Answer<T> {
  readonly status: string
  readonly data: T
}

interface Vector {
  readonly result: readonly {
    readonly metric: Readonly<Record<string, string>>
    readonly value: readonly [number, string]
  }[]
}

/** Starts Prometheus with `file` of a folder, which also keeps its data. */
export async function startPrometheus(
  dir: string,
  file: string,
  port: number,
  more: readonly string[] = [],
): Promise<Prometheus> {
  mkdirSync(path.join(dir, 'data'), { recursive: true })
  const url = `http://127.0.0.1:${port}`
  const flags = [`--config.file=${file}`, '--storage.tsdb.path=data', `--web.listen-address=127.0.0.1:${port}`, ...more]
  const program = await daemon('prometheus', flags, { cwd: dir }, async () => (await fetch(`${url}/-/ready`)).ok)
  const get = async <T>(asked: string): Promise<T> => {
    const answer = (await (await fetch(`${url}/api/v1/${asked}`)).json()) as Answer<T>
    if (answer.status !== 'success') throw new Error(`${asked}: ${JSON.stringify(answer)}`)
    return answer.data
  }
  const query = async (expr: string): Promise<readonly Sample[]> =>
    (await get<Vector>(`query?query=${encodeURIComponent(expr)}`)).result.map(({ metric, value }) => ({
      labels: metric,
      value: value[1],
    }))
  return { ...program, url, get, query }
}

/** What Grafana puts into a query. */
export interface Variables {
  readonly job: string
  readonly interval: string
  readonly range: string
  readonly instance?: string
}

/** @returns a query of a dashboard as Grafana sends it */
export function expanded(expr: string, { job, interval, range, instance = '.+' }: Variables): string {
  return expr
    .replaceAll('$__rate_interval', interval)
    .replaceAll('$__range', range)
    .replaceAll('$job', job)
    .replaceAll('$instance', instance)
    .replaceAll('$namespace', '.+')
    .replaceAll('$exporter', '.+')
}
