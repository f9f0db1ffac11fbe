import { PLACES } from '../../src/contract/places.ts'
import { GRAFANA_MOUNTS, OBSERVABILITY, STACK } from '../../src/contract/stack.ts'
import { listAt, tableAt } from './tables.ts'
import type { Check, Tree } from './types.ts'
import { readYaml } from './yaml.ts'

const DATASOURCE = `${PLACES.grafana}/provisioning/datasources/prometheus.yml`
const BOARDS = `${PLACES.grafana}/provisioning/dashboards/files.yml`

const { prometheus, alertmanager, grafana, blackbox } = STACK

/** What each file says of the others that watch: a place, and the only text that is right there. */
const SAID: readonly (readonly [file: string, place: RegExp, right: string])[] = [
  [DATASOURCE, /url: (\S+)/g, `http://${prometheus.host}:${prometheus.port}`],
  [BOARDS, /path: (\S+)/g, GRAFANA_MOUNTS[1].to],
  [PLACES.prometheus, /alertmanagers:\n[^]*?targets:\n *- (\S+)/g, `${alertmanager.host}:${alertmanager.port}`],
  [PLACES.prometheus, /replacement: (\S+)/g, `${blackbox.host}:${blackbox.port}`],
]

/** What watches is called, and listens, as the contract says: with the local stack of this program or without it. */
export const stack: Check = ({ tree }) => [
  ...SAID.flatMap(([file, place, right]) =>
    [...(tree.get(file) ?? '').matchAll(place)]
      .filter(([, said]) => said !== right)
      .map(([, said = '']) => ({ file, what: `names ${said}, not ${right}` })),
  ),
  ...missing(tree).map(what => ({ file: PLACES.compose, what })),
]

function missing(tree: Tree): readonly string[] {
  const services = tableAt(readYaml(tree.get(PLACES.compose) ?? '{}'), 'services')
  const watches = Object.values(services).some(service => listAt(service, 'profiles').includes(OBSERVABILITY))
  return [prometheus, alertmanager, grafana]
    .filter(
      ({ host, port }) =>
        watches && !listAt(services[host], 'ports').some(offered => String(offered).endsWith(`:${port}`)),
    )
    .map(({ host, port }) => `no ${host} listens to ${port}`)
}
