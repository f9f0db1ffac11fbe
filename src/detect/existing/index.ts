import { byCodeUnit } from '../../text/paths.ts'
import { isForeign } from '../ecosystems/model.ts'
import type { Existing, ExistingKind } from '../types.ts'
import type { View } from '../view.ts'

/** Where a document of the whole repository may stand. */
const HOME = String.raw`^(?:\.github/|\.gitlab/|docs?/)?`
const CODE = /\.(?:[cm]?[jt]sx?|rs|vue|svelte|py|go|java|rb|php|html?|css|scss|snap|svg|png)$/i

/** Usual names and places, in whatever case; a path has the kind of the first pattern that matches. */
const TABLE: readonly (readonly [ExistingKind, RegExp])[] = [
  ['license', /^(?:licen[cs]es?\/[^/]+|(?:mit-|apache-)?(?:licen[cs]e|copying|unlicen[cs]e)(?:[._-][^/]*)?)$/i],
  ['readme', new RegExp(String.raw`${HOME}readme(?:\.[\w.-]+)?$`, 'i')],
  [
    'changelog',
    /^(?:\.github\/|docs\/)?(?:changelog|changes|history|releases|release[_-]notes|news)(?:\.(?:md|markdown|rst|txt|adoc))?$/i,
  ],
  ['contributing', new RegExp(String.raw`${HOME}contributing(?:\.\w+)?$`, 'i')],
  ['code-of-conduct', new RegExp(String.raw`${HOME}code[-_]of[-_]conduct(?:\.\w+)?$`, 'i')],
  ['codeowners', new RegExp(String.raw`${HOME}codeowners$`, 'i')],
  [
    'pr-template',
    new RegExp(
      String.raw`${HOME}(?:pull_request_template(?:\.\w+)?|pull_request_template/[^/]+|merge_request_templates/[^/]+)$`,
      'i',
    ),
  ],
  ['issue-template', new RegExp(String.raw`${HOME}(?:issue_template(?:\.\w+)?|issue_templates?/[^/]+)$`, 'i')],
  ['security-policy', new RegExp(String.raw`${HOME}security(?:\.(?:md|txt|rst|adoc))?$`, 'i')],
  ['support', new RegExp(String.raw`${HOME}support(?:\.(?:md|txt|rst|adoc))?$`, 'i')],
  ['governance', new RegExp(String.raw`${HOME}(?:governance|maintainers|owners)(?:\.(?:md|txt|rst|adoc))?$`, 'i')],
  ['dockerignore', /(?:^|\/)(?:[\w.-]+)?\.dockerignore$/i],
  ['dockerfile', /(?:^|\/)(?:[\w.-]+\.)?(?:docker|container)file(?:[._-][\w.-]+)?(?<!\.(?:md|txt|rst|adoc))$/i],
  ['compose', /(?:^|\/)(?:docker-)?compose(?:[._-][\w.-]+)?\.ya?ml$/i],
  ['helm', /(?:^|\/)Chart\.ya?ml$/],
  ['kustomize', /(?:^|\/)kustomization(?:\.ya?ml)?$/i],
  ['terraform', /\.(?:tf|tofu)$/i],
  ['workflow', /^\.(?:github|gitea|forgejo)\/workflows\/[^/]+\.ya?ml$/i],
  [
    'ci',
    /^(?:\.gitlab-ci\.ya?ml|\.travis\.ya?ml|\.circleci\/config\.ya?ml|\.?azure-pipelines(?:[.-][\w.-]+)?\.ya?ml|jenkinsfile(?:\.\w+)?|\.woodpecker\.ya?ml|\.woodpecker\/[^/]+\.ya?ml|\.drone\.(?:ya?ml|star|jsonnet)|bitbucket-pipelines\.ya?ml|\.?appveyor\.ya?ml|\.cirrus\.ya?ml|\.buildkite\/[^/]+\.ya?ml|cloudbuild\.ya?ml|\.builds\/[^/]+\.ya?ml|\.build\.ya?ml|\.semaphore\/[^/]+\.ya?ml|\.teamcity\/[^/]+|\.tekton\/[^/]+\.ya?ml)$/i,
  ],
  [
    'dependency-updates',
    /^(?:\.github\/|\.gitlab\/)?(?:dependabot\.ya?ml|renovate\.json5?|\.renovaterc(?:\.json5?)?)$/i,
  ],
  [
    'secrets-scan',
    /^(?:\.github\/|\.config\/)?(?:\.?gitleaks(?:\.config)?\.toml|\.gitleaksignore|\.secrets\.baseline|\.?trufflehog\.ya?ml|\.ggshield\.ya?ml|\.gitguardian\.ya?ml|\.secretlintrc(?:\.\w+)?)$/i,
  ],
  [
    'dependency-audit',
    /(?:^|\/)(?:\.?deny\.toml|\.cargo\/audit\.toml|audit\.toml|\.nsprc|audit-ci\.jsonc?|osv-scanner\.toml|\.snyk|\.trivyignore(?:\.ya?ml)?|trivy\.ya?ml|supply-chain\/config\.toml)$/i,
  ],
  [
    'env-example',
    /(?:^|\/)(?:\.env(?:[._-][\w.-]+)?|\.?example[._-]env|\.?sample[._-]env|env[._-](?:example|sample|template|dist)(?:[._-][\w-]+)?|[\w-]+\.env\.(?:example|sample|template))$/i,
  ],
  ['editorconfig', /(?:^|\/)\.editorconfig$/],
  [
    'toolchain',
    /(?:^|\/)(?:rust-toolchain(?:\.toml)?|\.nvmrc|\.node-version|\.tool-versions|\.?mise\.toml|\.(?:config\/)?mise\/config\.toml|flake\.nix|shell\.nix|devbox\.json|devenv\.nix)$/,
  ],
  [
    'lint-config',
    /(?:^|\/)(?:eslint\.config\.\w+|\.eslintrc(?:\.\w+)?|biome\.jsonc?|\.?clippy\.toml|\.?oxlintrc\.json|tslint\.json|\.markdownlint(?:-cli2)?\.(?:jsonc?|ya?ml)|\.yamllint(?:\.ya?ml)?|\.hadolint\.ya?ml|\.commitlintrc(?:\.\w+)?|commitlint\.config\.\w+|knip\.(?:jsonc?|ts))$/,
  ],
  ['format-config', /(?:^|\/)(?:\.prettierrc(?:\.\w+)?|prettier\.config\.\w+|\.?rustfmt\.toml|\.?dprint\.jsonc?)$/],
  [
    'pre-commit',
    /^(?:\.pre-commit-config\.ya?ml|\.husky\/[^/_.][^/]*|\.?lefthook\.(?:ya?ml|toml|json)|\.lintstagedrc(?:\.\w+)?|lint-staged\.config\.\w+|\.githooks\/[^/]+|cog\.toml)$/,
  ],
  [
    'task-runner',
    /^(?:gnu)?makefile(?:\.toml)?$|^\.?justfile$|^taskfile\.ya?ml$|^earthfile$|^turbo\.jsonc?$|^nx\.json$|^(?:\.moon\/workspace\.ya?ml)$/i,
  ],
  [
    'hosting',
    /(?:^|\/)(?:procfile|fly\.toml|render\.ya?ml|vercel\.json|netlify\.toml|railway\.(?:json|toml)|nixpacks\.toml|railpack\.json|heroku\.ya?ml|apprunner\.ya?ml|wrangler\.(?:toml|jsonc?)|amplify\.ya?ml|\.do\/app\.ya?ml|captain-definition|\.platform\.app\.ya?ml|zeabur\.(?:json|ya?ml)|serverless\.ya?ml|shuttle\.toml|skaffold\.ya?ml|\.upsun\/config\.ya?ml)$|^app\.json$/i,
  ],
  ['devcontainer', /^(?:\.devcontainer\.json|\.devcontainer\/(?:[\w-]+\/)?devcontainer\.json|\.gitpod\.ya?ml)$/],
  [
    'agents',
    /^(?:agents\.md|claude\.md|gemini\.md|\.cursorrules|\.windsurfrules|\.cursor\/rules\/[^/]+|\.github\/copilot-instructions\.md|\.clinerules)$/i,
  ],
]

