import { cpSync, mkdirSync } from 'node:fs'
import path from 'node:path'
import { temporaryFolder } from '../../support/repository.ts'
import type { Finding, Look, Validator } from '../types.ts'
import { command, report } from './command.ts'
import { isInChart, renderings } from './renderings.ts'

interface Part {
  readonly results: {
    readonly failed_checks: readonly {
      readonly check_id: string
      readonly check_name: string
      readonly file_path: string
      readonly file_line_range: readonly [number, number]
      readonly resource: string
    }[]
  }
}

const FRAMEWORKS = ['dockerfile', 'kubernetes', 'github_actions', 'secrets']
/** Folder of a copy that holds the manifests of charts, by chart and setting. */
const RENDERED = 'rendered'

const scan = command({
  name: 'checkov',
  args: () => [
    ...['--directory', '.', '--framework', ...FRAMEWORKS, '--skip-download'],
    ...['--compact', '--quiet', '--output', 'json'],
  ],
  read: ({ out }) => {
    const parts = report(out) as Part | readonly Part[]
    return (Array.isArray(parts) ? (parts as readonly Part[]) : [parts as Part])
      .flatMap(({ results }) => results.failed_checks)
      .map(({ check_id, check_name, file_path, file_line_range: [line], resource }) => ({
        file: file_path.replace(/^\//, ''),
        line,
        rule: check_id,
        message: `${check_name}: ${resource}`,
      }))
  },
})

/** Scans a copy of what is shown, and of what charts become: checkov reads whole folders. */
async function scanCopies(look: Look): Promise<readonly Finding[]> {
  const dir = temporaryFolder()
  for (const file of look.files.filter(name => !isInChart(name))) {
    mkdirSync(path.dirname(path.join(dir, file)), { recursive: true })
    cpSync(path.join(look.dir, file), path.join(dir, file))
  }
  const charts = look.files.filter(isInChart)
  const values = new Map<string, string>()
  for (const { chart, name, manifests, file } of charts.length ? await renderings({ ...look, files: charts }) : []) {
    if (manifests === undefined) continue
    const copy = `${RENDERED}/${path.basename(chart)}/${name}.yaml`
    mkdirSync(path.dirname(path.join(dir, copy)), { recursive: true })
    cpSync(manifests, path.join(dir, copy))
    values.set(copy, file)
  }
  const found = await scan({ ...look, dir, run: look.runIn(dir) })
  return found.map(finding => ({ ...finding, file: values.get(finding.file) ?? finding.file }))
}

/** Dockerfiles, workflows and rendered charts by the rules that auditors ask for. */
export const infrastructureValidators: readonly Validator[] = [
  {
    name: 'checkov',
    tool: 'checkov',
    looksAt: file => isInChart(file) || /(^|\/)Dockerfile$/.test(file) || file.startsWith('.github/workflows/'),
    check: scanCopies,
  },
]
