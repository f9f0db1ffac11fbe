import { describe, expect, test } from 'vitest'
import { artifact as helm } from '../../../generators/deployment/helm/index.ts'
import { artifact } from '../../../generators/operations/deploy-runbook/index.ts'
import type { Service } from '../../../src/detect/types.ts'
import { contextWith, fact } from '../build/support.ts'
import { API, told, variable, written } from '../deployment/support.ts'

const PAGE = 'docs/runbooks/orders/deploy.md'
const CHART = { 'deploy/helm/orders/Chart.yaml': 'apiVersion: v2\nname: orders\nversion: 0.1.0\n' }

async function page(service: Partial<Service> = {}): Promise<string> {
  return (await written(artifact, await contextWith({ ...API, ...CHART }, { service }))).text(PAGE)
}

describe('before the first release', () => {
  test('each secret is named in a list, and how it reaches the cluster', async () => {
    const text = await page({
      variables: [variable('STRIPE_KEY', { secret: true, required: true }), variable('SENTRY_TOKEN', { secret: true })],
    })
    expect(text).toMatch(/a line:\n\n- `STRIPE_KEY`\n/)
    expect(text).toMatch(/- `SENTRY_TOKEN` \(works without\)\n/)
    expect(text).toMatch(
      /create namespace orders\nkubectl --namespace orders create secret generic orders --from-env-file=FILE/,
    )
  })

  test('settings without a default are named, with the file that they belong into', async () => {
    const text = await page({ variables: [variable('CATALOGUE_URL', { required: true })] })
    expect(text).toMatch(/Under `config` in `deploy\/helm\/orders\/values-prod\.yaml` [^]*- `CATALOGUE_URL`\n/)
    expect(text).not.toContain('create secret')
  })

  test('nothing is to be done for a service that needs neither', async () => {
    expect(await page()).not.toMatch(/first release|belongs/)
  })
})

test('a worker ends with its work and stays one until a person says otherwise; a server ends with its requests', async () => {
  const [worker, server] = [await page({ workload: fact('worker') }), await page()]
  expect(worker).toContain('has 25 seconds to finish what it is working on.')
  expect(worker).toContain('--reuse-values --set replicas=2')
  expect(worker).not.toMatch(/load balancers|autoscaling/)
  expect(server).toContain('serves for 5 seconds more, until load balancers know')
  expect(server).toContain('--set autoscaling.minReplicas=4')
  expect(server).not.toContain('--set replicas')
})

test('who has the page is not told its commands once more', async () => {
  const without = await contextWith(API)
  expect(told(helm, without)).toContain('helm upgrade --install orders')
  expect(told(helm, await contextWith({ ...API, [PAGE]: '# Deploy\n' }))).not.toContain('helm upgrade')
})
