import type { PackageManager } from '../detect/types.ts'

/** The command of a package manager that brings the lock file in line with the manifest and installs nothing, where it has one. */
const LOCK_ONLY: Readonly<Record<PackageManager, readonly string[]>> = {
  npm: ['npm', 'install', '--package-lock-only', '--ignore-scripts', '--no-audit', '--no-fund'],
  pnpm: ['pnpm', 'install', '--lockfile-only', '--ignore-scripts'],
  // yarn 1 has no such mode: it is run on a copy of the manifests
  yarn: ['yarn', 'install', '--ignore-scripts', '--non-interactive', '--no-progress'],
  'yarn-berry': ['yarn', 'install', '--mode=update-lockfile'],
  bun: ['bun', 'install', '--lockfile-only', '--ignore-scripts'],
  // only what the packages of the workspace ask for and the lock file does not have yet
  cargo: ['cargo', 'update', '--workspace'],
}

/** @returns the lock-only command, as words */
export function lockCommand(manager: PackageManager): readonly string[] {
  return LOCK_ONLY[manager]
}
