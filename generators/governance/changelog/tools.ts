import type { Context } from '../../../src/artifact/index.ts'
import { basename } from '../../../src/text/paths.ts'
import { packagesOf } from '../_common/manifest.ts'

/** Tools that write the changelog themselves: by their configuration, by a dependency, or by what a workflow uses or runs. */
interface ReleaseTool {
  readonly name: string
  readonly config: RegExp
  readonly packages?: readonly string[]
  readonly step: RegExp
}

const TOOLS: readonly ReleaseTool[] = [
  {
    name: 'release-please',
    config: /^\.?release-please-(config|manifest)\.json$/,
    packages: ['release-please'],
    step: /\brelease-please-action@|\brelease-please (release-pr|github-release|manifest-pr)\b/,
  },
  {
    name: 'changesets',
    config: /(^|\/)\.changeset\/config\.json$/,
    packages: ['@changesets/cli'],
    step: /\bchangesets\/action@|\bchangeset version\b/,
  },
  {
    name: 'semantic-release',
    config: /^(\.releaserc(\.\w+)?|release\.config\.\w+)$/,
    packages: ['semantic-release'],
    step: /\bsemantic-release\b/,
  },
  { name: 'release-plz', config: /^\.?release-plz\.toml$/, step: /\brelease-plz\b/ },
  { name: 'git-cliff', config: /^\.?cliff\.toml$/, packages: ['git-cliff'], step: /\bgit-cliff\b/ },
  {
    name: 'commit-and-tag-version',
    config: /^\.versionrc(\.\w+)?$/,
    packages: ['commit-and-tag-version', 'standard-version'],
    step: /\b(commit-and-tag|standard)-version\b/,
  },
]

/** @returns the tool of the user that owns the changelog, and the file that shows it */
export function releaseTool(ctx: Context): { readonly name: string; readonly path: string } | undefined {
  const own = ctx.ws.files.filter(path => ctx.ownersOf(path).length === 0)
  const workflows = own
    .filter(path => /^\.github\/workflows\/[^/]+\.ya?ml$|^\.gitlab-ci\.yml$/.test(path))
    .map(path => ({ path, text: ctx.ws.read(path) ?? '' }))
  for (const { name, config, packages = [], step } of TOOLS) {
    const configured = own.find(path => config.test(path) || config.test(basename(path)))
    const package_ = packagesOf(ctx).find(pkg =>
      pkg.dependencies.some(dependency => packages.includes(dependency.name)),
    )?.manifest
    const path = configured ?? package_ ?? workflows.find(workflow => step.test(workflow.text))?.path
    if (path !== undefined) return { name, path }
  }
  return undefined
}
