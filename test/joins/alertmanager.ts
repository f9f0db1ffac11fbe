import { PLACES } from '../../src/contract/places.ts'
import { rulesIn } from './rule-files.ts'
import type { Check } from './types.ts'
import { readYaml } from './yaml.ts'

interface Route {
  readonly receiver?: string
  readonly matchers?: readonly string[]
  readonly routes?: readonly Route[]
}

interface Config {
  readonly route: Route
  readonly receivers: readonly { readonly name: string }[]
  readonly inhibit_rules: readonly {
    readonly source_matchers: readonly string[]
    readonly target_matchers: readonly string[]
    readonly equal: readonly string[]
  }[]
}

/** Routes and inhibition name labels, services, severities and alerts that rules really have. */
export const alertmanager: Check = ({ tree }) => {
  const text = tree.get(PLACES.alertmanager)
  if (text === undefined) return []
  const config = readYaml(text) as Config
  const alerts = rulesIn(tree).filter(rule => rule.alert !== undefined)
  const values = (label: string): ReadonlySet<string> =>
    new Set(alerts.flatMap(rule => (label === 'alertname' ? rule.alert : rule.labels?.[label]) ?? []))
  const all = routesOf(config.route)
  const matchers = [
    ...all.flatMap(route => route.matchers ?? []),
    ...config.inhibit_rules.flatMap(rule => [...rule.source_matchers, ...rule.target_matchers]),
  ]
  const wrong = matchers.filter(matcher => {
    const [, label = '', value = ''] = /^(\w+) [=!]~? "(.*)"$/.exec(matcher) ?? []
    return !value.split('|').every(one => values(label).has(one))
  })
  const names = new Set(config.receivers.map(({ name }) => name))
  const lost = all.flatMap(({ receiver }) => (receiver === undefined || names.has(receiver) ? [] : receiver))
  const unused = [...names].filter(name => !all.some(({ receiver }) => receiver === name))
  const equal = config.inhibit_rules.flatMap(rule => rule.equal).filter(label => values(label).size === 0)
  return [
    ...wrong.map(matcher => `no alert has ${matcher}`),
    ...[...lost, ...unused].map(name => `the receiver ${name} is not there, or not used`),
    ...equal.map(label => `no alert has the label ${label}`),
  ].map(what => ({ file: PLACES.alertmanager, what }))
}

function routesOf(route: Route): readonly Route[] {
  return [route, ...(route.routes ?? []).flatMap(routesOf)]
}
