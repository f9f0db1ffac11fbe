import { PLACES } from '../../../src/contract/places.ts'
import type { Validator } from '../types.ts'
import { command } from './command.ts'

const isRules = (file: string): boolean => file.startsWith(`${PLACES.rules}/`)

/** @returns a validator that runs a program on one file after another, and believes its exit status */
function byStatus(
  name: string,
  tool: string,
  looksAt: (file: string) => boolean,
  args: (file: string) => readonly string[],
): Validator {
  return {
    name,
    tool,
    looksAt,
    check: command({ name, program: tool, args: files => args(files[0] ?? ''), read: () => [], single: true }),
  }
}

/** @returns what Prometheus' tool of one version reads: that of the distribution, and the newest */
const promtool = (tool: string): readonly Validator[] => [
  byStatus(`${tool} rules`, tool, isRules, file => ['check', 'rules', '--lint=all', '--lint-fatal', file]),
  byStatus(
    `${tool} config`,
    tool,
    file => file === PLACES.prometheus,
    file => ['check', 'config', '--lint=all', '--lint-fatal', file],
  ),
  byStatus(
    `${tool} tests`,
    tool,
    file => file.startsWith(`${PLACES.ruleTests}/`),
    file => ['test', 'rules', file],
  ),
]

/** Who is told of which alert. */
const ROUTES: readonly (readonly [labels: readonly string[], receiver: string])[] = [
  [['severity=critical', 'service=anything'], 'page'],
  [['severity=warning', 'service=anything'], 'team'],
  [['alertname=Watchdog', 'severity=none'], 'watchdog'],
]

/** Prometheus and Alertmanager's own tools, on each file as what it is. */
export const monitoringValidators: readonly Validator[] = [
  ...promtool('promtool'),
  ...promtool('promtool-3'),
  byStatus('pint', 'pint', isRules, file => [
    '--offline',
    '--no-color',
    'lint',
    '--min-severity=info',
    '--fail-on=info',
    file,
  ]),
  byStatus(
    'amtool',
    'amtool',
    file => file === PLACES.alertmanager,
    file => ['check-config', file],
  ),
  ...ROUTES.map(([labels, receiver]) =>
    byStatus(
      `amtool routes ${receiver}`,
      'amtool',
      file => file === PLACES.alertmanager,
      file => ['config', 'routes', 'test', `--config.file=${file}`, `--verify.receivers=${receiver}`, ...labels],
    ),
  ),
]
