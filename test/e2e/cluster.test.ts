import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { temporaryFolder } from '../support/repository.ts'
import { settingsOf } from '../tools/validators/renderings.ts'
import { startCluster, type Cluster } from './cluster/control-plane.ts'
import { NONE, prove, type Release } from './cluster/prove.ts'
import { REPOSITORIES, withCharts } from './cluster/repositories.ts'

/**
 * Charts before a real Kubernetes API: everything that decides about objects is real, only Pods are played. What this cannot show is
 * whether an image starts and whether its probes answer: that is what test/e2e/images is for.
 */

const go = spawnSync('go', ['version']).error === undefined

/** @returns the ways to install the charts of a repository: as in production, and with everything switched on */
function releases(repository: string): readonly (Release & { readonly how: string })[] {
  const { files, charts } = withCharts(REPOSITORIES[repository]?.() ?? '', !repository.includes('without our module'))
  return charts.flatMap(chart =>
    settingsOf(files, chart)
      .filter(({ name }) => name === 'values-prod' || name === 'all-on')
      .map(({ name, args }) => ({
        how: name,
        name: path.basename(chart),
        chart: path.join(files.dir, chart),
        args: args.map(arg => (arg.startsWith('./') ? path.join(files.dir, arg) : arg)),
      })),
  )
}

describe.skipIf(!go)('a cluster', () => {
  let cluster: Cluster

  beforeAll(async () => {
    cluster = await startCluster()
  }, 3_600_000)

  afterAll(() => cluster.stop())

  it.each(Object.keys(REPOSITORIES))(
    'installs, drains, upgrades, rolls back, tests and uninstalls the chart of %s without a word',
    async repository => {
      const wanted = releases(repository)
      expect(wanted.length).toBeGreaterThan(0)
      const migrates = wanted.map(({ chart }) => existsSync(path.join(chart, 'templates/migrate.yaml')))
      expect(new Set(migrates)).toEqual(new Set([repository.includes('migrations')]))
      for (const release of wanted) expect([release.how, await prove(cluster, release)]).toEqual([release.how, NONE])
    },
  )

  describe('has something against a chart', () => {
    let good: Release | undefined

    beforeAll(() => {
      good = releases('express with PostgreSQL, Redis and migrations').find(({ how }) => how === 'all-on')
    })

    /** A copy of a chart that nothing is said against, with one text of one template changed. */
    function broken(template: string, from: string, to: string): Release {
      if (!good) throw new Error('there is no chart to break')
      const chart = path.join(temporaryFolder(), path.basename(good.chart))
      cpSync(good.chart, chart, { recursive: true })
      const file = path.join(chart, 'templates', template)
      const text = readFileSync(file, 'utf8')
      if (!text.includes(from)) throw new Error(`${template} does not have ${from}`)
      writeFileSync(file, text.replace(from, to))
      return { ...good, chart }
    }

    it.each([
      ['whose Pods may gain rights', '_helpers.tpl', 'allowPrivilegeEscalation: false', '', 'dry run', /PodSecurity/],
      [
        'with a field that its type does not have',
        'servicemonitor.yaml',
        'interval:',
        'intervall:',
        'dry run',
        /intervall/,
      ],
      ['that lets no Pod go', 'pdb.yaml', 'maxUnavailable: 1', 'maxUnavailable: 0', 'drain', /disruption budget/],
      [
        'that starts Pods beside the migration',
        'migrate.yaml',
        'name: {{ include "orders.fullname" . }}-migrate\n  namespace: {{ .Release.Namespace }}\n  labels:\n    {{- include "orders.labels" . | nindent 4 }}\n  annotations:\n    helm.sh/hook: pre-install,pre-upgrade\n    helm.sh/hook-weight: "0"',
        'name: {{ include "orders.fullname" . }}-migrate\n  namespace: {{ .Release.Namespace }}\n  annotations:\n    helm.sh/hook: post-install,post-upgrade\n    helm.sh/hook-weight: "0"',
        'migration',
        /before the migration/,
      ],
      [
        'whose Pods do not change when they should',
        'deployment.yaml',
        '{{- with .Values.podAnnotations }}',
        '{{- with dict "always" "same" }}',
        'upgrade',
        /the old ones/,
      ],
      [
        'that leaves something behind',
        'configmap.yaml',
        'metadata:',
        'metadata:\n  annotations:\n    helm.sh/resource-policy: keep',
        'uninstall',
        /configmap.* is left/,
      ],
    ] as const)('%s', async (_what, template, from, to, deed, said) => {
      const found = await prove(cluster, broken(template, from, to))
      expect(found[deed].join('\n')).toMatch(said)
    })
  })
})
