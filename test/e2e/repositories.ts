import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Context } from '../../src/artifact/index.ts'
import type { ServiceContract } from '../../src/contract/types.ts'
import { editorFor } from '../../src/edit/index.ts'
import { openDisk } from '../../src/workspace/index.ts'
import { artifact } from '../../generators/build/dockerfile/index.ts'
import { planned } from '../../generators/build/dockerfile/plan.ts'
import { contextIn, renderOne } from '../support/context.ts'
import { workspaceFiles, workspaceNames } from './workspaces.ts'

const FIXTURES = fileURLToPath(new URL('../repos/', import.meta.url))

/** A Dockerfile in a copy of a repository, ready to be built. */
export interface Case {
  readonly repository: string
  readonly dir: string
  readonly service: ServiceContract
  readonly dockerfile: string
  readonly ours: boolean
}

export interface Skipped {
  readonly repository: string
  readonly reason: string
}

/** @returns names of the repositories: the fixtures of all tests, and the monorepos of every package manager */
export function repositoryNames(): readonly string[] {
  const fixtures = readdirSync(FIXTURES, { withFileTypes: true }).filter(
    entry => entry.isDirectory() && existsSync(path.join(FIXTURES, entry.name)),
  )
  return [...fixtures.map(entry => entry.name), ...workspaceNames().map(name => `workspaces/${name}`)]
}

/** Copies a repository, has the artifact write into the copy, @returns its Dockerfiles, and the services that get none */
export async function prepare(
  name: string,
): Promise<{ readonly cases: readonly Case[]; readonly skipped: readonly Skipped[] }> {
  const dir = copyOf(name)
  const ctx = await contextIn(openDisk(dir))
  for (const rendered of await renderOne(artifact, ctx)) {
    const file = path.join(dir, rendered.path)
    mkdirSync(path.dirname(file), { recursive: true })
    const text =
      rendered.type === 'file'
        ? rendered.text
        : rendered.changes.reduce(
            (now, c) => editorFor(rendered.format).set(now, c.path, c.value, c.comment),
            ctx.ws.read(rendered.path) ?? rendered.seed ?? '',
          )
    writeFileSync(file, text)
  }
  return { cases: casesOf(name, dir, ctx), skipped: skippedOf(name, ctx) }
}

function copyOf(name: string): string {
  const dir = mkdtempSync(path.join(tmpdir(), 'create-prod-ready-image-'))
  if (!name.startsWith('workspaces/')) cpSync(path.join(FIXTURES, name), dir, { recursive: true })
  else
    for (const [file, text] of Object.entries(workspaceFiles(name.slice('workspaces/'.length)))) {
      mkdirSync(path.dirname(path.join(dir, file)), { recursive: true })
      writeFileSync(path.join(dir, file), text)
    }
  return dir
}

/** @returns the Dockerfiles of a repository on the disk */
export async function casesIn(repository: string, dir: string): Promise<readonly Case[]> {
  return casesOf(repository, dir, await contextIn(openDisk(dir)))
}

function casesOf(repository: string, dir: string, ctx: Context): readonly Case[] {
  return planned(ctx).flatMap(plan => {
    if (plan.kind === 'refused') return []
    const existing = plan.kind === 'present'
    return [
      {
        repository,
        dir,
        service: plan.service,
        dockerfile: existing ? plan.existing.path : plan.service.dockerfile,
        ours: !existing,
      },
    ]
  })
}

function skippedOf(repository: string, ctx: Context): readonly Skipped[] {
  return planned(ctx).flatMap(plan =>
    plan.kind === 'refused' ? [{ repository, reason: `${plan.service.id}: ${plan.reason}` }] : [],
  )
}
