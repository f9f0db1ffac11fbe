import { resolveAnswers } from '../../../src/engine/questions.ts'
import type { Answers, Artifact, Context } from '../../../src/artifact/index.ts'
import type { ExistingKind, Service } from '../../../src/detect/types.ts'
import type { Rendered } from '../../../src/plan/types.ts'
import type { Commit, History, Person } from '../../../src/workspace/types.ts'
import { contextOf, renderOne } from '../../support/context.ts'

export const ADA: Person = { name: 'Ada', email: 'ada@acme.test' }
export const HOSTILE =
  '</script>`$(id)` ${{ github.token }} | [x](https://evil.test) <img src=x> @everyone \u202e {{#each}} "\' \n## no'

export interface RepositoryOptions {
  readonly files?: Readonly<Record<string, string>>
  /** What is known to be there already; the texts are in `files`. */
  readonly existing?: Readonly<Record<string, ExistingKind>>
  /** Names of services, beside those that are found. */
  readonly services?: readonly string[]
  /** `origin`. */
  readonly remote?: string
  readonly history?: Partial<History>
  /** Paths that an earlier run wrote, with its artifact. */
  readonly ours?: Readonly<Record<string, string>>
}

/** @returns what an artifact sees of such a repository */
export async function repository({
  files = {},
  existing = {},
  services = [],
  remote,
  history = {},
  ours = {},
}: RepositoryOptions = {}): Promise<Context> {
  const remotes = remote === undefined ? {} : { remotes: () => [{ name: 'origin', url: remote }] }
  const ctx = await contextOf(files, { ...remotes, ...history })
  const found = Object.entries(existing).map(([path, kind]) => ({
    path,
    kind,
    evidence: [{ path, rule: 'usual name' }],
  }))
  const facts = {
    ...ctx.facts,
    services: [...ctx.facts.services, ...services.map(serviceOf)],
    repository: { ...ctx.facts.repository, existing: found },
  }
  return {
    ...ctx,
    facts,
    ownersOf: path => (Object.hasOwn(ours, path) ? [ours[path] ?? ''] : []),
  }
}

function serviceOf(name: string): Service {
  const fact = <T>(value: T) => ({ value, certainty: 'certain' as const, evidence: [] })
  const none = {
    databases: [],
    cache: [],
    queues: [],
    orm: [],
    healthPaths: [],
    buildPackages: [],
    runtimePackages: [],
    runtimeFiles: [],
    embeds: [],
    routes: [],
    variables: [],
  }
  return {
    path: '.',
    project: '.',
    name: fact(name),
    ecosystem: 'node',
    workload: fact('http'),
    packageManager: fact('npm'),
    ...none,
  }
}

export const GITHUB = 'git@github.com:acme/api.git'
export const GITLAB = 'https://gitlab.com/acme/api.git'
export const ELSEWHERE = 'https://bitbucket.org/acme/api.git'

/** @returns a history with these subjects, the newest first, a day apart; hashes are made from the place in the list */
export function commits(...subjects: readonly string[]): readonly Commit[] {
  return subjects.map((subject, i) => ({
    hash: hashOf(i),
    author: ADA,
    date: `2024-05-${String(28 - (i % 28)).padStart(2, '0')}`,
    subject,
  }))
}

export function hashOf(i: number): string {
  return String(i + 1).padStart(40, 'a')
}

/** @returns a history of git with these commits */
export function historyOf(list: readonly Commit[], more: Partial<History> = {}): Partial<History> {
  return { state: 'present', commits: limit => list.slice(0, limit), firstCommit: () => list.at(-1), ...more }
}

/** @returns the files of an artifact by path, with certain facts and `given` as answers; throws when an answer is missing */
export async function filesOf(
  artifact: Artifact,
  ctx: Context,
  given: Answers = {},
): Promise<ReadonlyMap<string, string>> {
  return new Map(
    (await outputsOf(artifact, ctx, given)).flatMap(output =>
      output.type === 'file' ? [[output.path, output.text] as const] : [],
    ),
  )
}

export async function outputsOf(artifact: Artifact, ctx: Context, given: Answers = {}): Promise<readonly Rendered[]> {
  const { answers, missing } = await resolveAnswers(artifact, ctx, given)
  if (missing.length) throw new Error(`not answered: ${missing.map(question => question.key).join(', ')}`)
  return renderOne(artifact, ctx, answers)
}

/** @returns the keys of the questions that only the user can answer */
export async function missingOf(artifact: Artifact, ctx: Context, given: Answers = {}): Promise<readonly string[]> {
  return (await resolveAnswers(artifact, ctx, given)).missing.map(question => question.key)
}

/** @returns the only text of an artifact */
export async function textOf(artifact: Artifact, ctx: Context, given: Answers = {}): Promise<string> {
  const [text, ...others] = (await filesOf(artifact, ctx, given)).values()
  if (text === undefined || others.length) throw new Error('not exactly one file')
  return text
}

/** @returns what an artifact tells people to do, one step a line */
export function steps(artifact: Artifact, ctx: Context): string {
  return (artifact.next?.(ctx, {}) ?? [])
    .map(step => (typeof step === 'string' ? step : JSON.stringify(step)))
    .join('\n')
}
