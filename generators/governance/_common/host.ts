import type { Context } from '../../../src/artifact/index.ts'
import type { Host } from '../../../src/detect/types.ts'

/** unknown: no remote, or none that tells; files for GitHub are written there as well */
export type Platform = 'github' | 'gitlab' | 'unknown' | 'other'

/** @returns where the repository is hosted, as far as the remote tells */
export function platformOf(ctx: Context): Platform {
  const kind = ctx.facts.repository.host?.value.kind
  if (kind === undefined) return 'unknown'
  return kind === 'github' || kind === 'gitlab' ? kind : 'other'
}

/** @returns why a file that each host wants in its own way is not written on this one */
export function unsupportedHost(ctx: Context, what: string): string {
  return `the remote is on ${ctx.facts.repository.host?.value.domain ?? 'another host'}, and ${what} is written for GitHub and GitLab only`
}

/** Nothing in it needs quoting in Markdown, YAML or a shell. */
const PLAIN_URL = /^https:\/\/[A-Za-z0-9.-]+(?::\d+)?(?:\/[A-Za-z0-9._~-]+)+$/

/** @returns the host when it is known for certain, with an address that can be written into any file */
function knownHost(ctx: Context): Host | undefined {
  const host = ctx.facts.repository.host
  return host?.certainty === 'certain' && PLAIN_URL.test(host.value.url) ? host.value : undefined
}

/** Pages of a repository; undefined where the host has no such page, or is not known for certain. */
export interface Pages {
  readonly issues?: string
  readonly commit?: (hash: string) => string
  /** Of a reference as people write it: `#12`, `!12`. */
  readonly reference?: (text: string) => string
  readonly compare?: (from: string, to: string) => string
  readonly tag?: (name: string) => string
  readonly tags?: string
  /** Where anybody can report a weakness so that only the maintainers see it. */
  readonly advisories?: string
  readonly securitySettings?: string
  readonly branchSettings?: string
}

/** @returns addresses of the pages that files of the repository link to */
export function pagesOf(ctx: Context): Pages {
  const host = knownHost(ctx)
  if (host?.kind === 'github')
    return { ...githubPages(host.url), ...(host.domain === 'github.com' ? privateReporting(host.url) : {}) }
  return host?.kind === 'gitlab' ? gitlabPages(host.url) : {}
}

function githubPages(url: string): Pages {
  return {
    issues: `${url}/issues`,
    commit: hash => `${url}/commit/${hash}`,
    reference: text => `${url}/pull/${text.slice(1)}`,
    compare: (from, to) => `${url}/compare/${from}...${to}`,
    tag: name => `${url}/releases/tag/${name}`,
    tags: `${url}/tags`,
    branchSettings: `${url}/settings/rules`,
  }
}

/** An installation of a company has no private vulnerability reporting. */
function privateReporting(url: string): Pages {
  return { advisories: `${url}/security/advisories/new`, securitySettings: `${url}/settings/security_analysis` }
}

function gitlabPages(url: string): Pages {
  return {
    issues: `${url}/-/issues`,
    commit: hash => `${url}/-/commit/${hash}`,
    reference: text => `${url}/-/${text.startsWith('!') ? 'merge_requests' : 'issues'}/${text.slice(1)}`,
    compare: (from, to) => `${url}/-/compare/${from}...${to}`,
    tag: name => `${url}/-/tags/${name}`,
    tags: `${url}/-/tags`,
    branchSettings: `${url}/-/settings/repository`,
  }
}

/** @returns what the host calls a proposed change */
export function changeRequest(ctx: Context): 'pull request' | 'merge request' {
  return platformOf(ctx) === 'gitlab' ? 'merge request' : 'pull request'
}

/** @returns what the files that send people to the host's form for private reports have in common */
export function privateReportingStep(ctx: Context): readonly string[] {
  const { securitySettings } = pagesOf(ctx)
  return securitySettings
    ? [
        `Switch on private vulnerability reporting (${securitySettings}), which public repositories have: people are sent there.`,
      ]
    : []
}
