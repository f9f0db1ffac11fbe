import type { Validator } from '../types.ts'
import { command, linesLike, ownReport, report } from './command.ts'

const WORKFLOW = /^\.github\/workflows\/[^/]+\.ya?ml$/
const ACTION = /(^|\/)action\.ya?ml$/
const DEPENDABOT = /^\.github\/dependabot\.ya?ml$/
const ISSUE_CONFIG = /^\.github\/ISSUE_TEMPLATE\/config\.ya?ml$/
const ISSUE_FORM = /^\.github\/ISSUE_TEMPLATE\/(?!config\.)[^/]+\.ya?ml$/

interface ActionlintRow {
  readonly filepath: string
  readonly line: number
  readonly kind: string
  readonly message: string
}

const actionlint: Validator = {
  name: 'actionlint',
  tool: 'actionlint',
  looksAt: file => WORKFLOW.test(file),
  check: command({
    name: 'actionlint',
    args: files => ['-shellcheck', 'shellcheck', '-pyflakes', '', '-format', '{{json .}}', ...files],
    read: ({ out }) =>
      (report(out) as readonly ActionlintRow[]).map(({ filepath, line, kind, message }) => ({
        file: filepath,
        line,
        rule: /\bSC\d{4}\b/.exec(message)?.[0] ?? kind,
        message,
      })),
  }),
}

interface ZizmorRow {
  readonly ident: string
  readonly desc: string
  readonly locations: readonly {
    readonly symbolic: {
      readonly key: { readonly Local?: { readonly verbatim_path: string } }
      readonly annotation: string
      readonly kind: string
    }
    readonly concrete: { readonly location: { readonly start_point: { readonly row: number } } }
  }[]
}

const zizmor: Validator = {
  name: 'zizmor',
  tool: 'zizmor',
  looksAt: file => WORKFLOW.test(file) || ACTION.test(file) || DEPENDABOT.test(file),
  check: command({
    name: 'zizmor',
    args: files => [
      '--offline',
      '--no-progress',
      '--no-config',
      '--persona=auditor',
      '--min-severity=informational',
      '--strict-collection',
      '--format=json',
      ...files,
    ],
    read: ({ out }) =>
      (report(out) as readonly ZizmorRow[]).flatMap(({ ident, desc, locations }) => {
        const at = locations.find(({ symbolic }) => symbolic.kind === 'Primary') ?? locations[0]
        const message = `${desc}: ${at?.symbolic.annotation ?? ''}`
        return [
          {
            file: at?.symbolic.key.Local?.verbatim_path ?? '',
            line: (at?.concrete.location.start_point.row ?? 0) + 1,
            rule: ident,
            message,
          },
        ]
      }),
  }),
}

/** Looks at the whole folder: the files are not named. */
const ghalint: Validator = {
  name: 'ghalint',
  tool: 'ghalint',
  looksAt: file => WORKFLOW.test(file),
  check: command({
    name: 'ghalint',
    args: () => ['run'],
    read: ({ err }) =>
      linesLike(
        err.replace(/\x1b\[\d*m/g, ''),
        /workflow_file_path=(?<file>\S+) policy_name=(?<rule>\S+) (?:reference=\S+ )?(?<message>.*)/,
      ).map(({ file = '', rule = '', message = '' }) => ({ file, rule, message })),
  }),
}

const service: Validator = {
  name: 'language-service',
  tool: 'npm',
  looksAt: file => WORKFLOW.test(file),
  check: command({
    name: 'language-service',
    program: 'workflow-service',
    args: files => files,
    read: ownReport,
  }),
}

interface SchemaReport {
  readonly errors: readonly {
    readonly filename: string
    readonly path: string
    readonly message: string
    readonly best_deep_match?: { readonly path: string; readonly message: string }
  }[]
  readonly parse_errors: readonly { readonly filename: string; readonly message: string }[]
}

const schema = (kind: string, files: RegExp): Validator => ({
  name: `schema of ${kind}`,
  tool: 'check-jsonschema',
  looksAt: file => files.test(file),
  check: command({
    name: `schema of ${kind}`,
    program: 'check-jsonschema',
    args: shown => ['-o', 'json', '--builtin-schema', `vendor.${kind}`, ...shown],
    read: ({ out }) => {
      const { errors, parse_errors } = report(out) as SchemaReport
      return [
        ...errors.map(({ filename, path, message, best_deep_match: best }) => ({
          file: filename,
          message: `${best?.path ?? path}: ${best?.message ?? message}`,
        })),
        ...parse_errors.map(({ filename, message }) => ({ file: filename, message })),
      ]
    },
  }),
})

/** GitHub's own files: workflows, composite actions, Dependabot, issue forms. */
export const workflowValidators: readonly Validator[] = [
  actionlint,
  zizmor,
  ghalint,
  service,
  schema('github-workflows', WORKFLOW),
  schema('dependabot', DEPENDABOT),
  schema('github-issue-forms', ISSUE_FORM),
  schema('github-issue-config', ISSUE_CONFIG),
]
