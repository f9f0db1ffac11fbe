import type { CiRun, Facts, Project, Service } from '../detect/types.ts'
import { slug } from '../text/names.ts'
import { basename, byCodeUnit } from '../text/paths.ts'
import type { Workspace } from '../workspace/types.ts'
import { commandsOf } from './commands.ts'
import { NEED_NAMES, needsOf } from './needs.ts'
import { placesOf } from './places.ts'
import { drainOf, probesOf } from './probes.ts'
import { namesFolder } from './proof.ts'
import { runtimesOf } from './runtimes.ts'
import { imageName, serviceImage } from './service-image.ts'
import { TARGETS, type Profile } from './targets.ts'
import { telemetryOf } from './telemetry/index.ts'
import type { Contract, ProjectContract, ServiceContract } from './types.ts'

export type * from './types.ts'

/**
 * Facts -> the names that artifacts must agree on.
 * @param isOurs tells files that an earlier run wrote: they prove nothing about the user's code
 * @param ws the repository that the facts are of: tells what a check may lack in CI
 * @param profile what is asked of services
 */
export function makeContract(
  facts: Facts,
  isOurs: (path: string) => boolean,
  ws?: Workspace,
  profile: Profile = 'standard',
): Contract {
  const host = facts.repository.host?.value
  return {
    repository: {
      name: facts.repository.name.value,
      ...(host ? { host } : {}),
      defaultBranch: facts.repository.defaultBranch?.value ?? 'main',
    },
    projects: projectsOf(facts, isOurs, ws),
    services: servicesOf(facts),
    targets: TARGETS[profile],
  }
}

function projectsOf(
  facts: Facts,
  isOurs: (path: string) => boolean,
  ws: Workspace | undefined,
): readonly ProjectContract[] {
  const runs = facts.ciRuns.filter(run => run.path.startsWith('.github/') && !isOurs(run.path))
  const ids = unique(
    facts.projects.map(project =>
      slug(project.path === '.' ? project.ecosystem : `${project.ecosystem}-${project.path}`, project.ecosystem),
    ),
  )
  return facts.projects.map((project, i) => {
    const services = facts.services.filter(
      service => service.project === project.path && service.ecosystem === project.ecosystem,
    )
    return {
      project,
      id: ids[i] ?? project.ecosystem,
      title: titleOf(project),
      runtimes: runtimesOf(project),
      commands: commandsOf(project, services, runsFor(project, facts, runs, ws), ws),
    }
  })
}

/** Beside others of its kind, a project in a folder is meant only by a workflow that names the folder. */
function runsFor(project: Project, facts: Facts, runs: readonly CiRun[], ws: Workspace | undefined): readonly CiRun[] {
  const alone = facts.projects.filter(other => other.ecosystem === project.ecosystem).length === 1
  if (alone || project.path === '.' || !ws) return runs
  return runs.filter(run => namesFolder(ws.read(run.path) ?? '', project.path))
}

function titleOf(project: Project): string {
  const language = project.ecosystem === 'rust' ? 'Rust' : 'Node'
  return project.path === '.' ? language : `${language} (${project.path})`
}

/** A release of Helm is called by at most 53 characters; a number that makes the name unique has room. */
const LONGEST_ID = 50

/** Names of what stands beside services: in rules, dashboards and the local stack. */
const BESIDE: ReadonlySet<string> = new Set([
  ...['alerting', 'alertmanager', 'blackbox-exporter', 'dependencies', 'grafana', 'prometheus'],
  ...NEED_NAMES,
])

function distinct(id: string): string {
  return BESIDE.has(id) ? `${id}-service` : id
}

function nameOf({ binary, name, path }: Service): string {
  return distinct(slug(binary?.value ?? name.value, slug(path, 'service', LONGEST_ID), LONGEST_ID))
}

/** Of one name, programs of one folder are told apart by what they do, others by where they lie. */
function idOf(service: Service, all: readonly Service[]): string {
  const name = nameOf(service)
  const others = all.filter(other => other !== service && nameOf(other) === name)
  const isBeside = others.some(({ path }) => path === service.path)
  const [word, usual] = isBeside ? [service.workload.value, 'http'] : [basename(service.path), '.']
  if (others.length === 0 || word === usual || word === name) return name
  return slug(`${name.slice(0, Math.max(1, LONGEST_ID - word.length - 1))}-${word}`, name, LONGEST_ID)
}

function servicesOf(facts: Facts): readonly ServiceContract[] {
  const ids = unique(facts.services.map(service => idOf(service, facts.services)))
  return facts.services.map((service, i) => {
    const id = ids[i] ?? 'service'
    const image = serviceImage(service, facts)
    return {
      service,
      id,
      dockerfile: dockerfileOf(service, id, facts.services),
      ...image,
      image: imageName(id, facts.repository.host?.value),
      probes: probesOf(service, image.port),
      needs: needsOf(service),
      telemetry: telemetryOf(service, id, image.port),
      drain: drainOf(service),
      places: placesOf(id),
    }
  })
}

function dockerfileOf(service: Service, id: string, all: readonly Service[]): string {
  const shared = all.filter(other => other.path === service.path).length > 1
  const name = shared ? `Dockerfile.${id}` : 'Dockerfile'
  return service.path === '.' ? name : `${service.path}/${name}`
}

/** @returns the names, made unique with a number where they repeat, in the order of the input */
function unique(names: readonly string[]): readonly string[] {
  const seen = new Map<string, number>()
  const taken = new Set([...names].sort(byCodeUnit))
  return names.map(name => {
    const count = (seen.get(name) ?? 0) + 1
    seen.set(name, count)
    if (count === 1) return name
    let n = count
    while (taken.has(`${name}-${n}`)) n++
    taken.add(`${name}-${n}`)
    return `${name}-${n}`
  })
}
