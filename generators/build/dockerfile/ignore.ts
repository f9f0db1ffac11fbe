import type { Context, EditOutput } from '../../../src/artifact/index.ts'
import type { Project } from '../../../src/detect/types.ts'
import { basename, byCodeUnit, isInside, join, normalize, relative } from '../../../src/text/paths.ts'
import { shippedParts } from './local-packages.ts'
import { outputFolder } from './output.ts'

interface Group {
  readonly comment: string
  readonly lines: readonly string[]
}

/** What no build of ours reads. */
const ALWAYS: readonly Group[] = [
  {
    comment: 'history and tools of the repository',
    lines: ['.git', '.github', '.prod-ready', '.vscode', '.idea', '**/.DS_Store'],
  },
  { comment: 'secrets and settings of one machine', lines: ['**/.env', '**/.env.*'] },
  {
    comment: 'what describes images',
    lines: ['**/Dockerfile', '**/.dockerignore', 'compose*.yaml', 'compose*.yml', 'docker-compose*.yml'],
  },
]

/**
 * What keeps the build context of a folder small, repeatable and free of secrets, as lines of its `.dockerignore`; the file is made when there is none.
 * A line is left out when the user has one that says the same.
 */
export function ignoreFile(ctx: Context, context: string): EditOutput {
  const path = join(context, '.dockerignore')
  const theirs = (ctx.ws.has(path) ? (ctx.ws.read(path) ?? '') : '').split(/\r?\n/).map(line => line.trim())
  const groups = [made(ctx, context), ...ALWAYS, tests(ctx, context), toolchain(ctx, context), settings(ctx, context)]
  const changes = groups.flatMap(({ comment, lines }) => {
    const missing = [...new Set(lines)].filter(
      line => theirs.includes(line) || !theirs.some(other => same(other, line)),
    )
    return missing.map((line, i) => ({ path: [line], value: true, ...(i === 0 ? { comment } : {}) }))
  })
  return { type: 'edit', path, format: 'lines', changes, seed: '' }
}

/** What package managers and builds write. A local copy would be older than the code, or of another platform. */
function made(ctx: Context, context: string): Group {
  const projects = ctx.facts.projects.filter(p => isInside(p.path, context))
  const lines: string[] = []
  for (const project of projects) {
    if (project.ecosystem === 'rust') lines.push(relative(context, join(project.path, 'target')))
    else
      lines.push(
        '**/node_modules',
        '**/*.tsbuildinfo',
        ...folders(ctx, project).map(folder => anywhere(ctx, context, folder)),
      )
  }
  return {
    comment: 'made inside the image',
    lines: lines.filter(line => line.startsWith('**/') || !hasFiles(ctx, join(context, line))),
  }
}

function folders(ctx: Context, project: Project): readonly string[] {
  const mine = ctx.facts.services.filter(s => s.project === project.path && s.ecosystem === 'node')
  const services = mine.flatMap(s =>
    [outputFolder(ctx, s), s.site?.output.value, s.standalone?.value.dir.split('/')[0]].map(dir => ({
      at: s.path,
      dir,
    })),
  )
  const sites = ctx.facts.frontends
    .filter(f => f.project === project.path)
    .map(f => ({ at: f.path, dir: f.site?.output.value }))
  const outputs = [...services, ...sites].flatMap(({ at, dir }) => (dir === undefined ? [] : outermost(at, dir)))
  const parts = project.packages.flatMap(p => shippedParts(ctx, p)).filter(p => p.built)
  return [...new Set([...outputs, ...parts.map(p => p.path)])].filter(path => !hasFiles(ctx, path)).sort(byCodeUnit)
}

/** @returns the folder of a package that holds `dir`; `dir` itself where that lies elsewhere in the repository */
function outermost(at: string, dir: string): readonly string[] {
  const place = normalize(`${at}/${dir}`)
  if (place === undefined || isInside(at, place)) return []
  return [isInside(place, at) ? join(at, relative(at, place).split('/')[0] ?? '') : place]
}

/** The name of the folder in any place, where no folder of that name holds code. */
function anywhere(ctx: Context, context: string, folder: string): string {
  const name = basename(folder)
  const used = ctx.ws.files.some(file => isInside(file, context) && file.split('/').slice(0, -1).includes(name))
  return used || relative(context, folder) === name ? relative(context, folder) : `**/${name}`
}

function hasFiles(ctx: Context, folder: string): boolean {
  return ctx.ws.files.some(file => isInside(file, folder))
}

/** A package that is not built goes into the image as it is: without its tests. */
function tests(ctx: Context, context: string): Group {
  const plain = ctx.facts.services.filter(
    s =>
      s.ecosystem === 'node' &&
      !s.site &&
      !s.standalone &&
      !(s.buildScript && outputFolder(ctx, s)) &&
      isInside(s.path, context),
  )
  const lines = plain.flatMap(s =>
    ['test', 'tests', '__tests__']
      .filter(dir => hasFiles(ctx, join(s.path, dir)))
      .map(dir => relative(context, join(s.path, dir))),
  )
  return { comment: 'not shipped', lines }
}

/** A toolchain file makes rustup download what the base image is already; a nightly one is needed. */
function toolchain(ctx: Context, context: string): Group {
  const rust = ctx.facts.projects.filter(
    p => p.ecosystem === 'rust' && isInside(p.path, context) && !(p.runtime?.value ?? '').includes('nightly'),
  )
  const files = rust.flatMap(p => ['rust-toolchain', 'rust-toolchain.toml'].map(file => join(p.path, file)))
  return {
    comment: 'the base image is the toolchain',
    lines: files.filter(path => ctx.ws.has(path)).map(path => relative(context, path)),
  }
}

/** Settings that are part of a front end's build: the ones in the repository are no secrets. */
function settings(ctx: Context, context: string): Group {
  const fronts = [...ctx.facts.frontends.map(f => f.path), ...ctx.facts.services.filter(s => s.site).map(s => s.path)]
  const files = fronts.flatMap(path => ['.env', '.env.production'].map(file => join(path, file)))
  return {
    comment: 'settings of the front end, in the repository',
    lines: files.filter(path => ctx.ws.has(path) && isInside(path, context)).map(path => `!${relative(context, path)}`),
  }
}

/** True when two lines hide the same. */
function same(a: string, b: string): boolean {
  const bare = (line: string): string => line.replace(/^(!?)(\.?\/|\*\*\/)+/, '$1').replace(/\/(\*\*?)?$/, '')
  return bare(a) === bare(b)
}
