import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { temporaryFolder } from '../../support/repository.ts'
import { run, type Output } from '../../tools/process.ts'
import { freePorts, processes, type Processes } from './processes.ts'
import { NODES, TEST_POD } from './played.ts'
import { clusterTools } from './tools.ts'

/** A Kubernetes API with everything that decides about objects, and nodes on which nothing really runs. */
export interface Cluster {
  readonly kubectl: (...args: readonly string[]) => Promise<Output>
  readonly helm: (...args: readonly string[]) => Promise<Output>
  /** Applies objects. @throws when they are refused */
  readonly apply: (objects: readonly object[]) => Promise<void>
  readonly stop: () => Promise<void>
}

type Program = (name: string) => string

/** Starts a control plane on loopback. @throws when it cannot be had or does not come up */
export async function startCluster(): Promise<Cluster> {
  const tools = await clusterTools()
  const dir = temporaryFolder()
  const program: Program = name => path.join(tools.get(name) ?? '', name)
  const running = processes(dir)
  const [api = 0, manager = 0, scheduler = 0, client = 0, peer = 0] = await freePorts(5)
  const config = settings(dir, api)
  const cluster = clientOf(program, dir, config, running)
  try {
    startApi(running, program, dir, { api, client, peer })
    await running.until('API', 120, async () => (await cluster.kubectl('get', '--raw', '/readyz')).code === 0)
    // before the controllers, which ask only once in a while which types there are
    const types = path.join(tools.get('prometheus-operator-crds') ?? '', 'yaml')
    await must(cluster.kubectl('apply', '--server-side', '--filename', types))
    await must(cluster.kubectl('wait', '--for=condition=Established', 'crd', '--all', '--timeout=60s'))
    startControllers(running, program, dir, { config, manager, scheduler })
    startNodes(running, program, dir, { config, stages: path.join(tools.get('kwok-stages') ?? '', 'yaml') })
    await cluster.apply(NODES)
    await must(cluster.kubectl('wait', '--for=condition=Ready', 'node', '--all', '--timeout=60s'))
    return cluster
  } catch (error) {
    await running.stop()
    throw error
  }
}

/** @returns what a command printed. @throws when it failed */
export async function must(command: Promise<Output>): Promise<string> {
  const { code, out, err } = await command
  if (code !== 0) throw new Error(err || out)
  return out
}

function clientOf(program: Program, dir: string, config: string, running: Processes): Cluster {
  const env = { PATH: process.env['PATH'], HOME: dir, KUBECONFIG: config }
  const runner =
    (name: string) =>
    (...args: readonly string[]): Promise<Output> =>
      run(program(name), args, { cwd: dir, env, seconds: 300 })
  const kubectl = runner('kubectl')
  const apply = async (objects: readonly object[]): Promise<void> => {
    const file = path.join(temporaryFolder(), 'objects.json')
    writeFileSync(file, JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }))
    await must(kubectl('apply', '--server-side', '--filename', file))
  }
  return { kubectl, helm: runner('helm'), apply, stop: () => running.stop() }
}

/** Writes the key of service accounts and the token of the only user. @returns the file that clients read */
function settings(dir: string, port: number): string {
  const token = randomBytes(16).toString('hex')
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  writeFileSync(path.join(dir, 'accounts.key'), privateKey.export({ type: 'pkcs1', format: 'pem' }), { mode: 0o600 })
  writeFileSync(path.join(dir, 'tokens.csv'), `${token},admin,admin,system:masters\n`, { mode: 0o600 })
  const config = path.join(dir, 'kubeconfig')
  const server = { server: `https://127.0.0.1:${port}`, 'certificate-authority': path.join(dir, 'pki/apiserver.crt') }
  const contents = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'test', cluster: server }],
    users: [{ name: 'admin', user: { token } }],
    contexts: [{ name: 'test', context: { cluster: 'test', user: 'admin' } }],
    'current-context': 'test',
  }
  writeFileSync(config, JSON.stringify(contents), { mode: 0o600 })
  return config
}

function startApi(
  { start }: Processes,
  program: Program,
  dir: string,
  ports: { readonly api: number; readonly client: number; readonly peer: number },
): void {
  const [clients, peers] = [ports.client, ports.peer].map(port => `http://127.0.0.1:${port}`)
  start(program('etcd'), [
    ...['--name', 'test', '--data-dir', path.join(dir, 'etcd'), '--unsafe-no-fsync', '--log-level', 'warn'],
    ...['--listen-client-urls', clients ?? '', '--advertise-client-urls', clients ?? ''],
    ...['--listen-peer-urls', peers ?? '', '--initial-advertise-peer-urls', peers ?? ''],
    ...['--initial-cluster', `test=${peers ?? ''}`],
  ])
  const key = path.join(dir, 'accounts.key')
  start(program('kube-apiserver'), [
    `--etcd-servers=${clients ?? ''}`,
    `--secure-port=${ports.api}`,
    ...['--bind-address=127.0.0.1', '--advertise-address=127.0.0.1', '--endpoint-reconciler-type=none'],
    `--cert-dir=${path.join(dir, 'pki')}`,
    `--token-auth-file=${path.join(dir, 'tokens.csv')}`,
    ...['--authorization-mode=RBAC', '--service-cluster-ip-range=10.96.0.0/16'],
    // what is refused is refused by Pod Security, not because the server forbids it to all
    '--allow-privileged=true',
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-account-key-file=${key}`,
    `--service-account-signing-key-file=${key}`,
  ])
}

function startControllers(
  { start }: Processes,
  program: Program,
  dir: string,
  at: { readonly config: string; readonly manager: number; readonly scheduler: number },
): void {
  const common = [`--kubeconfig=${at.config}`, '--bind-address=127.0.0.1', '--leader-elect=false']
  start(program('kube-controller-manager'), [
    ...common,
    `--secure-port=${at.manager}`,
    `--service-account-private-key-file=${path.join(dir, 'accounts.key')}`,
    `--root-ca-file=${path.join(dir, 'pki/apiserver.crt')}`,
    '--horizontal-pod-autoscaler-sync-period=2s',
  ])
  start(program('kube-scheduler'), [...common, `--secure-port=${at.scheduler}`])
}

function startNodes(
  { start }: Processes,
  program: Program,
  dir: string,
  at: { readonly config: string; readonly stages: string },
): void {
  const stages = readdirSync(at.stages).map(file => readFileSync(path.join(at.stages, file), 'utf8'))
  const file = path.join(dir, 'stages.yaml')
  writeFileSync(file, [...stages, JSON.stringify(TEST_POD)].join('\n---\n'))
  const lease = '--node-lease-duration-seconds=40'
  start(program('kwok'), [`--kubeconfig=${at.config}`, `--config=${file}`, '--manage-all-nodes=true', lease])
}
