import type { Context } from '../../../src/artifact/index.ts'
import type { ProjectContract } from '../../../src/contract/index.ts'
import type { Project } from '../../../src/detect/types.ts'

/** Crates that only a fuzzer builds, with a compiler of its own: neither checked nor shipped like the rest. */
const FUZZERS = new Set(['libfuzzer-sys', 'honggfuzz', 'afl'])

/** @returns true for a path that can be written: no control characters, no backslash */
export function isWritable(path: string): boolean {
  return !/[\u0000-\u001f\u007f\\]/.test(path)
}

/** @returns true for crates that only a fuzzer builds */
export function isFuzzed({ packages }: Project): boolean {
  return packages.length > 0 && packages.every(pkg => pkg.dependencies.some(dependency => FUZZERS.has(dependency.name)))
}

/** @returns true for a project that is built, checked and shipped with the ordinary tools */
export function isOrdinary(project: Project): boolean {
  return !isFuzzed(project) && isWritable(project.path)
}

/** @returns the projects that are built, checked and shipped with the ordinary tools */
export function ordinary(ctx: Context): readonly ProjectContract[] {
  return ctx.contract.projects.filter(({ project }) => isOrdinary(project))
}
