import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { hostOf } from '../../../src/detect/host.ts'
import { licenseOf } from '../../../src/detect/license.ts'
import { cargo, crate, factsOf, manifest, said, workspace, type Files } from './read.ts'

describe('the host of a remote', () => {
  it.each([
    ['https://github.com/acme/api.git', 'github', 'acme', 'api', 'https://github.com/acme/api'],
    ['git@github.com:acme/api.git', 'github', 'acme', 'api', 'https://github.com/acme/api'],
    ['ssh://git@ssh.github.com:443/acme/api.git', 'github', 'acme', 'api', 'https://github.com/acme/api'],
    ['git+ssh://git@github.com/acme/api', 'github', 'acme', 'api', 'https://github.com/acme/api'],
    ['git@github.example.org:acme/api.git', 'github', 'acme', 'api', 'https://github.example.org/acme/api'],
    ['https://acme.ghe.com/team/api', 'github', 'team', 'api', 'https://acme.ghe.com/team/api'],
    [
      'ssh://git@gitlab.example.org:2222/group/sub/api.git',
      'gitlab',
      'group/sub',
      'api',
      'https://gitlab.example.org/group/sub/api',
    ],
    ['https://gitlab.com/group/sub/api.git/', 'gitlab', 'group/sub', 'api', 'https://gitlab.com/group/sub/api'],
    ['https://git.example.org:8443/acme/api.git', 'other', 'acme', 'api', 'https://git.example.org:8443/acme/api'],
    ['git@bitbucket.org:acme/api.git', 'bitbucket', 'acme', 'api', 'https://bitbucket.org/acme/api'],
    ['https://codeberg.org/acme/api', 'gitea', 'acme', 'api', 'https://codeberg.org/acme/api'],
  ])('%s', (remote, kind, owner, name, url) => {
    expect(hostOf(remote)).toMatchObject({ kind, owner, name, url })
  })

  it.each([
    '/srv/git/api.git',
    '../api',
    'C:\\code\\api',
    'file:///srv/api.git',
    'https://github.com/api',
    'git@github.com:a b/c',
    'https://host.invalid/$(x)/y',
  ])('%s names none', remote => {
    expect(hostOf(remote)).toBeUndefined()
  })

  it('is that of origin, and gives the repository its name', async () => {
    const remotes = () => [
      { name: 'upstream', url: 'https://github.com/other/thing.git' },
      { name: 'origin', url: 'git@gitlab.com:acme/api.git' },
    ]
    const { repository } = await factsOf(
      { 'package.json': manifest({ name: 'x' }) },
      { history: { remotes, defaultBranch: () => 'trunk' } },
    )
    expect([said(repository.host)?.kind, said(repository.name), said(repository.defaultBranch)]).toEqual([
      'gitlab',
      'api',
      'trunk',
    ])
  })
})

