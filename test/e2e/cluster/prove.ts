import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { parse, parseAllDocuments } from 'yaml'
import { temporaryFolder } from '../../support/repository.ts'
import type { Output } from '../../tools/process.ts'
import { must, type Cluster } from './control-plane.ts'
import { strictNamespace } from './played.ts'

/** What a cluster has against a chart, by what was done with it. Empty lists are the proof. */
export type Objections = Readonly<Record<Deed, readonly string[]>>
type Deed = 'dry run' | 'install' | 'migration' | 'drain' | 'upgrade' | 'rollback' | 'test' | 'uninstall'

export const NONE: Objections = {
  'dry run': [],
  install: [],
  migration: [],
  drain: [],
  upgrade: [],
  rollback: [],
  test: [],
  uninstall: [],
}

export interface Release {
  readonly name: string
  /** Folder of the chart. */
  readonly chart: string
  readonly args: readonly string[]
}

/** What is done with a release in its own namespace. */
interface Subject extends Release {
  readonly cluster: Cluster
  /** Both speak of the namespace only. */
  readonly kubectl: Cluster['kubectl']
  readonly helm: Cluster['helm']
}

/** Warnings of the API server in the words of Helm, and what made it fail. */
function objections({ code, out, err }: Output): readonly string[] {
  const lines = `${out}\n${err}`.split('\n')
  const warned = lines.filter(line => /^Warning:|level=WARN|^W\d{4} |would violate PodSecurity/.test(line))
  return [...warned, ...(code === 0 ? [] : [err.trim() || `ended with ${String(code)}`])]
}

/** Installs, drains, upgrades, rolls back, tests and uninstalls a chart in a new namespace that allows nothing special. */
export async function prove(cluster: Cluster, release: Release): Promise<Objections> {
  const namespace = `${release.name}-${Date.now().toString(36)}`.slice(-63)
  const subject = subjectOf(cluster, release, namespace)
  await prepare(subject, namespace)
  const before = await inventory(subject)
  const dryRun = await dryRunOf(subject)
  const install = await done(subject, 'install', release.name, release.chart, ...release.args)
  const found = install.length > 0 ? {} : await life(subject)
  const uninstall = await uninstalled(subject, before)
  await cluster.kubectl('delete', 'namespace', namespace, '--wait=false')
  return { ...NONE, 'dry run': dryRun, install, ...found, uninstall }
}

async function life(subject: Subject): Promise<Partial<Objections>> {
  const { name, chart, args } = subject
  const first = await template(subject)
  const migration = [...(await migrated(subject, 0))]
  const drain = await drained(subject)
  const since = Math.max(0, ...(await listed<Event>(subject, 'events')).map(revision))
  const changed = ['--set-string', 'podAnnotations.proof=upgraded']
  const upgrade = [...(await done(subject, 'upgrade', name, chart, ...args, ...changed))]
  if ((await template(subject)) === first) upgrade.push('the Pods are the old ones')
  migration.push(...(await migrated(subject, since)))
  const rollback = [...(await done(subject, 'rollback', name, '1'))]
  if ((await template(subject)) !== first) rollback.push('the Pods are not those of the first revision')
  const test = objections(await subject.helm('test', name, '--timeout', '60s'))
  return { migration, drain, upgrade, rollback, test }
}

function subjectOf(cluster: Cluster, release: Release, namespace: string): Subject {
  const place = ['--namespace', namespace]
  return {
    ...release,
    cluster,
    kubectl: (...args) => cluster.kubectl(...args, ...place),
    helm: (...args) => cluster.helm(...args, ...place),
  }
}

/** @returns objections to a change of the release, which is over when everything is ready */
async function done({ helm }: Subject, ...args: readonly string[]): Promise<readonly string[]> {
  return objections(await helm(...args, '--wait', '--timeout', '60s'))
}

/** @returns everything that the release consists of, hooks too, as text */
function rendered({ helm, name, chart, args }: Subject): Promise<Output> {
  return helm('template', name, chart, ...args)
}

/** A namespace as strict as there is, with the Secret that values name. */
async function prepare({ cluster, kubectl, name, chart, args }: Subject, namespace: string): Promise<void> {
  await cluster.apply([strictNamespace(namespace)])
  const made = async (object: string): Promise<void> => {
    for (let i = 0; (await kubectl('get', object)).code !== 0; i += 1) {
      if (i > 100) throw new Error(`${namespace} has no ${object}`)
      await wait(300)
    }
  }
  await made('serviceaccount/default')
  await made('configmap/kube-root-ca.crt')
  const files = args.filter(arg => arg.endsWith('.yaml')).map(file => readFileSync(path.resolve(chart, file), 'utf8'))
  const values = files.map(text => parse(text) as { readonly secret?: { readonly name?: string } } | null)
  const secret = values.map(value => value?.secret?.name).find(Boolean)
  if (secret !== undefined) await must(kubectl('create', 'secret', 'generic', secret, '--from-literal=NAME=value'))
  if (secret !== undefined && secret !== name) throw new Error(`${name} has a Secret of another name: ${secret}`)
}

