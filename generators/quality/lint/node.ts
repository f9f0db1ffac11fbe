import { template, type Context, type Output } from '../../../src/artifact/index.ts'
import type { ProjectContract } from '../../../src/contract/index.ts'
import { checkScript } from '../../../src/contract/scripts.ts'
import type { Change } from '../../../src/edit/types.ts'
import type { Project } from '../../../src/detect/types.ts'
import { byCodeUnit, dirname, isInside, join, relative } from '../../../src/text/paths.ts'
import { eslintData } from './eslint.ts'
import { found, ownFile, type Check } from './existing.ts'
import { knipConfig } from './knip.ts'
import { prettierConfig, styleOf } from './style.ts'
import { leftAloneByBiome } from './user-biome.ts'
import { leftAloneByEslint } from './user-eslint.ts'
import { leftAlone } from './user-prettier.ts'
import { rangeOf, type Tool } from './versions.ts'

/** What a check adds to the project. */
interface Addition {
  readonly tools: readonly Tool[]
  readonly scripts: Readonly<Record<string, string>>
  readonly files: (ctx: Context, contract: ProjectContract) => readonly Output[]
}

const ADDITIONS: Readonly<Record<Check, (project: Project) => Addition>> = {
  linter: project => ({
    tools: [
      'eslint',
      '@eslint/js',
      'globals',
      ...(project.packages.some(pkg => pkg.typescript) ? (['typescript-eslint'] as const) : []),
    ],
    scripts: { lint: 'eslint .', 'lint:fix': 'eslint . --fix' },
    files: (ctx, contract) => [
      {
        type: 'file',
        path: ownFile('linter', project),
        content: template('quality/lint/eslint.config.mjs.ejs', eslintData(ctx, contract)),
        own: 'seed',
      },
    ],
  }),
  formatter: project => ({
    tools: ['prettier'],
    scripts: { format: 'prettier --write .', 'format:check': 'prettier --check .' },
    files: ctx => [
      {
        type: 'file',
        path: ownFile('formatter', project),
        content: prettierConfig(styleOf(ctx, project)),
        own: 'seed',
      },
      {
        type: 'file',
        path: join(project.path, '.prettierignore'),
        content: template('quality/lint/prettierignore.ejs', {
          paths: unformatted(ctx, project),
          views: views(ctx, project),
        }),
        own: 'managed',
      },
    ],
  }),
  unused: project => ({
    tools: ['knip'],
    scripts: { knip: 'knip' },
    files: ctx => [{ type: 'file', path: ownFile('unused', project), content: knipConfig(ctx, project), own: 'seed' }],
  }),
}
const CHECKS = ['linter', 'formatter', 'unused'] as const

/** Checks that the project lacks, and that have a release for its versions of Node and TypeScript. */
function missing(ctx: Context, contract: ProjectContract): readonly Addition[] {
  return CHECKS.filter(check => !found(ctx, contract.project, check, 'user'))
    .map(check => ADDITIONS[check](contract.project))
    .filter(addition => addition.tools.every(tool => rangeOf(tool, contract) !== undefined))
}

/** @returns checks that the project lacks and that cannot be added: no release of the tool runs with its versions */
export function unsuited(ctx: Context, contract: ProjectContract): readonly Check[] {
  return CHECKS.filter(
    check =>
      !found(ctx, contract.project, check, 'user') &&
      ADDITIONS[check](contract.project).tools.some(tool => rangeOf(tool, contract) === undefined),
  )
}

/** @returns configurations of the checks that a Node project lacks, and the edits of its package.json */
export function nodeOutputs(ctx: Context, contract: ProjectContract): readonly Output[] {
  const { project } = contract
  const additions = missing(ctx, contract)
  const scripts = new Map([
    ...additions.flatMap(addition => Object.entries(addition.scripts)),
    ...Object.entries(calls(project)),
    ...Object.entries(typecheck(ctx, project)),
  ])
  const tools = additions.flatMap(addition => addition.tools)
  const changes: Change[] = [
    ...[...scripts].map(([name, value]) => ({ path: ['scripts', name], value })),
    ...[...tools].sort(byCodeUnit).flatMap(tool => {
      const value = rangeOf(tool, contract)
      return value === undefined ? [] : [{ path: ['devDependencies', tool], value }]
    }),
  ]
  const edit: readonly Output[] = changes.length
    ? [{ type: 'edit', path: join(project.path, 'package.json'), format: 'json', changes }]
    : []
  return [
    ...additions.flatMap(addition => addition.files(ctx, contract)),
    ...edit,
    ...(found(ctx, project, 'formatter', 'user') ? leftAlone(ctx, project) : []),
    ...leftAloneByBiome(ctx, project),
    ...leftAloneByEslint(ctx, project),
  ]
}

