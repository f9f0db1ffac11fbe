import { runInNewContext } from 'node:vm'
import { LATENCY_PERCENT, sloOf } from '../../src/contract/slo.ts'
import type { ServiceContract } from '../../src/contract/types.ts'
import { memo } from '../../src/text/memo.ts'
import { shapeOf } from '../../generators/testing/load/path.ts'
import type { Check, Tree, World } from './types.ts'

interface Route {
  readonly method: string
  readonly path: string
  readonly name: string
}

interface Targets {
  readonly p95: number
  readonly percent: number
  readonly milliseconds: number
  readonly failed: number
}

/** @returns what a script says behind `const name =` or `export const name =` */
const valueIn = memo((text: string, name: string): unknown => {
  const [, code] = new RegExp(`^(?:export )?const ${name} = ([\\[{][^]*?[\\]}]);?$`, 'm').exec(text) ?? []
  if (code === undefined) throw new Error(`no ${name}`)
  return runInNewContext(`(${code})`) as unknown
}, 500)

/** @returns what the load test of a service asks for */
export function routesOf(tree: Tree, { places }: ServiceContract): readonly Route[] {
  return valueIn(tree.get(`${places.load}/routes.js`) ?? '', 'routes') as readonly Route[]
}

/** @returns the names of the profiles of a load test */
export function profilesOf(tree: Tree, { places }: ServiceContract): readonly string[] {
  const [, body = ''] = /^const PROFILES = \{$([^]*?)^\};?$/m.exec(tree.get(`${places.load}/main.js`) ?? '') ?? []
  return [...body.matchAll(/^ +(\w+): \{/gm)].map(([, name = '']) => name)
}

/** A load test asks for routes of the code under the names of the metrics, and its limits are what is promised. */
export const load: Check = ({ tree, contract, exists }) =>
  contract.services.flatMap(service => {
    const script = tree.get(`${service.places.load}/main.js`)
    const page = tree.get(`${service.places.load}/README.md`) ?? ''
    if (script === undefined) return []
    return [
      ...routeFaults(tree, service),
      ...promiseFaults(script, service, contract),
      ...settingFaults(script, page, tree, service),
      ...[...script.matchAll(/from ['"](\.[^'"]+)['"]/g)]
        .filter(([, path = '']) => !exists(`${service.places.load}/${path.slice(2)}`))
        .map(([, path = '']) => `no ${path}`),
      ...(page.includes(`k6 run ${service.places.load}/main.js`) ? [] : ['the page names another script']),
      ...(new RegExp(`userAgent: ['"]${service.id} load test`).test(script) ? [] : ['is not about the service']),
    ].map(what => ({ file: `${service.places.load}/main.js`, what }))
  })

function routeFaults(tree: Tree, service: ServiceContract): readonly string[] {
  const { liveness } = service.probes
  const known = service.service.routes.map(({ method, value }) => ({ method, value }))
  const probe = liveness?.kind === 'http' ? liveness.path : '/'
  return routesOf(tree, service).flatMap(({ method, path, name }) => {
    const found = known.filter(route => route.value === name)
    const asked = path.replace(/\?.*/, '')
    if (found.length === 0)
      return name === probe && path === probe && method === 'GET' ? [] : [`no route is called ${name}`]
    return [
      ...(found.some(route => route.method === method || route.method === 'ANY') ? [] : [`${name} takes no ${method}`]),
      ...(filledFrom(name, asked) ? [] : [`${path} is not ${name}`]),
    ]
  })
}

/** A path is its template with values for the parameters. */
function filledFrom(name: string, path: string): boolean {
  const [parts, asked] = [shapeOf(name).split('/'), path.split('/')]
  return parts.length === asked.length && parts.every((part, i) => part === asked[i] || !/^[\w.~-]*$/.test(part))
}

/** The limits are those of the objectives that the rules watch over. */
function promiseFaults(script: string, service: ServiceContract, { targets }: World['contract']): readonly string[] {
  const said = valueIn(script, 'TARGETS') as Targets
  const { availability, latency } = sloOf(service.telemetry, targets, {})
  const seconds = latency?.seconds ?? targets.p99Milliseconds / 1000
  return [
    ...(said.failed === availability.budget ? [] : ['promises another share of answers']),
    ...(said.milliseconds === seconds * 1000 ? [] : [`promises ${said.milliseconds} ms, not ${seconds * 1000}`]),
    ...(said.percent !== (latency?.percent ?? LATENCY_PERCENT) ? ['promises another share of fast answers'] : []),
    ...(said.p95 === Math.min(targets.p95Milliseconds, seconds * 1000) ? [] : ['promises another median']),
  ]
}

/** Each setting is told to people under the name that the script reads; both know the same address. */
function settingFaults(script: string, page: string, tree: Tree, service: ServiceContract): readonly string[] {
  const read = new Set([...script.matchAll(/__ENV\.(\w+)|number\(['"](\w+)['"]/g)].map(([, a, b]) => a ?? b ?? ''))
  const told = new Set(
    [...page.matchAll(/(?:^- |, )`([A-Z_]+)`|^([A-Z_]+)=smoke|`([A-Z_]+)=\d`/gm)].map(
      ([, a, b, c]) => a ?? b ?? c ?? '',
    ),
  )
  const profiles = profilesOf(tree, service)
  const shown = [...page.matchAll(/^- `(\w+)`, \d/gm)].map(([, name = '']) => name)
  const addresses = [script, page].map(text => /http:\/\/127\.0\.0\.1:(\d+)/.exec(text)?.[1])
  return [
    ...[...read].filter(name => !told.has(name)).map(name => `the page does not say what ${name} is`),
    ...[...told].filter(name => !read.has(name)).map(name => `the page names ${name}, which nothing reads`),
    ...shown.filter(name => !profiles.includes(name)).map(name => `no profile ${name}`),
    ...profiles.filter(name => !shown.includes(name)).map(name => `the page does not know the profile ${name}`),
    ...addresses.filter(port => port !== String(service.port)).map(port => `asks the port ${port ?? 'of nothing'}`),
  ]
}