describe('the licence', () => {
  const text = (id: string): string =>
    (
      JSON.parse(
        readFileSync(new URL(`../../../node_modules/spdx-license-list/licenses/${id}.json`, import.meta.url), 'utf8'),
      ) as { licenseText: string }
    ).licenseText
  const known = [
    'MIT',
    'MIT-0',
    'Apache-2.0',
    'BSD-2-Clause',
    'BSD-3-Clause',
    'ISC',
    '0BSD',
    'MPL-2.0',
    'GPL-2.0-only',
    'GPL-3.0-only',
    'LGPL-2.1-only',
    'LGPL-3.0-only',
    'AGPL-3.0-only',
    'Unlicense',
    'BSL-1.0',
    'CC0-1.0',
    'EPL-2.0',
    'Zlib',
    'BUSL-1.1',
    'WTFPL',
    'X11',
    'SSPL-1.0',
    'FSL-1.1-ALv2',
    'FSL-1.1-MIT',
  ]
  it.each(known)('%s is told by its text', id => {
    expect(licenseOf(text(id))).toBe(id)
  })

  it('is a choice when there are several texts, and the text wins over the manifest', async () => {
    const both = await factsOf({
      'LICENSE-MIT': text('MIT'),
      'LICENSE-APACHE': text('Apache-2.0'),
      'Cargo.toml': cargo([]),
    })
    expect(said(both.repository.license)).toBe('Apache-2.0 OR MIT')
    const other = await factsOf({ LICENSE: text('MIT'), 'package.json': manifest({ license: 'ISC' }) })
    expect(said(other.repository.license)).toBe('MIT')
  })

  it('is told by the notice that stands for the text', () => {
    const notice =
      'Copyright 2024 The authors\n\nLicensed under the Apache License, Version 2.0 (the "License");\nsee http://www.apache.org/licenses/LICENSE-2.0\n'
    expect(licenseOf(notice)).toBe('Apache-2.0')
  })

  it('is not known where the text is of another one than the manifest names', async () => {
    const files = (license: string): Files => ({
      license,
      'Cargo.toml': cargo([], '').replace('edition', 'license = "MIT"\nedition'),
    })
    const other = await factsOf(files('You are permitted to run the server.\n\nLarge Company License 2.0\n'))
    expect(said(other.repository.license)).toBe(undefined)
    expect(said((await factsOf(files('This is licensed under the MIT license.\n'))).repository.license)).toBe('MIT')
    const more = 'This is licensed under the MIT license, with the following additional\nconditions: ask first.\n'
    expect(said((await factsOf(files(more))).repository.license)).toBe(undefined)
  })

  it('is the choice that the manifest leaves, where one file has the texts of all of them', async () => {
    const files = (license: string): Files => ({
      LICENSE: `${text('Apache-2.0')}\n\n${text('EPL-2.0')}`,
      'Cargo.toml': cargo([], '').replace('edition', `license = "${license}"\nedition`),
    })
    const choice = await factsOf(files('EPL-2.0 OR Apache-2.0'))
    expect(said(choice.repository.license)).toBe('EPL-2.0 OR Apache-2.0')
    expect(said((await factsOf(files('MIT OR Apache-2.0'))).repository.license)).toBe('Apache-2.0')
  })

  it('is that of most parts, where each names its own of several texts', async () => {
    const part = (name: string, license: string): string =>
      crate(name, []).replace('edition', `license = "${license}"\nedition`)
    const files = (last: string): Files => ({
      'LICENSE-AGPL': text('AGPL-3.0-only'),
      'LICENSE-MIT': text('MIT'),
      'Cargo.toml': workspace('stars', 'moons', 'kit'),
      'stars/Cargo.toml': part('stars', 'AGPL-3.0-or-later'),
      'moons/Cargo.toml': part('moons', 'AGPL-3.0-or-later'),
      'kit/Cargo.toml': part('kit', last),
    })
    expect(said((await factsOf(files('MIT'))).repository.license)).toBe('AGPL-3.0-or-later')
    // What one part may be used by is a choice that the texts belong to.
    const choice = await factsOf(files('MIT OR AGPL-3.0-only'))
    expect(said(choice.repository.license)).toBe('AGPL-3.0-only OR MIT')
  })

  it('that turns into Apache-2.0 later is another one until then', () => {
    const older = text('FSL-1.1-ALv2').replaceAll('ALv2', 'Apache 2.0')
    expect(licenseOf(`${older}\n\nApache License\nVersion 2.0, January 2004\n`)).toBe('FSL-1.1-ALv2')
  })

  it('may be chosen instead of terms of its own, which have no identifier: then the manifest says both', async () => {
    const files = (license: string): Files => ({
      LICENSE: text('AGPL-3.0-only'),
      'LICENSE-COMPANY': 'Those who have a contract may use this software by its terms.\n',
      'Cargo.toml': cargo([], '').replace('edition', `license = "${license}"\nedition`),
    })
    const licenses = ['AGPL-3.0-only OR LicenseRef-Company', 'MIT OR LicenseRef-Company', 'AGPL-3.0-only OR MIT']
    const found = await Promise.all(
      licenses.map(async license => said((await factsOf(files(license))).repository.license)),
    )
    expect(found).toEqual(['AGPL-3.0-only OR LicenseRef-Company', 'AGPL-3.0-only', 'AGPL-3.0-only'])
  })

  it('of GNU may be later as well when the manifest says so', async () => {
    const files = { COPYING: text('GPL-3.0-only'), 'package.json': manifest({ license: 'GPL-3.0-or-later' }) }
    expect(said((await factsOf(files)).repository.license)).toBe('GPL-3.0-or-later')
  })

  it.each([
    [
      'a manifest that names one',
      { 'package.json': manifest({ license: '(MIT OR Apache-2.0)' }) },
      '(MIT OR Apache-2.0)',
    ],
    [
      'a manifest that points elsewhere',
      { 'package.json': manifest({ license: 'SEE LICENSE IN terms.txt' }) },
      undefined,
    ],
    ['a manifest that has none', { 'package.json': manifest({ license: 'UNLICENSED' }) }, undefined],
    ['a text that is not known', { LICENSE: 'All rights reserved.' }, undefined],
  ])('without a known text: %s', async (_, files, wanted) => {
    expect(said((await factsOf(files)).repository.license)).toBe(wanted)
  })
})

