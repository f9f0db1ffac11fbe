import { nodeImageHasYarn } from '../../../src/contract/images.ts'
import type { PackageManager } from '../../../src/detect/types.ts'
import { sh } from '../../../src/text/quote.ts'
import { refuse } from './recipe.ts'
import type { Cache } from './syntax.ts'

/** A package as a command names it. */
export interface Target {
  /** Folder below the project; '.' for the root. */
  readonly path: string
  readonly name?: string | undefined
}

export interface InstallOptions {
  /** False where there is no lock file: then the newest versions that fit are taken. */
  readonly locked: boolean
  /** Scripts of the repository itself that an installation would run before their code is there. */
  readonly hooks: readonly { readonly folder: string; readonly name: string }[]
}

/** How a package manager is run in an image. */
export interface Manager {
  /** Where it keeps downloads. */
  readonly cache: Cache
  /** Files and folders beside the manifests that an installation reads. */
  readonly files: readonly string[]
  readonly env: Readonly<Record<string, string>>
  /** Commands that put it into an official Node image. */
  setup(version: string | undefined, major: number): readonly string[]
  install(options: InstallOptions): readonly string[]
  /** What leaves only the dependencies that `target` is shipped with; `after` a complete installation, or on its own. */
  production(
    target: Target,
    options: InstallOptions,
  ): { readonly after: 'nothing' | 'install'; readonly run: readonly string[] }
  /** Runs a script of a package, from the project's root; those of the packages below it first where `deep` says that it does so itself. */
  script(name: string, target: Target): string
  readonly deep: boolean
}

/** The last release of Yarn 1: there will be no other. */
const LAST_YARN_1 = '1.22.22'
const VERSION = /^\d+(\.\d+(\.\d+(-[0-9A-Za-z.-]+)?)?)?$/
const EXACT = /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/

function globally(name: string, version: string | undefined, exact = false): string {
  if (version !== undefined && (exact ? EXACT : VERSION).test(version)) return `npm install --global ${name}@${version}`
  const known = name.startsWith('@yarnpkg/') ? 'exact version of Yarn' : `version of ${name}`
  return refuse(`the ${known} is not known ("packageManager" in package.json names it)`)
}

/** Takes the scripts out of the manifests of the stage; those of dependencies are run as ever. */
function withoutHooks(hooks: InstallOptions['hooks']): readonly string[] {
  const folders = [...new Set(hooks.map(hook => hook.folder))]
  return folders.map(folder => {
    const names = hooks.filter(hook => hook.folder === folder).map(hook => `scripts.${hook.name}`)
    return `npm ${folder === '.' ? '' : `--prefix ${sh(folder)} `}pkg delete ${names.join(' ')}`
  })
}

const npm: Manager = {
  cache: { folder: '/root/.npm', locked: false },
  files: ['.npmrc'],
  env: {},
  deep: false,
  setup: () => [],
  install: ({ locked, hooks }) => [...withoutHooks(hooks), `npm ${locked ? 'ci' : 'install'}`],
  production: (target, { locked, hooks }) => {
    if (!locked) return { after: 'install', run: ['npm prune --omit=dev --ignore-scripts'] }
    return {
      after: 'nothing',
      run: [
        ...withoutHooks(hooks),
        `npm ci --omit=dev${target.path === '.' ? '' : ` --workspace=${sh(target.path)} --include-workspace-root`}`,
      ],
    }
  },
  script: (name, target) => `npm run ${sh(name)}${target.path === '.' ? '' : ` --workspace=${sh(target.path)}`}`,
}

const pnpm: Manager = {
  cache: { folder: '/pnpm/store', locked: false },
  files: ['.npmrc', '.pnpmfile.cjs', '.pnpmfile.mjs', 'pnpm-workspace.yaml', 'patches'],
  env: { PNPM_HOME: '/pnpm' },
  deep: true,
  setup: version => [globally('pnpm', version)],
  install: ({ locked, hooks }) => [...withoutHooks(hooks), `pnpm install${locked ? ' --frozen-lockfile' : ''}`],
  production: (target, { locked, hooks }) => {
    const scope = target.path === '.' ? '' : ` --filter ${sh(`${target.name ?? `{${target.path}}`}...`)}`
    return {
      after: 'nothing',
      run: [...withoutHooks(hooks), `pnpm install --prod${locked ? ' --frozen-lockfile' : ''}${scope}`],
    }
  },
  script: (name, target) =>
    target.path === '.'
      ? `pnpm run ${sh(name)}`
      : `pnpm --filter ${sh(`${target.name ?? `{${target.path}}`}...`)} run ${sh(name)}`,
}

const yarn: Manager = {
  cache: { folder: '/usr/local/share/.cache/yarn', locked: true },
  files: ['.npmrc', '.yarnrc'],
  env: {},
  deep: false,
  setup: (version, major) => (nodeImageHasYarn(major) ? [] : [globally('yarn', version ?? LAST_YARN_1)]),
  install: ({ locked, hooks }) => [...withoutHooks(hooks), `yarn install${locked ? ' --frozen-lockfile' : ''}`],
  production: (_target, { locked, hooks }) => ({
    after: 'nothing',
    run: [...withoutHooks(hooks), `yarn install --production${locked ? ' --frozen-lockfile' : ''}`],
  }),
  script: workspaceScript,
}

const berry: Manager = {
  cache: { folder: '/root/.yarn/berry/cache', locked: true },
  files: ['.npmrc', '.yarnrc.yml', '.yarn/releases', '.yarn/plugins', '.yarn/patches', '.yarn/cache'],
  env: { YARN_ENABLE_TELEMETRY: '0' },
  deep: false,
  // the image's own Yarn 1 has a file of that name
  setup: version => [`${globally('@yarnpkg/cli-dist', version, true)} --force`],
  install: ({ locked, hooks }) => [...withoutHooks(hooks), `yarn${locked ? ' --immutable' : ''}`],
  production: (target, { hooks }) => ({
    after: 'nothing',
    run: [
      ...withoutHooks(hooks),
      `yarn workspaces focus${target.path === '.' || target.name === undefined ? '' : ` ${sh(target.name)}`} --production`,
    ],
  }),
  script: workspaceScript,
}

function workspaceScript(name: string, target: Target): string {
  return target.path === '.' || target.name === undefined
    ? `yarn run ${sh(name)}`
    : `yarn workspace ${sh(target.name)} run ${sh(name)}`
}

/** Its image has no npm. Scripts of dependencies run only where the manifest trusts them. */
const bun: Manager = {
  cache: { folder: '/root/.bun/install/cache', locked: true },
  files: ['.npmrc', 'bunfig.toml', 'patches'],
  env: {},
  deep: false,
  setup: version => [globally('bun', version)],
  install: ({ locked, hooks }) => [
    `bun install${locked ? ' --frozen-lockfile' : ''}${hooks.length ? ' --ignore-scripts' : ''}`,
  ],
  production: (_target, { locked, hooks }) => ({
    after: 'nothing',
    run: [`bun install --production${locked ? ' --frozen-lockfile' : ''}${hooks.length ? ' --ignore-scripts' : ''}`],
  }),
  script: (name, target) => `bun run ${target.path === '.' ? '' : `--cwd ${sh(target.path)} `}${sh(name)}`,
}

export type NodeManager = Exclude<PackageManager, 'cargo'>

export const MANAGERS: Readonly<Record<NodeManager, Manager>> = {
  npm,
  pnpm,
  yarn,
  'yarn-berry': berry,
  bun,
}
