import { dirname } from '../../../src/text/paths.ts'
import type { Finding, Look, Validator } from '../types.ts'

/** @returns a check that runs a program once for each thing that files belong to, and believes its exit status */
function perGroup(name: string, groupOf: (file: string) => string, args: (group: string) => readonly string[]) {
  return async ({ files, run }: Look): Promise<readonly Finding[]> => {
    const found: Finding[] = []
    for (const group of new Set(files.map(groupOf))) {
      const { code, out, err } = await run(name, args(group))
      if (code === 0) continue
      const message = `${out}\n${err}`
        .split('\n')
        .filter(line => /error|warning|fail/i.test(line))
        .slice(0, 4)
        .join(' | ')
      const file = files.find(other => groupOf(other) === group) ?? group
      found.push({ file, line: 1, rule: name, message: message || `ended with ${String(code)}` })
    }
    return found
  }
}

const CHART = /^(.*?deploy\/helm\/[^/]+)\//
const chartOf = (file: string): string => CHART.exec(file)?.[1] ?? ''

/** Charts as Helm reads them, with every values file; load tests as k6 does. */
export const deploymentValidators: readonly Validator[] = [
  {
    name: 'helm',
    tool: 'helm',
    looksAt: file => CHART.test(file),
    check: perGroup('helm', chartOf, chart => [
      'lint',
      '--strict',
      `./${chart}`,
      '--kube-version',
      '1.33.0',
      '--values',
      `./${chart}/values-prod.yaml`,
      '--set',
      'image.tag=v1',
    ]),
  },
  {
    name: 'k6',
    tool: 'k6',
    looksAt: file => /^load\/[^/]+\/(main|routes)\.js$/.test(file),
    check: perGroup('k6', dirname, folder => ['inspect', '--execution-requirements', `./${folder}/main.js`]),
  },
]
