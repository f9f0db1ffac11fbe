import type { AppSite } from '../../../src/detect/app/types.ts'
import type { AppModule, Service } from '../../../src/detect/types.ts'
import { detect } from '../../../src/detect/index.ts'
import { editorFor } from '../../../src/edit/index.ts'
import { memory } from '../../../src/workspace/index.ts'

export type Files = Readonly<Record<string, string>>

/** What is looked for in the text of a module. */
export const MODULE = `export const options = { logger: true }
export const logging = { level: process.env.LOG_LEVEL }
export function harden(app) {
  app.get('/ready', (request, response) => response.json({}))
}
`

/** @returns a package with a framework and these files */
export function packageOf(files: Files, more: { dependencies?: object; type?: string; main?: string } = {}): Files {
  const manifest = {
    name: 'ferry',
    version: '1.0.0',
    type: more.type ?? 'module',
    scripts: { start: `node ${more.main ?? Object.keys(files)[0] ?? ''}` },
    dependencies: more.dependencies ?? { express: '^5.1.0', fastify: '^5.6.0' },
  }
  return { 'package.json': JSON.stringify(manifest), ...files }
}

/** @returns the only service of a repository in memory */
export async function serviceIn(files: Files): Promise<Service> {
  const [service] = (await detect(memory(files))).services
  if (!service) throw new Error('no service')
  return service
}

/** @returns the files with the changes that a site asks for, all of them or those of one file */
export function wired(files: Files, site: AppSite): Files {
  const editor = editorFor('code')
  const changed = site.wiring.map(({ path, changes }): [string, string] => [
    path,
    changes.reduce(
      (text, { change }) => editor.set(text, change.path, change.value, undefined, change.place),
      files[path] ?? '',
    ),
  ])
  return { ...files, ...Object.fromEntries(changed), [site.module]: MODULE }
}

/** @returns the files without them, last one first as when an artifact is taken back */
export function unwired(files: Files, site: AppSite): Files {
  const editor = editorFor('code')
  const changed = site.wiring.map(({ path, changes }): [string, string] => [
    path,
    [...changes].reverse().reduce((text, { change }) => editor.remove(text, change.path), files[path] ?? ''),
  ])
  const { [site.module]: _, ...rest } = { ...files, ...Object.fromEntries(changed) }
  return rest
}

/** @returns what detection finds once the module is there */
export async function moduleIn(files: Files): Promise<AppModule | undefined> {
  return (await serviceIn(files)).appModule
}

/** @returns the lines that differ, as a patch without context */
export function diffOf(before: string, after: string): readonly string[] {
  const old = new Set(before.split(/\r?\n/))
  const now = new Set(after.split(/\r?\n/))
  return [
    ...before
      .split(/\r?\n/)
      .filter(line => !now.has(line))
      .map(line => `-${line}`),
    ...after
      .split(/\r?\n/)
      .filter(line => !old.has(line))
      .map(line => `+${line}`),
  ]
}
