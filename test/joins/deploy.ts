import { join } from '../../src/text/paths.ts'
import { chartIn, nested, objectsOf, over } from './helm/charts.ts'
import { podsOf, selects } from './helm/pods.ts'
import { exists as isValue } from './helm/values.ts'
import type { Check } from './types.ts'
import { variablesOf } from './variables.ts'

/** The commands of the deployment's page name one release, one namespace, and a chart with values that are there. */
export const deploy: Check = ({ tree, contract, exists }) =>
  contract.services.flatMap(service => {
    const file = `${service.places.runbooks}/deploy.md`
    const text = tree.get(file)
    const chart = chartIn(tree, service.places.chart)
    if (text === undefined) return []
    const commands = [...text.matchAll(/```sh\n([^]*?)\n```/g)]
      .flatMap(([, block = '']) => block.split('\n'))
      .map(line => line.split(' '))
    const flags = (name: string): readonly string[] =>
      commands.flatMap(words => words.flatMap((word, i) => (word === name ? (words[i + 1] ?? []) : [])))
    const spaces = new Set(flags('--namespace'))
    const [, release, space] = /^The release is called `([^`]+)`, in the namespace `([^`]+)`\./m.exec(text) ?? []
    const helm = commands.filter(([program]) => program === 'helm')
    const named = helm.map(words => words.slice(2).find(word => !word.startsWith('-')))
    const charts = helm
      .filter(([, verb]) => verb === 'upgrade')
      .map(words => words.filter(word => !word.startsWith('-'))[3])
    const settings = flags('--set').map(word => word.replace(/=.*/, ''))
    const workloads = commands.flatMap(words => words.flatMap(word => /^deployment\/(.+)$/.exec(word)?.[1] ?? []))
    const labels = flags('--selector').map(word => word.split('='))
    const values = chart ? over(chart.values, nested('config.HARBOR', '')) : {}
    const pods = chart ? podsOf(objectsOf(chart, chart.values)) : []
    const known = variablesOf(service)
    const said = [...text.matchAll(/, change `(\w+)` in/g)].map(([, name = '']) => name)
    const pages = [...text.matchAll(/`(deploy\/[^`]+)`/g)].map(([, path = '']) => path)
    return [
      ...(release === service.id && [...named, ...workloads].every(name => name === release)
        ? []
        : ['names another release']),
      ...(spaces.size === 1 && spaces.has(space ?? '') ? [] : ['names more than one namespace']),
      ...charts.filter(path => path !== service.places.chart).map(path => `no chart ${path ?? ''}`),
      ...[...flags('--values'), ...pages].filter(path => !exists(join('.', path))).map(path => `no ${path}`),
      ...settings.filter(path => !isValue(values, path)).map(path => `no value ${path}`),
      ...labels
        .filter(([key = '', value]) => !pods.some(pod => selects({ [key]: value }, pod.labels)))
        .map(([key = '']) => `no Pods with ${key}`),
      ...said.filter(name => !known.has(name)).map(name => `nothing reads ${name}`),
    ].map(what => ({ file, what }))
  })
