import type { CiRun, Project, Service } from '../detect/types.ts'
import { byCodeUnit, isInside, normalize } from '../text/paths.ts'
import { wholeName } from '../text/patterns.ts'
import type { Workspace } from '../workspace/types.ts'
import type { FoundScript } from './scripts.ts'
import { serversOf } from './servers.ts'
import type { Command } from './types.ts'

type Verdict = Pick<Command, 'enforced' | 'reason' | 'runIn'>

/** @returns true when a workflow's text names a folder, as a working directory, an argument or part of a path */
export function namesFolder(text: string, folder: string): boolean {
  return wholeName(folder).test(text)
}

/** A check that a workflow of the user runs is known to pass; any other may find something in today's code. */
export function checked(proof: CiRun | undefined): Verdict {
  if (proof) return { enforced: true, reason: `${proof.path} runs it already`, runIn: proof.path }
  return { enforced: false, reason: 'nothing in the repository shows that it passes today' }
}

/** What does not build cannot be shipped: it blocks, unless something says that it cannot build in CI as it stands. */
export function built(proof: CiRun | undefined, doubt: string | undefined): Verdict {
  if (proof) return checked(proof)
  return doubt === undefined
    ? { enforced: true, reason: 'what does not build cannot be shipped' }
    : { enforced: false, reason: doubt }
}

/** Tests block, unless something says that they need what CI does not have. */
export function tested(proof: CiRun | undefined, services: readonly Service[], doubt: string | undefined): Verdict {
  if (proof) return checked(proof)
  if (doubt !== undefined) return { enforced: false, reason: doubt }
  const needs = [
    ...new Set(
      services
        .flatMap(serversOf)
        .filter(n => !n.optional)
        .map(n => n.value),
    ),
  ].sort(byCodeUnit)
  if (needs.length === 0) return { enforced: true, reason: 'nothing says that the tests need more than the code' }
  return {
    enforced: false,
    reason: `the tests may need ${needs.join(', ')}, and nothing in the repository starts it in CI`,
  }
}

/** @returns why a cargo project may not compile in CI, as a sentence */
export function cargoDoubt(project: Project, ws: Workspace | undefined): string | undefined {
  if (!ws || !hasDependency(project, /^sqlx$/)) return undefined
  const inProject = ws.files.filter(path => isInside(path, project.path))
  if (inProject.some(path => /(^|\/)\.sqlx\/query-|(^|\/)sqlx-data\.json$/.test(path))) return undefined
  const asks = inProject.some(
    path =>
      path.endsWith('.rs') &&
      /\bquery(_as|_scalar|_file|_file_as|_file_scalar)?(_unchecked)?!\s*[({[]/.test(ws.read(path) ?? ''),
  )
  return asks
    ? 'the queries are checked against a database while it compiles; `cargo sqlx prepare` stores what CI needs to do without one'
    : undefined
}

const BUILD_WORDS: readonly (readonly [RegExp, string])[] = [
  [/\b(wasm-pack|trunk)\b/, 'it calls a tool that is neither a dependency nor part of the machine that CI runs on'],
  [/\b(docker|docker-compose|podman)\b/, 'it starts containers'],
  [/\b(env-cmd|--env-file=?\s*\S+|dotenv)\b/, 'it reads a file with settings that may not be in the repository'],
]

/** @returns why a build script of Node may not run in CI, as a sentence */
export function buildDoubt(project: Project, script: FoundScript, ws: Workspace | undefined): string | undefined {
  const word = BUILD_WORDS.find(([pattern]) => pattern.test(script.text))
  if (word) return word[1]
  if (hasDependency(project, /^@t3-oss\/env-/)) return 'it checks variables of the environment that CI does not set'
  const generates = project.packages.some(pkg =>
    Object.values(pkg.scripts).some(fact => /\bprisma generate\b/.test(fact.value)),
  )
  if (
    hasDependency(project, /^@prisma\/client$/) &&
    !generates &&
    project.manager.value !== 'npm' &&
    project.manager.value !== 'yarn'
  ) {
    return 'no script generates the Prisma client, and the package manager runs no scripts of dependencies'
  }
  return ws ? missingFolder(project, ws) : undefined
}

/** `file:` dependencies on something that only exists after another build. */
function missingFolder(project: Project, ws: Workspace): string | undefined {
  for (const pkg of project.packages) {
    for (const { name, range } of pkg.dependencies) {
      const path = /^(?:file|link|portal):(.+)$/.exec(range ?? '')?.[1]
      const folder = path === undefined ? undefined : normalize(`${pkg.path}/${path}`)
      if (folder !== undefined && ws.stat(folder) === undefined)
        return `its dependency ${name} is built from this repository first, and nothing here says how`
    }
  }
  return undefined
}

const TEST_WORDS: readonly (readonly [RegExp, string])[] = [
  [/\b(playwright|cypress|puppeteer|nightwatch|wdio|webdriver|testcafe|karma)\b/, 'it needs a browser'],
  [/\b(docker|docker-compose|podman|testcontainers|localstack)\b/, 'it starts containers'],
  [
    /\b(env-cmd|--env-file=?\s*\S+|dotenv)\b|(?:^|[\s/])\.env\b/,
    'it reads a file with settings that may not be in the repository',
  ],
  [/\b(migrate|db:|database:)/, 'it needs a database'],
]
const RUNNER = /(?:^|&&\s*|\s)(?:npx |cross-env (?:\w+=\S+ )*)?(jest|vitest|mocha|ava|react-scripts test)\b/
const TEST_FILE =
  /(^|\/)(__tests__|tests?|specs?)\/.*\.[cm]?[jt]sx?$|[._-](test|spec)\.[cm]?[jt]sx?$|(^|\/)test\.[cm]?[jt]s$/

/** @returns why a test script of Node may fail in CI though the code is right, as a sentence */
export function testDoubt(project: Project, script: FoundScript, ws: Workspace | undefined): string | undefined {
  const word = TEST_WORDS.find(([pattern]) => pattern.test(script.text))
  if (word) return word[1]
  if (!ws || !RUNNER.test(script.text) || /--passWithNoTests|--pass-with-no-tests/.test(script.text)) return undefined
  const folder = script.members?.[0]?.path ?? project.path
  return ws.files.some(path => isInside(path, folder) && TEST_FILE.test(path))
    ? undefined
    : 'there is no test yet, and the runner fails without one'
}

function hasDependency(project: Project, name: RegExp): boolean {
  return project.packages.some(pkg => pkg.dependencies.some(dependency => name.test(dependency.name)))
}
