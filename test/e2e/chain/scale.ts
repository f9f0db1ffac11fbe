import { isMap, isScalar, isSeq, parseDocument, visit } from 'yaml'

/**
 * All times of the generated files are divided by this in the copies that are run here; promtool proves the files as they are.
 * An hour is a minute: a burn rate over an hour is seen within seconds, and a scrape every quarter of a second is still no load.
 */
export const FACTOR = 60

const MILLISECONDS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
  y: 31_536_000_000,
}

/** Settings of Prometheus and Alertmanager that are times. */
const TIMES =
  /^(?:for|keep_firing_for|interval|scrape_interval|scrape_timeout|evaluation_interval|group_wait|group_interval|repeat_interval)$/

/** @returns a time of Prometheus, divided; throws where it is none */
export function scaledTime(time: string): string {
  if (!/^(?:\d+(?:ms|[smhdwy]))+$/.test(time) && time !== '0') throw new Error(`no time of Prometheus: ${time}`)
  const parts = [...time.matchAll(/(\d+)(ms|[smhdwy])/g)]
  const sum = parts.reduce((all, [, number, unit]) => all + Number(number) * (MILLISECONDS[unit ?? ''] ?? 0), 0)
  return `${Math.round(sum / FACTOR)}ms`
}

/** @returns an expression whose windows and offsets are divided */
export function scaledQuery(expr: string): string {
  return expr
    .replace(/\[(\w+)\]/g, (_, window: string) => `[${scaledTime(window)}]`)
    .replace(/\boffset (\w+)/g, (_, time: string) => `offset ${scaledTime(time)}`)
}

/** @returns a file of rules, of Prometheus or of Alertmanager whose times are divided, and in which `replace` has looked at every text */
export function scaledFile(text: string, replace: (value: string) => string = same => same): string {
  const document = parseDocument(text)
  visit(document, {
    Pair: (_, pair) => {
      const { key, value } = pair
      if (!isScalar(key) || !isScalar(value) || typeof value.value !== 'string') return
      if (TIMES.test(String(key.value))) value.value = scaledTime(value.value)
      else if (key.value === 'expr') value.value = scaledQuery(value.value)
      else value.value = replace(value.value)
    },
    Seq: (_, list) => {
      for (const item of list.items)
        if (isScalar(item) && typeof item.value === 'string') item.value = replace(item.value)
    },
  })
  return document.toString({ lineWidth: 0 })
}

/** @returns the file of Prometheus without the jobs whose addresses `isThere` does not know */
export function withoutJobs(text: string, isThere: (target: string) => boolean): string {
  const document = parseDocument(text)
  const jobs = document.get('scrape_configs')
  if (!isSeq(jobs)) throw new Error('no scrape_configs')
  jobs.items = jobs.items.filter(job => isMap(job) && isThere(String(job.getIn(['static_configs', 0, 'targets', 0]))))
  return document.toString({ lineWidth: 0 })
}
