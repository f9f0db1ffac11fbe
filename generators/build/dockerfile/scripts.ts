import type { Package, Project } from '../../../src/detect/types.ts'

/** Scripts that a package manager runs by itself when it installs, in its order. */
const HOOKS = ['preinstall', 'install', 'postinstall', 'prepare'] as const
/** What such scripts do for people who work on the repository: nothing an image needs. */
const FOR_PEOPLE =
  /^(npx +|yarn +|pnpm +(exec +)?|bunx +)?(husky|lefthook|simple-git-hooks|only-allow|is-ci|git +config|pre-commit|node +\.husky\/)/

export interface Hook {
  readonly pkg: Package
  readonly name: string
  readonly command: string
}

/** @returns the scripts of the project's packages that an installation would run before their code is there */
export function installHooks(project: Project): readonly Hook[] {
  return project.packages.flatMap(pkg =>
    HOOKS.flatMap(name => {
      const command = Object.hasOwn(pkg.scripts, name) ? pkg.scripts[name]?.value.trim() : undefined
      return command === undefined || command === '' ? [] : [{ pkg, name, command }]
    }),
  )
}

/** @returns false for a hook that only sets something up for people, such as git hooks */
export function matters(hook: Hook): boolean {
  return !FOR_PEOPLE.test(hook.command)
}

/** @returns true for a hook that changes installed packages: it belongs to the installation */
export function patches(hook: Hook): boolean {
  return /^patch-package\b[^&|;]*$/.test(hook.command)
}
