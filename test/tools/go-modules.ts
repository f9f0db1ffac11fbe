import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { parse } from 'yaml'
import type { Places } from './installers.ts'
import { schemasOf, type Definition } from './schemas.ts'
import { step } from './step.ts'
import type { From, Tool } from './tools.ts'

export const GO = { CGO_ENABLED: '0', GOFLAGS: '-trimpath -buildvcs=false' }

/** What `go mod edit -json` says, as far as it is read. */
interface ModuleFile {
  readonly Require?: readonly { readonly Path: string; readonly Version: string }[] | null
  readonly Exclude?: readonly { readonly Path: string; readonly Version: string }[] | null
  readonly Replace?:
    | readonly {
        readonly Old: { readonly Path: string; readonly Version?: string }
        readonly New: { readonly Path: string; readonly Version?: string }
      }[]
    | null
}

interface Download {
  readonly Dir: string
  readonly GoMod: string
}

async function download(work: string, module: string, version: string): Promise<Download> {
  return JSON.parse(await step(work, 'go', ['mod', 'download', '-json', `${module}@${version}`], GO)) as Download
}

/**
 * Through a throwaway main module: `go install` asks for the list of versions, which not every proxy has, and refuses modules that
 * replace others.
 */
export async function goModule({ name, version }: Tool, source: From<'go'>, { home, work }: Places): Promise<string> {
  await step(work, 'go', ['mod', 'init', 'validators.local/main'], GO)
  const { GoMod } = await download(work, source.module, version)
  const own = JSON.parse(await step(work, 'go', ['mod', 'edit', '-json', GoMod], GO)) as ModuleFile
  const edits = [`-require=${source.module}@${version}`, ...directives(own), ...staged(own, version)]
  await step(work, 'go', ['mod', 'edit', ...edits], GO)
  const linker = ['-s', ...(source.set ?? []).map(value => `-X ${value}`)].join(' ')
  const target = path.join(home, name)
  await step(work, 'go', ['build', '-mod=mod', `-ldflags=${linker}`, '-o', target, source.package], GO)
  return home
}

/** Only the directives of a main module count; those with a path are about folders that only the repository has. */
function directives({ Replace, Exclude }: ModuleFile): readonly string[] {
  const at = (path: string, version?: string): string => (version === undefined ? path : `${path}@${version}`)
  return [
    ...(Replace ?? [])
      .filter(({ New }) => New.Version !== undefined)
      .map(({ Old, New }) => `-replace=${at(Old.Path, Old.Version)}=${at(New.Path, New.Version)}`),
    ...(Exclude ?? []).map(({ Path, Version }) => `-exclude=${at(Path, Version)}`),
  ]
}

/** Kubernetes requires its own parts as v0.0.0, and publishes those of v1.X.Y as v0.X.Y. */
function staged({ Require }: ModuleFile, version: string): readonly string[] {
  return (Require ?? [])
    .filter(({ Version }) => Version === 'v0.0.0')
    .map(({ Path }) => `-replace=${Path}=${Path}@${version.replace(/^v1\./, 'v0.')}`)
}

/** Copies the YAML files of folders of a module to `yaml`, and makes `json` of the custom resource definitions among them. */
export async function goFiles({ version }: Tool, source: From<'go-files'>, { home, work }: Places): Promise<string> {
  await step(work, 'go', ['mod', 'init', 'validators.local/main'], GO)
  const { Dir } = await download(work, source.module, version)
  const [yaml, json] = [path.join(home, 'yaml'), path.join(home, 'json')]
  for (const folder of [yaml, json]) mkdirSync(folder)
  for (const folder of source.folders) {
    const files = readdirSync(path.join(Dir, folder)).filter(
      name => name.endsWith('.yaml') && name !== 'kustomization.yaml',
    )
    for (const file of files) {
      cpSync(path.join(Dir, folder, file), path.join(yaml, file))
      const definition = parse(readFileSync(path.join(yaml, file), 'utf8')) as Definition
      for (const [name, schema] of schemasOf(definition)) writeFileSync(path.join(json, name), JSON.stringify(schema))
    }
  }
  return home
}
