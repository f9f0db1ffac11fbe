import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { artifact as alerts } from '../../../generators/observability/alerts/index.ts'
import { artifact as routing } from '../../../generators/observability/alert-routing/index.ts'
import { artifact as runbooks } from '../../../generators/operations/alert-runbooks/index.ts'
import { SLO_QUESTIONS } from '../../../generators/observability/_common/questions.ts'
import { problemWith } from '../../../src/engine/questions.ts'
import { renderArtifacts } from '../../../src/engine/plop.ts'
import type { Rendered } from '../../../src/plan/types.ts'
import { renderOne, textAt } from '../../support/context.ts'
import { temporaryFolder } from '../../support/repository.ts'
import { DIALECTS, serviceWith } from '../../joins/services.ts'

const ANSWERS = { 'runbook-url': 'none' }

async function render(name: string): Promise<readonly Rendered[]> {
  const ctx = await serviceWith(DIALECTS[name])
  return renderArtifacts(ctx, [
    { artifact: alerts, answers: ANSWERS },
    { artifact: runbooks, answers: ANSWERS },
  ])
}

/** The suite of the tools installs it; without it these cases are skipped, and the count of the summary says so. */
const promtool = spawnSync('promtool', ['--version']).status === 0

describe.runIf(promtool).each([...Object.keys(DIALECTS), 'none'])('a service with the metrics of %s', name => {
  test('gets rules whose tests pass', async () => {
    const dir = temporaryFolder()
    for (const file of await render(name)) {
      if (file.type !== 'file') continue
      mkdirSync(path.dirname(path.join(dir, file.path)), { recursive: true })
      writeFileSync(path.join(dir, file.path), file.text)
    }
    const tests = path.join(dir, 'deploy/prometheus/tests')
    for (const file of ['harbor-api', 'postgres', 'redis', 'alerting'])
      expect(
        execFileSync('promtool', ['test', 'rules', `${file}.test.yml`], { cwd: tests, encoding: 'utf8' }),
      ).toContain('SUCCESS')
  }, 60_000)
})

test.each([
  ['module', 'ServiceDown'],
  ['none', 'ProbeFailing'],
])('routes name only alerts that there are: a service with the metrics of %s is down by %s', async (name, cause) => {
  const rendered = await renderOne(routing, await serviceWith(DIALECTS[name]), { 'alert-receiver': 'slack' })
  const text = textAt(rendered, 'deploy/alertmanager/alertmanager.yml')
  expect(text.match(/alertname [=!]~ .*/g)).toEqual([`alertname =~ "${cause}"`, `alertname !~ "${cause}"`])
})

test.each([
  ['slo-availability', '99.9', true],
  ['slo-availability', '99.999', true],
  ['slo-availability', '99.9999', false],
  ['slo-availability', '100', false],
  ['slo-availability', '99,9', false],
  ['slo-availability', '9e1', false],
  ['slo-latency-ms', '250', true],
  ['slo-latency-ms', '0.5', false],
  ['slo-latency-percent', '99.5', true],
])('%s may be %s: %s', (key, value, good) => {
  const question = SLO_QUESTIONS.find(other => other.key === key)
  expect(question && (problemWith(question, value) === undefined) === good).toBe(true)
})
