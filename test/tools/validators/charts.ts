import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { homeOf } from '../install.ts'
import { KUBERNETES } from '../tools.ts'
import type { Validator } from '../types.ts'
import { faultsOf, perRendering, perSetting, type Fault, type Found } from './chart-runs.ts'
import { report } from './command.ts'
import { CLUSTER_VERSION } from './renderings.ts'

const lint = perSetting('helm', 'helm', async ({ chart, args }, { run }) => {
  const output = await run('helm', ['lint', '--strict', `./${chart}`, '--kube-version', CLUSTER_VERSION, ...args])
  const isFault = (line: string): boolean => /^\[(ERROR|WARNING)\]/.test(line)
  return faultsOf(output, ({ out }) =>
    out
      .split('\n')
      .filter(isFault)
      .map((line): Fault => ['lint', line]),
  )
})

/** Values are checked: one that no chart knows must be refused. */
const schema = perSetting('helm-schema', 'helm', async ({ chart, args }, { run }) => {
  const { code } = await run('helm', ['template', 'any', `./${chart}`, ...args, '--set', 'noSuchValue=1'])
  return code === 0 ? [['open', 'a value that nobody knows is not refused']] : []
})

/** The chart's own tests: without one there is nothing to pass. */
const unittest = perSetting('untt', 'untt', async ({ chart, name }, { run }) => {
  if (name !== 'values') return []
  const output = await run('untt', ['--strict', `./${chart}`])
  const passed = Number(/Tests:\s+(?:\d+ \w+, )*(\d+) passed/.exec(output.out)?.[1] ?? 0)
  const failed = faultsOf(output)
  return failed.length > 0 || passed > 0 ? failed : [['none', 'the chart has no test']]
})

interface Conformity {
  readonly resources?: readonly {
    readonly filename: string
    readonly kind: string
    readonly name: string
    readonly msg: string
  }[]
}

const conform = perRendering('kubeconform', {
  together: true,
  args: manifests => [
    ...['-strict', '-output', 'json', '-kubernetes-version', KUBERNETES],
    // never its default, which is a web address
    ...['-schema-location', path.join(homeOf('kubernetes-schemas'), '{{.ResourceKind}}{{.KindSuffix}}.json')],
    '-schema-location',
    path.join(homeOf('prometheus-operator-crds'), 'json', '{{.Group}}_{{.ResourceKind}}_{{.ResourceAPIVersion}}.json'),
    ...manifests,
  ],
  read: ({ out }) =>
    ((report(out) as Conformity).resources ?? []).map(({ filename, kind, name, msg }) => [
      filename,
      'schema',
      `${kind} ${name}: ${msg}`,
    ]),
})

interface Score {
  readonly object_name: string
  readonly checks:
    | readonly {
        readonly grade: number
        readonly skipped: boolean
        readonly comments: readonly { readonly summary: string }[] | null
      }[]
    | null
}

/** 1 is critical, 5 a warning; above that it is said and not held against the object. */
const WARNING = 5

const score = perRendering('kube-score', {
  args: manifests => [
    ...['score', '--all-default-optional', '--exit-one-on-warning', '--output-format', 'json'],
    ...['--kubernetes-version', `v${CLUSTER_VERSION.replace(/\.\d+$/, '')}`],
    ...manifests,
  ],
  read: ({ out }, manifests) =>
    (report(out) as readonly Score[]).flatMap(({ object_name, checks }) => {
      const held = (checks ?? []).filter(({ grade, skipped }) => !skipped && grade <= WARNING)
      // several rules have one summary
      const summaries = new Set(held.flatMap(({ comments }) => comments ?? []).map(({ summary }) => summary))
      return [...summaries].map((said): Found => [manifests, dashed(said), `${object_name}: ${said}`])
    }),
})

const dashed = (text: string): string => text.toLowerCase().replace(/[^a-z\d]+/g, '-')

type Validation = Readonly<Record<string, readonly { readonly message: string; readonly status: string }[]>>

const validate = perRendering('kubectl-validate', {
  together: true,
  args: manifests => [
    // the newest version that it holds itself
    ...['--version', '1.30', '--output', 'json'],
    ...['--local-crds', path.join(homeOf('prometheus-operator-crds'), 'yaml')],
    ...manifests,
  ],
  read: ({ out }) =>
    Object.entries(report(out) as Validation).flatMap(([file, results]) =>
      results.filter(({ status }) => status !== 'Success').map(({ message }): Found => [file, 'invalid', message]),
    ),
})

interface Judgement {
  readonly failures?: readonly { readonly msg: string }[]
  readonly warnings?: readonly { readonly msg: string }[]
}

const POLICY = fileURLToPath(new URL('../config/policy', import.meta.url))

/** Rules that look at several objects at once, which the others do not. Messages begin with the name of the rule. */
const policy = perRendering('conftest', {
  args: manifests => ['test', '--combine', '--policy', POLICY, '--output', 'json', ...manifests],
  read: ({ out }, manifests) =>
    (report(out) as readonly Judgement[])
      .flatMap(({ failures = [], warnings = [] }) => [...failures, ...warnings])
      .map(({ msg }) => [manifests, /^\w+/.exec(msg)?.[0] ?? 'rule', msg]),
})

/** Charts, as Helm reads them and as what they become with each values file. */
export const chartValidators: readonly Validator[] = [lint, schema, unittest, conform, score, validate, policy]
