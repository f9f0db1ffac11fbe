import semver from 'semver'
import type { ProjectContract } from '../../../src/contract/index.ts'
import type { Project } from '../../../src/detect/types.ts'

/** Releases of tools with the versions of Node and TypeScript that they run with, the newest first. Read from the npm registry in 2026-08. */
interface Release {
  readonly range: string
  readonly node: string
  /** Undefined: it brings what it needs. */
  readonly typescript?: string
}

const RELEASES = {
  eslint: [
    { range: '^10.15.0', node: '^20.19.0 || ^22.13.0 || >=24' },
    { range: '^9.39.5', node: '^18.18.0 || ^20.9.0 || >=21.1.0' },
  ],
  '@eslint/js': [
    { range: '^10.0.1', node: '^20.19.0 || ^22.13.0 || >=24' },
    { range: '^9.39.5', node: '^18.18.0 || ^20.9.0 || >=21.1.0' },
  ],
  'typescript-eslint': [{ range: '^8.73.0', node: '^18.18.0 || ^20.9.0 || >=21.1.0', typescript: '>=4.8.4 <6.1.0' }],
  globals: [{ range: '^17.14.0', node: '>=18' }],
  prettier: [{ range: '^3.10.1', node: '>=14' }],
  // minor releases find more than the one before: the update bot brings them, one by one
  knip: [{ range: '~6.42.1', node: '^20.19.0 || >=22.12.0' }],
} as const satisfies Readonly<Record<string, readonly Release[]>>

export type Tool = keyof typeof RELEASES

/** @returns the wanted range of a tool that runs with the project's versions of Node and TypeScript; undefined when there is none */
export function rangeOf(tool: Tool, contract: ProjectContract): string | undefined {
  const releases: readonly Release[] = RELEASES[tool]
  return releases.find(
    release => nodeFits(contract, release.node) && typescriptFits(contract.project, release.typescript),
  )?.range
}

function nodeFits({ project, runtimes }: ProjectContract, wanted: string): boolean {
  const exact = semver.valid(project.runtime?.value ?? '')
  if (exact !== null) return semver.satisfies(exact, wanted)
  return runtimes.every(line => semver.validRange(`^${line}`) !== null && semver.intersects(wanted, `^${line}`))
}

function typescriptFits(project: Project, wanted: string | undefined): boolean {
  if (wanted === undefined) return true
  const version = typescriptVersion(project)
  return version !== undefined && semver.satisfies(version, wanted)
}

/** @returns the version of TypeScript that the project uses, of the root's own dependency first */
export function typescriptVersion(project: Project): string | undefined {
  const found = project.packages.flatMap(pkg => pkg.dependencies.filter(dependency => dependency.name === 'typescript'))
  for (const { locked, range } of found) {
    const version =
      semver.valid(locked ?? '') ??
      (semver.validRange(range ?? '') === null ? null : semver.minVersion(range ?? '')?.version)
    if (version) return version
  }
  return undefined
}