/** The engine takes twice as long to prepare a pattern for whatever case as the same one for lower case. */
const PATTERNS = TABLE.map(([kind, { source, ignoreCase }]) => ({
  kind,
  ignoreCase,
  pattern: new RegExp(ignoreCase ? source.toLowerCase() : source),
}))

/** Nearly all files are none of these: one pattern tells it in a fifth of the time (measured with 100,000 files). */
const ANY = new RegExp(TABLE.map(([, { source }]) => `(?:${source.toLowerCase()})`).join('|'))

/** Folders that usually hold Kubernetes manifests, and what makes a file one. */
const MANIFESTS =
  /(?:^|\/)(?:k8s|kube|kubernetes|manifests?|deploy(?:ment|ments)?|k8s-[\w-]+|[\w-]+-k8s|infra|ops|argocd|flux|openshift)(?:\/[^/]+)*\/[^/]+\.ya?ml$/i
const RESOURCE =
  /^kind: ["']?(?:Deployment|StatefulSet|DaemonSet|CronJob|Job|Service|Ingress|ConfigMap|Secret|HorizontalPodAutoscaler|PodDisruptionBudget|NetworkPolicy|Namespace|Rollout|HTTPRoute|PersistentVolumeClaim|ServiceAccount|Pod)["']?\s*$/

/** Usual names at the root that may be links to another file of the repository: what is listed are plain files only. */
const LINKS = [
  '.dockerignore',
  'AGENTS.md',
  'CLAUDE.md',
  'CONTRIBUTING.md',
  'Dockerfile',
  'GEMINI.md',
  'LICENSE',
  'README.md',
  'SECURITY.md',
  'docker-compose.yml',
]

/** @returns the artifacts that are there already, under any usual name and place, in the order of the files */
export function existingArtifacts(view: View): readonly Existing[] {
  const links = LINKS.filter(path => !view.has(path) && view.ws.stat(path)?.kind === 'link')
  return [...view.files, ...links].sort(byCodeUnit).flatMap(path => {
    const lower = path.toLowerCase()
    const known = ANY.test(lower)
    if (!(known || MANIFESTS.test(path)) || isForeign(path)) return []
    const kind =
      !known || (CODE.test(path) && !/config\.\w+$|rc\.\w+$|knip\.ts$/.test(path))
        ? undefined
        : PATTERNS.find(({ pattern, ignoreCase }) => pattern.test(ignoreCase ? lower : path))?.kind
    if (kind !== undefined) return [{ path, kind, evidence: [view.evidence(path, undefined, `usual name of ${kind}`)] }]
    const line = MANIFESTS.test(path) ? resourceLine(view, path) : undefined
    return line === undefined
      ? []
      : [{ path, kind: 'kubernetes' as const, evidence: [view.evidence(path, line, 'Kubernetes resource')] }]
  })
}

function resourceLine(view: View, path: string): number | undefined {
  const lines = view.lines(path)
  const at = lines.findIndex(line => RESOURCE.test(line))
  return at >= 0 && lines.some(line => line.startsWith('apiVersion:')) ? at + 1 : undefined
}
