import { describe, expect, test } from 'vitest'
import { artifact } from '../../../generators/deployment/helm/index.ts'
import type { Service } from '../../../src/detect/types.ts'
import { contextWith, fact } from '../build/support.ts'
import { API, at, need, variable, WORKER, written, type Files, type Table } from './support.ts'

const everything: Partial<Service> = {
  databases: [need('postgres'), need('mysql', true)],
  cache: [need('redis')],
  migrations: fact('migrations'),
  orm: [fact('knex')],
  variables: [
    variable('LOG_LEVEL', { default: 'info' }),
    variable('DATABASE_URL', { secret: true, required: true }),
    variable('PUBLIC_URL', { default: 'http://localhost:3000' }),
    variable('PORT', { default: '3000' }),
  ],
}

const CHARTS: readonly (readonly [string, Readonly<Record<string, string>>, Partial<Service>, string])[] = [
  ['a service that has everything', API, everything, 'deploy/helm/orders'],
  ['a plain service', API, {}, 'deploy/helm/orders'],
  ['a service with its data in a file', API, { databases: [need('sqlite')] }, 'deploy/helm/orders'],
  ['a worker', WORKER, {}, 'deploy/helm/mailer'],
  ['a gRPC service', API, { workload: fact('grpc') }, 'deploy/helm/orders'],
]

const chartOf = async (files: Readonly<Record<string, string>>, service: Partial<Service>): Promise<Files> =>
  written(artifact, await contextWith(files, { service }))

/** Paths of all values, objects among them. */
function paths(value: unknown, prefix = ''): readonly string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return []
  return Object.entries(value).flatMap(([key, inner]) => [prefix + key, ...paths(inner, `${prefix}${key}.`)])
}

function leaves(all: readonly string[]): readonly string[] {
  return all.filter(path => !all.some(other => other.startsWith(`${path}.`)))
}

describe.each(CHARTS)('the values of %s', (_, files, service, folder) => {
  test('are exactly those that the templates read', async () => {
    const chart = await chartOf(files, service)
    const templates = chart.paths.filter(path => path.includes('/templates/')).map(chart.text)
    const read = [...new Set(templates.flatMap(text => [...text.matchAll(/\.Values\.([\w.]+)/g)].map(m => m[1] ?? '')))]
    const values = paths(chart.yaml(`${folder}/values.yaml`))
    expect(read.filter(path => !values.includes(path))).toEqual([])
    expect(leaves(values).filter(path => !read.some(r => path === r || path.startsWith(`${r}.`)))).toEqual([])
  })

  test('are those of the schema, which allows no others', async () => {
    const chart = await chartOf(files, service)
    const schema = JSON.parse(chart.text(`${folder}/values.schema.json`)) as Table
    const values = chart.yaml(`${folder}/values.yaml`)
    expect(schema['additionalProperties']).toBe(false)
    expect(Object.keys(at(schema, 'properties') as Table)).toEqual([...Object.keys(values), 'global'])
  })

  test('are changed, and not added to, by each environment', async () => {
    const chart = await chartOf(files, service)
    const known = Object.keys(chart.yaml(`${folder}/values.yaml`))
    for (const name of ['dev', 'staging', 'prod']) {
      const keys = Object.keys(chart.yaml(`${folder}/values-${name}.yaml`) ?? {})
      expect(keys.filter(key => !known.includes(key))).toEqual([])
    }
  })
})

describe('variables of the environment', () => {
  test('with a default are settings, without what is right on one machine only', async () => {
    const chart = await chartOf(API, everything)
    expect(chart.yaml('deploy/helm/orders/values.yaml')['config']).toEqual({ LOG_LEVEL: 'info' })
    expect(chart.text('deploy/helm/orders/values.yaml')).toContain('# To be said: PUBLIC_URL.')
  })

  test('that are secrets come from a Secret that each environment names, and are nowhere as text', async () => {
    const chart = await chartOf(API, everything)
    expect(chart.yaml('deploy/helm/orders/values-prod.yaml')['secret']).toEqual({ name: 'orders' })
    expect(chart.yaml('deploy/helm/orders/values.yaml')['secret']).toEqual({ name: '' })
    expect(chart.text('deploy/helm/orders/templates/NOTES.txt')).toContain('It needs DATABASE_URL, PUBLIC_URL')
    expect(chart.text('deploy/helm/orders/templates/configmap.yaml')).not.toContain('DATABASE_URL')
  })

  test('the port is what the probes ask, and nobody can change it in one place only', async () => {
    const chart = await chartOf(API, everything)
    expect(chart.text('deploy/helm/orders/templates/deployment.yaml')).toContain(
      '- name: PORT\n              value: "3000"',
    )
    expect(at(chart.yaml('deploy/helm/orders/values.yaml'), 'config', 'PORT')).toBeUndefined()
  })

  test('a name that no environment can hold is left out', async () => {
    const odd = [
      variable('A: b\n  evil', { default: 'x' }),
      variable('{{ .Values }}', { default: 'y', required: true }),
    ]
    const chart = await chartOf(API, { variables: odd })
    expect(chart.yaml('deploy/helm/orders/values.yaml')['config']).toEqual({})
    expect(chart.text('deploy/helm/orders/templates/NOTES.txt')).not.toContain('{{ .Values }}')
  })
})

test('a second answer of the same chart is the same text', async () => {
  const [a, b] = await Promise.all([chartOf(API, everything), chartOf(API, everything)])
  expect(a.paths.map(a.text)).toEqual(b.paths.map(b.text))
})
