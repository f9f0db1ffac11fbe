import type { Context, GroupedStep, NextStep, StepGroup } from '../artifact/types.ts'
import type { Selection } from '../engine/plop.ts'
import type { Plan } from '../plan/types.ts'
import { WRITES } from '../plan/types.ts'
import { sh } from '../text/quote.ts'
import { lockCommand } from '../verify/lock-command.ts'
import { mergeSame } from './same-steps.ts'
import type { Session } from './session.ts'
import { staleLocks, type StaleLock } from './stale-locks.ts'
import { topAround } from './top-folder.ts'

/**
 * What the user has to do after a run, most urgent first: a stale lock file makes every frozen install fail, then conflicts, then what the artifacts
 * ask for, then files that .gitignore hides. @param after the repository as it will be
 */
export function nextSteps(
  session: Session,
  plan: Plan,
  after: Context,
  selected: readonly Selection[],
): readonly string[] {
  const written = new Set(plan.files.filter(file => WRITES.has(file.action)).flatMap(file => file.artifacts))
  const asked = selected
    .filter(s => written.has(s.artifact.id))
    .flatMap(({ artifact, answers }) => artifact.next?.(after, answers) ?? [])
  const { repository, services } = after.contract
  const steps = new Set(inGroups(asked, repository.defaultBranch))
  return [
    ...insideStep(session, plan),
    ...staleLocks(session, plan, after).flatMap(lockStep),
    ...conflictStep(plan),
    ...portStep(after, written),
    ...mergeSame(
      [...steps],
      services.map(({ id, service }) => ({ id, path: service.path })),
    ),
    ...hiddenStep(session, plan),
  ]
}

/** What is to be done with the items of a group, which are told as one step. */
const GROUPS: Readonly<Record<StepGroup, (items: string, branch: string, page: string) => string>> = {
  protect: (items, branch, page) => `Require for ${branch}${page}: ${items}.`,
  enforce: items => `Let what is only reported so far block once it passes, by removing continue-on-error in ${items}.`,
  read: items => `Read what was written, and change what is different with you: ${items}.`,
  harden: items => `Harden ${items}.`,
  answer: items => `Say what only you know, with create-prod-ready update: ${items}.`,
}

/** @returns one sentence for each group, in the place of its first step */
function inGroups(steps: readonly NextStep[], branch: string): readonly string[] {
  const told = new Set<StepGroup>()
  return steps.flatMap(step => {
    if (typeof step === 'string') return [step]
    if (told.has(step.group)) return []
    told.add(step.group)
    const same = steps.filter((other): other is GroupedStep => typeof other !== 'string' && other.group === step.group)
    const items = [...new Set(same.map(({ item }) => item))]
    const page = same.find(other => other.page !== undefined)?.page
    return [GROUPS[step.group](items.join('; '), branch, page === undefined ? '' : ` (${page})`)]
  })
}

/** In a folder below the top, what a host reads at the top does nothing. */
function insideStep({ ws }: Session, { files }: Plan): readonly string[] {
  const top = topAround(ws)
  const folder = files.map(file => /^\.git(hub|lab)\//.exec(file.path)?.[0]).find(found => found !== undefined)
  if (top === undefined || folder === undefined) return []
  return [
    `${folder} is read at the top of a repository only, and this folder lies below it: take this run back, and run there (create-prod-ready --cwd ${sh(top)})`,
  ]
}

function lockStep({ project, path, missing }: StaleLock): readonly string[] {
  const line = lockCommand(project.manager.value).map(sh).join(' ')
  const unknown = missing.length ? ` (it does not know ${missing.join(', ')})` : ''
  return [
    `${project.path === '.' ? line : `(cd ${sh(project.path)} && ${line})`} brings ${path} up to date${unknown}; frozen installs fail until then`,
  ]
}

/** Kinds of artifacts that are not whole where nobody knows what a service listens on. */
const ON_A_PORT = /^(?:build|deployment|observability|operations|testing)\//

/** What is made from a port is left out without it, and nothing else in a run says why. */
function portStep({ contract: { services } }: Context, written: ReadonlySet<string>): readonly string[] {
  const silent = services.filter(
    ({ port, service }) => port === undefined && /^(?:http|grpc|tcp)$/.test(service.workload.value),
  )
  if (silent.length === 0 || ![...written].some(id => ON_A_PORT.test(id))) return []
  const keys = silent.map(({ service }) => (services.length > 1 ? `${service.name.value}.port=` : 'port='))
  const settings = keys.map(key => `--set ${sh(key)}<port>`).join(' ')
  const names = silent.map(({ id }) => id).join(', ')
  return [`Run again with ${settings}: no port is known for ${names}, and what needs one was left out (list names it)`]
}

/** @returns the step for files that the user and we changed in the same place */
export function conflictStep({ files }: Pick<Plan, 'files'>): readonly string[] {
  const left = files.filter(file => file.action === 'conflict').map(file => file.path)
  return left.length
    ? [`settle by hand: ${left.join(', ')} (the text with both sides marked is in .prod-ready/conflicts/)`]
    : []
}

function hiddenStep({ ws }: Session, { files }: Plan): readonly string[] {
  const created = files.filter(file => file.action === 'create').map(file => file.path)
  const hidden = ws.git.ignored(created)
  if (hidden.length === 0) return []
  const shown = created.filter(path => !hidden.includes(path))
  const places = [...new Set(hidden.map(path => placeOf(path, hidden, shown)))]
  const are = hidden.length === 1 ? 'is' : 'are'
  return [`${places.join(', ')} ${are} hidden by .gitignore: add with git add --force, or change the rule`]
}

/** @returns the outermost folder of `path` that holds several of `hidden` and none of `shown`; else `path` itself */
function placeOf(path: string, hidden: readonly string[], shown: readonly string[]): string {
  const parts = path.split('/')
  const folders = parts.slice(1).map((_, i) => `${parts.slice(0, i + 1).join('/')}/`)
  const within = (folder: string, paths: readonly string[]): number => paths.filter(p => p.startsWith(folder)).length
  return folders.find(folder => within(folder, hidden) > 1 && within(folder, shown) === 0) ?? path
}
