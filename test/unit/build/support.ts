import type { Answers, Context } from '../../../src/artifact/index.ts'
import { makeContract } from '../../../src/contract/index.ts'
import type { Fact, Facts, Frontend, Service } from '../../../src/detect/types.ts'
import type { Rendered } from '../../../src/plan/types.ts'
import { artifact } from '../../../generators/build/dockerfile/index.ts'
import { contextOf, renderOne, textAt } from '../../support/context.ts'

/** @returns a fact without evidence, for what a test says itself */
export function fact<T>(value: T): Fact<T> {
  return { value, certainty: 'certain', evidence: [] }
}

export interface Said {
  /** Fields of the only service, or of the one at a path. */
  readonly service?: Partial<Service>
  /** Fields that it does not have. */
  readonly without?: readonly (keyof Service)[]
  readonly frontends?: readonly Frontend[]
}

/** @returns the context of a repository, with facts that the test is about set to what it says */
export async function contextWith(
  files: Readonly<Record<string, string>>,
  said: Said = {},
  ownersOf: Context['ownersOf'] = () => [],
): Promise<Context> {
  const ctx = await contextOf(files)
  const services = ctx.facts.services.map(service =>
    said.service === undefined || (said.service.path ?? service.path) === service.path
      ? cut({ ...service, ...said.service }, said.without ?? [])
      : service,
  )
  const facts: Facts = { ...ctx.facts, services, frontends: said.frontends ?? ctx.facts.frontends }
  return { ...ctx, facts, contract: makeContract(facts, () => false), ownersOf }
}

function cut(service: Service, fields: readonly (keyof Service)[]): Service {
  return Object.fromEntries(
    Object.entries(service).filter(([field]) => !fields.some(name => name === field)),
  ) as unknown as Service
}

/** @returns the Dockerfile at `path` that the artifact writes */
export async function dockerfile(ctx: Context, path = 'Dockerfile', answers: Answers = {}): Promise<string> {
  return textAt(await renderOne(artifact, ctx, answers), path)
}

/** @returns the patterns that the artifact adds to a `.dockerignore` */
export function patternsOf(rendered: readonly Rendered[], path = '.dockerignore'): readonly string[] {
  const edit = rendered.find(r => r.path === path)
  return edit?.type === 'edit'
    ? edit.changes.flatMap(({ path: [line] }) => (typeof line === 'string' ? [line] : []))
    : []
}

/** A web server in Rust that its manifest says is one. */
export const RUST: Readonly<Record<string, string>> = {
  'Cargo.toml': '[package]\nname = "shop"\nversion = "0.1.0"\nedition = "2021"\n\n[dependencies]\naxum = "0.8"\n',
  'Cargo.lock': 'version = 4\n',
  'src/main.rs':
    'use axum::Router;\n#[tokio::main]\nasync fn main() {\n    let listener = tokio::net::TcpListener::bind("0.0.0.0:3000").await.unwrap();\n    axum::serve(listener, Router::new()).await.unwrap();\n}\n',
}

/** A web server in Node, as JavaScript that is not built. */
export const NODE: Readonly<Record<string, string>> = {
  'package.json': JSON.stringify({
    name: 'desk',
    dependencies: { express: '^5.0.0' },
    scripts: { start: 'node server.js' },
  }),
  'package-lock.json': '{ "lockfileVersion": 3, "packages": {} }\n',
  'server.js': "const express = require('express')\nexpress().listen(process.env.PORT || 3000, '0.0.0.0')\n",
}

/** What detection says of NODE. */
export const NODE_START: Partial<Service> = { startCommand: fact(['node', 'server.js']) }

/** @returns `files` with the fields of their package.json changed */
export function withManifest(
  files: Readonly<Record<string, string>>,
  fields: object,
): Readonly<Record<string, string>> {
  return {
    ...files,
    'package.json': JSON.stringify({ ...(JSON.parse(files['package.json'] ?? '{}') as object), ...fields }),
  }
}

/** The same server in TypeScript. */
export const BUILT: Partial<Service> = {
  startCommand: fact(['node', 'dist/server.js']),
  outputDir: fact('dist'),
  buildScript: fact('build'),
}
export const TYPESCRIPT = withManifest(NODE, {
  scripts: { build: 'tsc', start: 'node dist/server.js' },
  devDependencies: { typescript: '^5.0.0' },
})
