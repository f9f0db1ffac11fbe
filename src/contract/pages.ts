import type { Host } from '../detect/types.ts'
import type { RepositoryContract } from './types.ts'

/** Nothing in it needs quoting in Markdown, YAML, JSON or a shell. */
const PLAIN_URL = /^https:\/\/[A-Za-z0-9.-]+(?::\d+)?(?:\/[A-Za-z0-9._~-]+)+$/

/** Between the address of a repository and the path of a file, with the branch. */
const BLOB: Readonly<Record<Host['kind'], ((branch: string) => string) | undefined>> = {
  github: branch => `blob/${branch}`,
  gitlab: branch => `-/blob/${branch}`,
  bitbucket: branch => `src/${branch}`,
  gitea: branch => `src/branch/${branch}`,
  other: undefined,
}

/** @returns address of the page that shows a file of the default branch; undefined where the host is not known, or has none that we know of */
export function fileUrl({ host, defaultBranch }: RepositoryContract, path: string): string | undefined {
  const blob = host && PLAIN_URL.test(host.url) ? BLOB[host.kind] : undefined
  if (!host || !blob) return undefined
  return [host.url, ...`${blob(defaultBranch)}/${path}`.split('/').map(encodeURIComponent)].join('/')
}
