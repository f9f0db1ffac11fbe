// How a fact of a service is compared with what a truth says.

/** The value of a fact, or of what is none. */
export function plain(value) {
  return value && typeof value === 'object' && !Array.isArray(value) && 'value' in value ? value.value : value
}

const word = value =>
  String(plain(value) ?? '')
    .toLowerCase()
    .split(/[ (]/)[0]
const folder = value => String(plain(value) ?? '').replace(/^\.\/|\/+$/g, '') || '.'
const listed = value => (plain(value) ?? []).map(item => String(plain(item?.id ?? item?.name ?? item)))
const required = value => (plain(value) ?? []).filter(item => item?.optional !== true).map(item => String(plain(item)))

const exactly = { test: (want, got) => want === (plain(got) ?? null) }
const byWord = { test: (want, got) => word(want) === word(got) }
const byPath = { test: (want, got) => folder(want) === folder(got) }

/** What a service needs: all that it cannot do without, nothing that is neither needed nor allowed, and nothing optional as required. */
const byNeed = {
  test: (want, got, truth) => {
    const optional = truth.optionalInfra ?? []
    const found = listed(got)
    return (
      want.filter(need => !optional.includes(need)).every(need => found.includes(need)) &&
      found.every(need => want.includes(need) || optional.includes(need)) &&
      required(got).every(need => want.includes(need) || !optional.includes(need))
    )
  },
}

export const FIELDS = [
  { name: 'framework', ...byWord },
  { name: 'workload', ...byWord },
  { name: 'packageManager', ...byWord },
  { name: 'binary', ...exactly },
  { name: 'entry', ...byPath },
  { name: 'buildScript', ...exactly },
  { name: 'startScript', ...exactly },
  { name: 'port', test: (want, got, truth) => [want, ...(truth.portAlternatives ?? [])].includes(plain(got)) },
  { name: 'databases', ...byNeed },
  { name: 'cache', ...byNeed },
  { name: 'queues', ...byNeed },
  { name: 'orm', test: (want, got) => want.every(name => listed(got).some(found => word(found) === word(name))) },
  { name: 'migrations', ...byPath },
  { name: 'healthPaths', test: (want, got) => listed(got).some(found => want.includes(found)) },
  { name: 'metricsPath', ...exactly },
  { name: 'logging', test: (want, got) => word(got) !== '' && want.toLowerCase().includes(word(got)) },
]

/** True when a fact is what the truth says. */
export function same(field, truth, service) {
  return field.test(truth[field.name], service[field.name], truth)
}

/** The services of a truth with those that were found for them: in the same folder, by binary, then by kind, then by name. */
export function pairs(wanted, found) {
  const left = [...found]
  const matched = []
  const missed = []
  for (const truth of wanted) {
    const near = left.filter(service => folder(service.path) === folder(truth.path))
    const best =
      near.find(service => truth.binary && plain(service.binary) === truth.binary) ??
      near.find(service => word(service.workload) === truth.workload) ??
      near.find(service => plain(service.name) === truth.name) ??
      near[0]
    if (!best) {
      missed.push(truth)
      continue
    }
    left.splice(left.indexOf(best), 1)
    matched.push([truth, best])
  }
  return { matched, missed, invented: left }
}