it('finds artifacts under any usual name and place, and takes nothing else for one', async () => {
  const there = {
    license: 'COPYING',
    readme: 'Readme.rst',
    changelog: 'History.md',
    contributing: 'docs/CONTRIBUTING.md',
    'code-of-conduct': '.github/code-of-conduct.md',
    codeowners: 'docs/CODEOWNERS',
    'pr-template': '.github/pull_request_template.md',
    'issue-template': '.github/ISSUE_TEMPLATE/bug.yml',
    'security-policy': '.github/SECURITY.md',
    dockerfile: 'docker/api.Dockerfile',
    dockerignore: '.dockerignore',
    compose: 'compose.prod.yaml',
    helm: 'deploy/chart/Chart.yaml',
    kustomize: 'k8s/kustomization.yaml',
    terraform: 'infra/main.tf',
    workflow: '.github/workflows/ci.yml',
    ci: '.gitlab-ci.yml',
    'dependency-updates': '.github/renovate.json5',
    'secrets-scan': '.gitleaks.toml',
    'dependency-audit': 'deny.toml',
    'env-example': '.env.sample',
    editorconfig: '.editorconfig',
    toolchain: '.nvmrc',
    'lint-config': 'eslint.config.js',
    'format-config': '.prettierrc',
    'pre-commit': '.husky/pre-commit',
    'task-runner': 'justfile',
    hosting: 'fly.toml',
    devcontainer: '.devcontainer/devcontainer.json',
    agents: 'AGENTS.md',
  }
  const other = [
    'src/docker-compose-converter/docker-compose.ts',
    'src/license.ts',
    'docs/dockerfile-guide.md',
    'node_modules/x/LICENSE',
    'src/security.md',
    '.prod-ready/manifest.json',
  ]
  const { repository } = await factsOf({
    ...Object.fromEntries([...Object.values(there), ...other].map(path => [path, ''])),
    'k8s/api.yaml': 'apiVersion: apps/v1\nkind: Deployment\n',
  })
  expect(Object.fromEntries(repository.existing.map(item => [item.kind, item.path]))).toEqual({
    ...there,
    kubernetes: 'k8s/api.yaml',
  })
})

it.each([
  ['license', 'LICENCE.txt LICENSES/MIT.txt MIT-LICENSE Copying.LESSER UNLICENSE'],
  ['changelog', 'CHANGES HISTORY.md docs/releases.md release-notes.md News.rst'],
  ['governance', 'GOVERNANCE.md MAINTAINERS.md OWNERS'],
  ['pr-template', '.github/PULL_REQUEST_TEMPLATE/fix.md .gitlab/merge_request_templates/Default.md'],
  ['dockerfile', 'api/Containerfile web.Dockerfile Dockerfile-dev'],
  ['compose', 'docker-compose.dev.yml deploy/compose-test.yaml deploy/mongo.compose.yaml dev.docker-compose.yml'],
  ['terraform', 'infra/main.tf infra/main.tofu'],
  ['workflow', '.gitea/workflows/a.yaml .forgejo/workflows/a.yml'],
  [
    'ci',
    '.gitlab-ci.yml .travis.yml .circleci/config.yml azure-pipelines.yml Jenkinsfile .woodpecker.yml .drone.star bitbucket-pipelines.yml appveyor.yml .cirrus.yml .buildkite/pipeline.yml cloudbuild.yaml .builds/a.yml .build.yml .semaphore/semaphore.yml .teamcity/settings.kts .tekton/run.yaml',
  ],
  ['dependency-updates', 'renovate.json5 .renovaterc .github/dependabot.yaml'],
  [
    'secrets-scan',
    '.gitleaks.toml .gitleaksignore .secrets.baseline trufflehog.yaml .ggshield.yml .gitguardian.yaml .secretlintrc.json',
  ],
  [
    'dependency-audit',
    'deny.toml .cargo/audit.toml .nsprc audit-ci.json osv-scanner.toml .snyk .trivyignore supply-chain/config.toml',
  ],
  ['env-example', '.env.sample example.env env.dist'],
  [
    'toolchain',
    'rust-toolchain .nvmrc .node-version .tool-versions .config/mise/config.toml flake.nix shell.nix devbox.json devenv.nix',
  ],
  [
    'lint-config',
    'eslint.config.mjs .eslintrc biome.jsonc clippy.toml .oxlintrc.json tslint.json .markdownlint.json .yamllint .hadolint.yaml commitlint.config.js knip.ts',
  ],
  ['format-config', '.prettierrc prettier.config.js rustfmt.toml dprint.json'],
  [
    'pre-commit',
    '.pre-commit-config.yaml .husky/pre-push lefthook.yml .lintstagedrc lint-staged.config.js .githooks/pre-commit cog.toml',
  ],
  ['task-runner', 'GNUmakefile justfile Taskfile.yml Earthfile turbo.json nx.json .moon/workspace.yml'],
  [
    'hosting',
    'Procfile fly.toml render.yaml vercel.json netlify.toml railway.json nixpacks.toml railpack.json heroku.yml apprunner.yaml wrangler.jsonc amplify.yml .do/app.yaml captain-definition .platform.app.yaml zeabur.yaml serverless.yml shuttle.toml skaffold.yaml .upsun/config.yaml app.json',
  ],
  ['devcontainer', '.devcontainer/api/devcontainer.json .gitpod.yml'],
  [
    'agents',
    'AGENTS.md CLAUDE.md GEMINI.md .cursorrules .windsurfrules .cursor/rules/a.mdc .github/copilot-instructions.md .clinerules',
  ],
])('knows each usual name of %s', async (kind, names) => {
  const paths = names.split(' ')
  const { repository } = await factsOf(Object.fromEntries(paths.map(path => [path, ''])))
  const found = repository.existing.filter(item => item.kind === kind).map(item => item.path)
  expect(found).toEqual([...paths].sort())
})

