/** Three nodes in three zones, with room for everything. */
export const NODES: readonly object[] = ['a', 'b', 'c'].map(name => {
  const room = { cpu: '8', memory: '32Gi', 'ephemeral-storage': '100Gi', pods: '110' }
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name: `node-${name}`,
      labels: {
        'kubernetes.io/hostname': `node-${name}`,
        'kubernetes.io/os': 'linux',
        'topology.kubernetes.io/zone': name,
      },
    },
    status: { allocatable: room, capacity: room },
  }
})

const ENDED = `{{ $now := Now }}
phase: Succeeded
containerStatuses:
{{ range .spec.containers }}
- name: {{ .name | Quote }}
  image: {{ .image | Quote }}
  ready: false
  started: false
  restartCount: 0
  state:
    terminated: { exitCode: 0, reason: Completed, startedAt: {{ $now | Quote }}, finishedAt: {{ $now | Quote }} }
{{ end }}
`

/** kwok ends the Pods of Jobs well; this ends the Pod of a release's test, which belongs to no Job. */
export const TEST_POD: object = {
  apiVersion: 'kwok.x-k8s.io/v1alpha1',
  kind: 'Stage',
  metadata: { name: 'test-pod-ends' },
  spec: {
    resourceRef: { apiGroup: 'v1', kind: 'Pod' },
    selector: {
      matchExpressions: [
        { key: '.metadata.deletionTimestamp', operator: 'DoesNotExist' },
        { key: '.status.phase', operator: 'In', values: ['Running'] },
        { key: '.metadata.annotations["helm.sh/hook"]', operator: 'Exists' },
      ],
    },
    next: { statusTemplate: ENDED },
  },
}

/** @returns a namespace that refuses, warns of and records what the strictest level of Pod Security does not allow */
export function strictNamespace(name: string): object {
  const modes = ['enforce', 'warn', 'audit'].map(mode => [`pod-security.kubernetes.io/${mode}`, 'restricted'])
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: Object.fromEntries(modes) as object } }
}
