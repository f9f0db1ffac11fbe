import semver from 'semver'
import type { Project } from '../detect/types.ts'

/**
 * Release lines of Node that are maintained, the newest long-term one first. Read from the release schedule as of 2026-08:
 * 24 is the active long-term line, 22 in maintenance, 26 current; 20 ended in April 2026.
 */
const NODE_LINES = ['24', '22'] as const

/** Debian release of the base images; everything that is built runs on the same one. */
export const SUITE = 'trixie'
/** Newest Rust release in the table of base images (rust:1.97.1, read 2026-08-22). */
const NEWEST_RUST = '1.97'
/** Rust images for Debian 13 exist from this release on. */
const FIRST_TRIXIE_RUST = '1.89.0'

/** @returns the versions CI runs: what the repository names, else what is maintained now; the shipped one first */
export function runtimesOf(project: Project): readonly string[] {
  return project.ecosystem === 'rust' ? rustToolchains(project) : nodeLines(project)
}

/** The oldest compiler that a manifest promises to support is tried as well, where no toolchain is pinned. */
function rustToolchains(project: Project): readonly string[] {
  const minimum = project.minimumRuntime?.value ?? ''
  const tried = project.runtime === undefined && /^1\.\d+(\.\d+)?$/.test(minimum)
  return tried ? ['stable', minimum] : [rustToolchain(project)]
}

/** @returns the toolchain a Rust project asks for: `1.90`, `nightly-2025-01-01`; `stable` when it names none */
export function rustToolchain(project: Project): string {
  return project.runtime?.value ?? 'stable'
}

/** @returns the major versions of Node that satisfy what the project asks for, the shipped one first */
export function nodeLines(project: Project): readonly string[] {
  const wanted = project.runtime?.value
  if (wanted === undefined) return [NODE_LINES[0]]
  const exact = semver.coerce(wanted)
  if (/^v?\d+(\.\d+){0,2}$/.test(wanted.trim()) && exact) return [String(exact.major)]
  const range = semver.validRange(wanted)
  if (range === null) return [NODE_LINES[0]]
  const lines = NODE_LINES.filter(line => semver.intersects(range, `^${line}.0.0`))
  if (lines.length) return lines
  const lowest = semver.minVersion(range)
  return [lowest ? String(lowest.major) : NODE_LINES[0]]
}

/** @returns tag of the official Rust image that builds the project: Debian 13 where that release has one */
export function rustImageTag(project: Project): string {
  const wanted = semver.coerce(project.runtime?.value ?? '')
  const numeric = /^\d+\.\d+/.test(project.runtime?.value ?? '') && wanted
  if (!numeric) return `${NEWEST_RUST}-slim-${SUITE}`
  const version = /^\d+\.\d+\.\d+$/.test(project.runtime?.value ?? '')
    ? wanted.version
    : `${wanted.major}.${wanted.minor}`
  return `${version}-slim-${semver.gte(wanted, FIRST_TRIXIE_RUST) ? SUITE : 'bookworm'}`
}