/** Scripts for a tool that the project has, but that nothing calls: the command by dependency. */
const CALLS: readonly (readonly [Checked, string, string, string])[] = [
  ['lint', 'lint', 'eslint', 'eslint .'],
  ['lint', 'lint', '@biomejs/biome', 'biome lint .'],
  ['lint', 'lint', 'oxlint', 'oxlint'],
  ['format', 'format:check', 'prettier', 'prettier --check .'],
  ['format', 'format:check', '@biomejs/biome', 'biome format .'],
  ['unused', 'knip', 'knip', 'knip'],
]
type Checked = 'lint' | 'format' | 'unused' | 'typecheck'

/** Task runners know how a check is called; a script beside them would check something else. */
const RUNNERS = new Set(['nx', 'turbo', 'lerna'])

function calls(project: Project): Readonly<Record<string, string>> {
  const root = new Set(
    project.packages.find(pkg => pkg.path === project.path)?.dependencies.map(dependency => dependency.name),
  )
  if ([...RUNNERS].some(runner => root.has(runner))) return {}
  const wanted = CALLS.filter(
    ([task, name, dependency, text]) => root.has(dependency) && isFree(project, task, name, text),
  )
  return Object.fromEntries(wanted.map(([, name, , text]) => [name, text]))
}

/** No script does it, or the one that an earlier run wrote. */
function isFree(project: Project, task: Checked, name: string, text: string): boolean {
  const script = checkScript(project, task)
  return !script || (script.name === name && script.text === text && !script.members)
}

const TYPECHECK = 'tsc --noEmit'

/** Only where plain TypeScript is checked by one configuration at the root. */
function typecheck(ctx: Context, project: Project): Readonly<Record<string, string>> {
  const root = project.packages.find(pkg => pkg.path === project.path)
  const config = ctx.ws.read(join(project.path, 'tsconfig.json'))
  if (
    !root?.dependencies.some(dependency => dependency.name === 'typescript') ||
    config === undefined ||
    /"references"\s*:/.test(config)
  )
    return {}
  const otherCompiler = ctx.ws.files.some(
    path => isInside(path, project.path) && /\.(vue|svelte|astro|mdx)$/.test(path),
  )
  return otherCompiler || !isFree(project, 'typecheck', 'typecheck', TYPECHECK) ? {} : { typecheck: TYPECHECK }
}

/** Files of HTML among views are parts of pages, which Prettier takes for broken ones. */
function views(ctx: Context, project: Project): boolean {
  return ctx.ws.files.some(path => isInside(path, project.path) && /(^|\/)views\/.*\.html$/.test(path))
}

/** What is written by programs, as patterns of .prettierignore; what git ignores is left out by Prettier itself. */
function unformatted(ctx: Context, project: Project): readonly string[] {
  const inside = ctx.ws.files.filter(path => isInside(path, project.path)).map(path => relative(project.path, path))
  const locks = inside.filter(path => /^(pnpm-lock\.yaml|package-lock\.json|yarn\.lock|bun\.lock)$/.test(path))
  const changelog = inside.filter(path => path === 'CHANGELOG.md')
  const charts = inside
    .filter(path => /(^|\/)Chart\.yaml$/.test(path))
    .map(path => `${dirname(path) === '.' ? '' : `${dirname(path)}/`}templates/`)
  const packed = inside.some(path => /\.min\.(js|css)$/.test(path)) ? ['*.min.js', '*.min.css'] : []
  const patterns = [
    ...locks,
    ...changelog,
    ...packed,
    ...charts,
    ...(project.path === '.' ? ['.prod-ready/'] : []),
  ].filter(path => /^[\w./@*-]+$/.test(path))
  return patterns.length ? patterns : ['node_modules/']
}
