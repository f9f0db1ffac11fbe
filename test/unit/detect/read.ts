import { detect, type Facts, type Service } from '../../../src/detect/index.ts'
import { memory, type MemoryOptions } from '../../../src/workspace/index.ts'

export type Files = Readonly<Record<string, string>>

/** @returns the facts of a repository with these files */
export function factsOf(files: Files, options: MemoryOptions = {}): Promise<Facts> {
  return detect(memory(files, options))
}

/** @returns the only service of a repository with these files; throws when there is none, or another one */
export async function serviceOf(files: Files): Promise<Service> {
  const { services } = await factsOf(files)
  const [service, ...more] = services
  if (!service || more.length) throw new Error(`services: ${services.map(s => s.name.value).join(', ') || 'none'}`)
  return service
}

/** @returns package.json with these fields */
export function manifest(fields: object): string {
  return `${JSON.stringify({ name: 'api', version: '1.0.0', ...fields }, null, 2)}\n`
}

/** @returns Cargo.toml of a package with these dependencies, one a line */
export function cargo(dependencies: readonly string[], more = ''): string {
  return `[package]\nname = "api"\nversion = "0.1.0"\nedition = "2021"\n\n[dependencies]\n${dependencies.join('\n')}\n${more}`
}

/** @returns Cargo.toml of a package with this name and these dependencies */
export function crate(name: string, dependencies: readonly string[], more = ''): string {
  return cargo(dependencies, more).replace('name = "api"', `name = "${name}"`)
}

/** @returns Cargo.toml of a workspace with these members */
export function workspace(...members: readonly string[]): string {
  return `[workspace]\nresolver = "2"\nmembers = [${members.map(member => `"${member}"`).join(', ')}]\n`
}

/** @returns what a fact says; undefined for none */
export function said<T>(fact: { readonly value: T } | undefined): T | undefined {
  return fact?.value
}

/** @returns what each fact of a list says */
export function all<T>(facts: readonly { readonly value: T }[]): readonly T[] {
  return facts.map(fact => fact.value)
}
