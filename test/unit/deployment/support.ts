import { parse } from 'yaml'
import type { Answers, Artifact, Context } from '../../../src/artifact/index.ts'
import type { VariableFact } from '../../../src/detect/types.ts'
import { renderOne, textAt } from '../../support/context.ts'
import { fact } from '../build/support.ts'

export type Table = Readonly<Record<string, unknown>>

/** A server in Node that answers on /healthz and /readyz. */
export const API: Readonly<Record<string, string>> = {
  'package.json': JSON.stringify({
    name: 'orders',
    version: '1.4.0',
    type: 'module',
    scripts: { start: 'node server.js' },
    dependencies: { express: '^5.0.0' },
  }),
  'package-lock.json': '{"lockfileVersion":3,"packages":{"":{}}}',
  'server.js': [
    "import express from 'express'",
    'const app = express()',
    "app.get('/healthz', (req, res) => res.send('ok'))",
    "app.get('/readyz', (req, res) => res.send('ok'))",
    'const server = app.listen(process.env.PORT ?? 3000)',
    "process.on('SIGTERM', () => server.close())",
  ].join('\n'),
}

/** A program in Node that listens to nobody, as its Procfile says. */
export const WORKER: Readonly<Record<string, string>> = {
  'package.json': JSON.stringify({
    name: 'mailer',
    type: 'module',
    scripts: { start: 'node worker.js' },
    dependencies: { bullmq: '^5.0.0' },
  }),
  'package-lock.json': '{"lockfileVersion":3,"packages":{"":{}}}',
  'worker.js': "import { Worker } from 'bullmq'\nnew Worker('mail', async () => {})\n",
  Procfile: 'worker: node worker.js\n',
}

/** @returns a need that a service cannot do without */
export const need = (value: string, optional = false): ReturnType<typeof fact<string>> & { optional: boolean } => ({
  ...fact(value),
  optional,
})

/** @returns a variable of the environment */
export function variable(name: string, of: Partial<VariableFact> = {}): VariableFact {
  return { ...fact(name), required: false, secret: false, ...of }
}

export interface Files {
  readonly paths: readonly string[]
  readonly text: (path: string) => string
  /** What a YAML file says. */
  readonly yaml: (path: string) => Table
}

/** @returns what the artifact writes */
export async function written(artifact: Artifact, ctx: Context, answers: Answers = {}): Promise<Files> {
  const rendered = await renderOne(artifact, ctx, answers)
  const text = (path: string): string => textAt(rendered, path)
  return { paths: rendered.map(file => file.path), text, yaml: path => parse(text(path)) as Table }
}

/** @returns the value at a path of keys; undefined where there is none */
export function at(value: unknown, ...keys: readonly string[]): unknown {
  return keys.reduce<unknown>(
    (now, key) => (typeof now === 'object' && now !== null ? (now as Table)[key] : undefined),
    value,
  )
}

/** @returns what a person is told afterwards */
export function told(artifact: Artifact, ctx: Context): string {
  return (artifact.next?.(ctx, {}) ?? []).filter(step => typeof step === 'string').join('\n')
}
