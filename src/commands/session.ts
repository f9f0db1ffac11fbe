import { ARTIFACTS } from '../../generators/index.ts'
import { readState, type State } from '../apply/state.ts'
import type { Answer, Answers, Artifact, Context } from '../artifact/types.ts'
import { makeContract } from '../contract/index.ts'
import type { Profile } from '../contract/targets.ts'
import { detect } from '../detect/index.ts'
import { without } from '../detect/lazy.ts'
import { OVERRIDES, withOverrides } from '../detect/overrides.ts'
import type { Facts } from '../detect/types.ts'
import { readAnswer } from '../engine/questions.ts'
import { buildPlan } from '../plan/build.ts'
import type { Manifest, Plan, Rendered } from '../plan/types.ts'
import type { Terminal } from '../report/terminal.ts'
import { Failure } from '../text/errors.ts'
import { loadGrammars } from '../text/grammars.ts'
import { nearest } from '../text/names.ts'
import { overlay, type Workspace } from '../workspace/index.ts'
import { openRepository } from './open.ts'
import type { Invocation } from './flags.ts'

/** A repository that is looked at, and what the user said about it. */
export interface Session {
  readonly invocation: Invocation
  readonly terminal: Terminal
  readonly ws: Workspace
  readonly facts: Facts
  readonly ctx: Context
  readonly state: State
  readonly manifest: Manifest
  /** Answers of the user: config.yaml, then flags. */
  readonly given: Answers
  readonly profile: Profile
  /** Those of them that came with this command line. */
  readonly flagged: Answers
  /** What to do so that the repository has what was rendered; artifacts of `scope` that were not rendered want nothing any more. */
  buildPlan(rendered: readonly Rendered[], scope: readonly Artifact[]): Plan
  /**
   * What to do so that nothing of these artifacts is left, but what the user changed.
   * @param rendered what others want in the files that they made together with them
   */
  planRemoval(artifacts: readonly Artifact[], rendered?: readonly Rendered[]): Plan
}

/** Reads the repository. Nothing is written. @throws Failure when it cannot be read, or when a setting is wrong */
export async function openSession(invocation: Invocation, terminal: Terminal): Promise<Session> {
  terminal.progress('reading the repository …')
  const ws = openRepository(invocation.cwd)
  const state = readState(ws.root)
  // what was edited in code may have to be taken back
  await loadGrammars(Object.keys(state.manifest.files), ['rust', 'javascript'])
  const flagged = readSettings(invocation.settings)
  const given = { ...readConfigAnswers(state), ...flagged }
  const profile = invocation.profile ?? state.config.profile ?? 'standard'
  const { facts, ctx } = await contextFor(withOwned(ws, state.manifest), state.manifest, given, profile)
  const view = {
    manifest: state.manifest,
    readBase: state.readBase,
    readMine: (path: string) => ws.read(path, Infinity),
    entryKind: (path: string) => ws.stat(path)?.kind,
    files: ws.files,
    conflict: invocation.conflict,
  }
  return {
    invocation,
    terminal,
    ws,
    facts,
    ctx,
    state,
    manifest: state.manifest,
    given,
    profile,
    flagged,
    buildPlan: (rendered, scope) => buildPlan({ ...view, rendered, scope: scope.map(artifact => artifact.id) }),
    planRemoval: (artifacts, rendered = []) => {
      const ids = artifacts.map(artifact => artifact.id)
      return buildPlan({ ...view, rendered, scope: ids, remove: ids })
    },
  }
}

/** What we wrote is part of the repository, also where .gitignore hides it: otherwise it would count as missing until it is committed. */
function withOwned(ws: Workspace, manifest: Manifest): Workspace {
  const hidden = Object.keys(manifest.files).filter(path => !ws.has(path) && ws.stat(path)?.kind === 'file')
  return hidden.length ? overlay(ws, new Map(hidden.map(path => [path, ws.read(path)]))) : ws
}

/** @returns facts and context of a repository in which `manifest` tells the files that are ours */
export async function contextFor(
  ws: Workspace,
  manifest: Manifest,
  given: Answers,
  profile: Profile,
): Promise<{ facts: Facts; ctx: Context }> {
  const ownersOf = (path: string): readonly string[] =>
    Object.hasOwn(manifest.files, path) ? (manifest.files[path]?.artifacts ?? []) : []
  const facts = withOverrides(withoutOurs(await detect(ws), manifest), given)
  const contract = makeContract(facts, path => ownersOf(path).length > 0, ws, profile)
  return { facts, ctx: { ws, facts, contract, ownersOf } }
}

/** The image that we chose says nothing of what the project asks for: it would stay the same for ever. */
function withoutOurs(facts: Facts, { files }: Manifest): Facts {
  // in a file that we only edit, the version is the user's
  const isOurs = (path: string): boolean => Object.hasOwn(files, path) && files[path]?.own !== 'edit'
  const projects = facts.projects.map(project =>
    project.runtime?.evidence.some(({ path }) => isOurs(path)) ? without(project, ['runtime']) : project,
  )
  return { ...facts, projects }
}

const QUESTIONS = new Map(ARTIFACTS.flatMap(artifact => artifact.questions).map(question => [question.key, question]))

function readSettings(settings: ReadonlyMap<string, string>): Answers {
  return Object.fromEntries([...settings].map(([key, text]) => [key, readSetting(key, text)]))
}

function readSetting(key: string, text: string): Answer {
  const question = QUESTIONS.get(key)
  if (question) return readAnswer(question, text)
  const override = OVERRIDES.find(o => o.key === key || key.endsWith(`.${o.key}`))
  if (override) return override.read(text)
  const near = nearest(key, [...QUESTIONS.keys(), ...OVERRIDES.map(o => o.key)])
  throw new Failure('unknown-setting', `nothing is called "${key}"`, {
    suggestion: near
      ? `Did you mean --set ${near}=<value>?`
      : 'Settings are named by: create-prod-ready explain <artifact>',
  })
}

/** config.yaml is the user's file: a wrong value in it is an error with its place, an unknown key is not ours to judge. */
function readConfigAnswers(state: State): Answers {
  return Object.fromEntries(
    Object.entries(state.config.answers).flatMap(([key, value]) => {
      const known = QUESTIONS.has(key) || OVERRIDES.some(o => o.key === key || key.endsWith(`.${o.key}`))
      return known ? [[key, readSetting(key, Array.isArray(value) ? value.join(',') : String(value))]] : []
    }),
  )
}
