import { installAll, isThere, type Installation } from '../../tools/install.ts'
import { TOOLS, type Tool } from '../../tools/tools.ts'

const VERSION = 'v1.36.3'
const LINKED = 'k8s.io/component-base/version'

/** Without a version of its own a server built from source does not know what it serves. */
const kubernetes = (name: string): Tool => ({
  name,
  version: VERSION,
  source: {
    from: 'go',
    module: 'k8s.io/kubernetes',
    package: `k8s.io/kubernetes/cmd/${name}`,
    set: [`${LINKED}.gitVersion=${VERSION}`, `${LINKED}.gitMajor=1`, `${LINKED}.gitMinor=36`],
  },
})

/** A control plane, and kwok, which plays the nodes. Minutes to compile, kept in the cache from then on. */
const CONTROL_PLANE: readonly Tool[] = [
  ...['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kubectl'].map(kubernetes),
  {
    name: 'etcd',
    version: 'v3.5.21',
    source: { from: 'go', module: 'go.etcd.io/etcd/server/v3', package: 'go.etcd.io/etcd/server/v3' },
  },
  {
    name: 'kwok',
    version: 'v0.8.0',
    source: { from: 'go', module: 'sigs.k8s.io/kwok', package: 'sigs.k8s.io/kwok/cmd/kwok' },
  },
  {
    name: 'kwok-stages',
    version: 'v0.8.0',
    source: {
      from: 'go-files',
      module: 'sigs.k8s.io/kwok',
      folders: ['kustomize/stage/pod/fast', 'kustomize/stage/node/fast', 'kustomize/stage/node/heartbeat-with-lease'],
    },
  },
]

const SHARED = ['helm', 'prometheus-operator-crds']

/** Gets the programs of a cluster. @returns the folder of each. @throws when one of them cannot be had */
export async function clusterTools(): Promise<ReadonlyMap<string, string>> {
  const wanted = [...TOOLS.filter(({ name }) => SHARED.includes(name)), ...CONTROL_PLANE]
  const installed = await installAll(wanted, false, line => void process.stdout.write(`${line}\n`))
  return new Map(installed.map(one => [one.tool.name, binOf(one)]))
}

function binOf(installation: Installation): string {
  const { bin, reason, tool } = installation
  if (!isThere(installation) || bin === null) throw new Error(`${tool.name} cannot be had: ${reason ?? ''}`)
  return bin
}
