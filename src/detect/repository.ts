import { basename } from '../text/paths.ts'
import { certain, gitEvidence, known, likely } from './fact.ts'
import { historyFacts } from './history.ts'
import { hostOf } from './host.ts'
import { licenseFact } from './license.ts'
import type { Existing, Fact, Host, Project, Repository } from './types.ts'
import type { View } from './view.ts'

/** @returns what holds for the repository as a whole */
export function repositoryFacts(view: View, projects: readonly Project[], existing: readonly Existing[]): Repository {
  const host = hostFact(view)
  return known<Repository>({
    name: nameFact(view, projects, host),
    license: licenseFact(view, projects, existing),
    host,
    defaultBranch: branchFact(view),
    existing,
    history: historyFacts(view),
  })
}

function hostFact(view: View): Fact<Host> | undefined {
  const remotes = view.ws.git.remotes()
  const first =
    remotes.find(remote => remote.name === 'origin') ?? remotes.find(remote => remote.name === 'upstream') ?? remotes[0]
  const host = first && hostOf(first.url)
  return host && certain(host, gitEvidence(`remote ${first.name}`))
}

function branchFact(view: View): Fact<string> | undefined {
  const remote = view.ws.git.defaultBranch()
  if (remote !== undefined) return certain(remote, gitEvidence('head of the remote'))
  const current = view.ws.git.branch()
  return current !== undefined && /^(main|master|trunk)$/.test(current)
    ? likely(current, gitEvidence('branch that is checked out'))
    : undefined
}

function nameFact(view: View, projects: readonly Project[], host: Fact<Host> | undefined): Fact<string> {
  if (host) return { ...host, value: host.value.name }
  const root = projects.flatMap(project => project.packages).find(pkg => pkg.path === '.' && pkg.name)
  if (root?.name) return { ...root.name, value: root.name.value.replace(/^@[^/]*\//, ''), certainty: 'likely' }
  return { value: basename(view.ws.root.replaceAll('\\', '/')) || 'repository', certainty: 'guess', evidence: [] }
}