/** Every object, hooks too, as the API server would take it: unknown fields, types of operators, Pod Security. */
async function dryRunOf(subject: Subject): Promise<readonly string[]> {
  const manifests = await rendered(subject)
  if (manifests.code !== 0) return objections(manifests)
  const objects = parseAllDocuments(manifests.out).map(document => document.toJS() as object | null)
  const file = path.join(temporaryFolder(), 'object.json')
  const found: string[] = []
  for (const object of objects.filter(one => one !== null)) {
    // one after the other: the first refusal must not hide the others
    writeFileSync(file, JSON.stringify(object))
    const flags = ['--server-side', '--dry-run=server', '--validate=strict', '--filename', file]
    found.push(...objections(await subject.kubectl('apply', ...flags)))
  }
  return found
}

async function listed<T>({ kubectl }: Subject, ...kinds: readonly string[]): Promise<readonly T[]> {
  const text = await must(kubectl('get', kinds.join(','), '--output', 'json'))
  return (JSON.parse(text) as { readonly items: readonly T[] }).items
}

interface Workload {
  readonly metadata: { readonly name: string }
  readonly spec: { readonly template: object; readonly selector: { readonly matchLabels: Record<string, string> } }
}

/** @returns what Pods are made from */
async function template(subject: Subject): Promise<string> {
  const workloads = await listed<Workload>(subject, 'deployments', 'statefulsets')
  return JSON.stringify(workloads.map(({ metadata, spec }) => [metadata.name, spec.template]))
}

interface Event {
  readonly metadata: { readonly resourceVersion: string }
  readonly reason: string
  readonly message: string
  readonly involvedObject: { readonly kind: string; readonly name: string }
}

const revision = ({ metadata }: Event): number => Number(metadata.resourceVersion)

interface Hook {
  readonly kind?: string
  readonly metadata?: { readonly name: string; readonly annotations?: Readonly<Record<string, string>> }
}

/** @returns the name of the Job that prepares the release; its test is a Job as well */
async function firstJob(subject: Subject): Promise<string | undefined> {
  const objects = parseAllDocuments(await must(rendered(subject))).map(document => document.toJS() as Hook | null)
  const prepares = (hook: Hook | null): boolean =>
    hook?.kind === 'Job' && hook.metadata?.annotations?.['helm.sh/hook'] !== 'test'
  return objects.find(prepares)?.metadata?.name
}

/** Where the release has such a Job, it has ended before the first new Pod is asked for; revisions of the store tell what came first. */
async function migrated(subject: Subject, since: number): Promise<readonly string[]> {
  const job = await firstJob(subject)
  if (job === undefined) return []
  const events = (await listed<Event>(subject, 'events')).filter(event => revision(event) > since)
  const first = (wanted: (about: Event['involvedObject']) => boolean, what: RegExp): number =>
    Math.min(
      ...events
        .filter(({ reason, message, involvedObject }) => wanted(involvedObject) && what.test(`${reason} ${message}`))
        .map(revision),
    )
  const ended = first(({ kind, name }) => kind === 'Job' && name === job, /^Completed /)
  const scaled = first(({ kind }) => kind === 'Deployment', /^ScalingReplicaSet .* from 0 to /)
  if (ended === Infinity) return ['the migration did not run']
  return ended < scaled ? [] : ['Pods of the service were started before the migration had ended']
}

/** A node is emptied while the service runs on it. */
async function drained(subject: Subject): Promise<readonly string[]> {
  const { cluster } = subject
  const [workload] = await listed<Workload>(subject, 'deployments', 'statefulsets')
  const labels = Object.entries(workload?.spec.selector.matchLabels ?? {}).map(([key, value]) => `${key}=${value}`)
  const place = '{.items[0].spec.nodeName}'
  const selected = ['--selector', labels.join(',')]
  const node = await must(subject.kubectl('get', 'pods', ...selected, '--output', `jsonpath=${place}`))
  const flags = ['--ignore-daemonsets', '--delete-emptydir-data', '--timeout=30s']
  const { code, err } = await cluster.kubectl('drain', node, ...flags)
  await must(cluster.kubectl('uncordon', node))
  if (code !== 0) return [err.split('\n').find(line => /cannot evict|violate/i.test(line)) ?? err]
  const ready = ['--for=condition=Ready', 'pod', '--timeout=30s']
  return objections({ ...(await subject.kubectl('wait', ...ready, ...selected)), out: '' })
}

/** Kinds that come and go by themselves. */
const OWN = /^(events|leases|endpointslices|podmetrics)\b/

/** @returns every object of the namespace */
async function inventory({ kubectl, cluster }: Subject): Promise<readonly string[]> {
  const kinds = await must(cluster.kubectl('api-resources', '--verbs=list', '--namespaced', '--output', 'name'))
  const listed = kinds.split('\n').filter(kind => kind !== '' && !OWN.test(kind))
  const names = await must(kubectl('get', listed.join(','), '--output', 'name', '--ignore-not-found'))
  return names.split('\n').filter(Boolean).sort()
}

async function uninstalled(subject: Subject, before: readonly string[]): Promise<readonly string[]> {
  const found = [...(await done(subject, 'uninstall', subject.name))]
  const left = async (): Promise<readonly string[]> =>
    (await inventory(subject)).filter(object => !before.includes(object))
  // what a controller removes after its owner takes a moment
  for (let i = 0; i < 30 && (await left()).length > 0; i += 1) await wait(500)
  return [...found, ...(await left()).map(object => `${object} is left`)]
}