it('names parts in other languages by their folder', async () => {
  const { unsupported } = await factsOf({
    'api/go.mod': '',
    'api/main.go': '',
    'ml/pyproject.toml': '',
    'ml/app.py': '',
    'ml/tools/requirements.txt': '',
    'ml/tools/x.py': '',
    'go.sum': '',
    'composer.json': '{}',
    'php/src/a.php': '',
  })
  expect(unsupported.map(part => [part.path, part.language])).toEqual([
    ['api', 'go'],
    ['ml', 'python'],
    ['php', 'php'],
  ])
})

it('names the parts of a workspace in another language, not the manifest that holds them together', async () => {
  const sources = (folder: string): Files =>
    Object.fromEntries(['a', 'b', 'c', 'd', 'e'].map(name => [`${folder}/${name}.py`, '']))
  const files = {
    'pyproject.toml': '[tool.uv.workspace]\nmembers = ["clients/python", "checks"]\n',
    'clients/python/pyproject.toml': '',
    'checks/pyproject.toml': '',
    'setup/sync.py': '',
    ...sources('clients/python'),
    ...sources('checks'),
  }
  expect((await factsOf(files)).unsupported.map(part => part.path)).toEqual(['checks', 'clients/python'])
  const one: Files = {
    'pyproject.toml': '',
    'app/pyproject.toml': '',
    'setup/sync.py': '',
    ...sources('app/a'),
    ...sources('app/b'),
  }
  expect((await factsOf(one)).unsupported.map(part => part.path)).toEqual(['.'])
  const whole = { ...files, ...sources('worker') }
  expect((await factsOf(whole)).unsupported.map(part => part.path)).toEqual(['.'])
})

describe('what nobody can run', () => {
  it.each([
    ['nothing', {}],
    ['documents only', { 'README.md': '# Notes\n', 'docs/a.md': '' }],
  ])('a repository of %s has no services and no problems', async (_, files) => {
    const facts = await factsOf(files)
    expect([facts.services, facts.projects, facts.problems]).toEqual([[], [], []])
    expect(facts.repository.history.state).toBe('none')
  })
})

it('parts of the JVM are told by their sources, whatever builds them, and small languages by their manifests', async () => {
  const { unsupported } = await factsOf({
    'sdk/java/build.gradle.kts': 'plugins { java }\n',
    'sdk/java/src/main/java/Client.java': 'class Client {}\n',
    'sdk/kotlin/pom.xml': '<project/>\n',
    'sdk/kotlin/src/main/kotlin/Client.kt': 'class Client\n',
    'sdk/lua/client-1.0-1.rockspec': 'package = "client"\n',
    'sdk/lua/src/client.lua': 'return {}\n',
    'sdk/zig/build.zig': 'pub fn build() void {}\n',
  })
  expect(unsupported.map(part => [part.path, part.language])).toEqual([
    ['sdk/java', 'java'],
    ['sdk/kotlin', 'kotlin'],
    ['sdk/lua', 'lua'],
    ['sdk/zig', 'zig'],
  ])
})

it('a change log may lie in the folder of GitHub', async () => {
  const { repository } = await factsOf({ '.github/CHANGELOG.md': '# 1.0\n' })
  expect(repository.existing.map(({ path, kind }) => [path, kind])).toEqual([['.github/CHANGELOG.md', 'changelog']])
})
