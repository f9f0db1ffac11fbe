import type { Workspace } from '../workspace/types.ts'
import { ciRuns } from './ci.ts'
import type { Found } from './ecosystems/model.ts'
import { existingArtifacts } from './existing/index.ts'
import { repositoryFacts } from './repository.ts'
import type { Deployments } from './services/deployment.ts'
import { asideOf, type Deployables } from './services/model.ts'
import type { Facts, Project } from './types.ts'
import { unsupportedParts } from './unsupported.ts'
import { View } from './view.ts'

export type * from './types.ts'

/**
 * Reads a repository: what is deployed from it, how it is built and what it needs, with evidence for each fact.
 * A manifest that cannot be parsed becomes one of `problems`; the rest is read all the same. `.prod-ready/` is never read.
 */
export async function detect(ws: Workspace): Promise<Facts> {
  const view = new View(ws)
  await loadParsers(view)
  const rust = await readRustProjects(view)
  const node = await readNodeProjects(view)
  const found = await deployables(view, rust, node)
  const projects = [...(rust?.projects ?? []), ...(node?.projects ?? [])]
  return {
    repository: repositoryFacts(view, projects, existingArtifacts(view)),
    ciRuns: ciRuns(view),
    projects: ofTheProduct(projects),
    services: found.services,
    frontends: found.frontends,
    nonServices: found.nonServices,
    unsupported: unsupportedParts(view, new Set(projects.flatMap(project => project.packages.map(pkg => pkg.path)))),
    problems: view.problems(),
  }
}

/** Tests, examples and templates that are installed on their own count only where there is nothing else. */
function ofTheProduct(projects: readonly Project[]): readonly Project[] {
  const own = projects.filter(({ path }) => !/test|example|template/.test(asideOf(path) ?? ''))
  return own.length ? own : projects
}

const NOTHING: Deployables = { services: [], frontends: [], nonServices: [] }

/** Loads the parsers of the formats that the repository has files of. */
async function loadParsers(view: View): Promise<void> {
  if (view.files.some(path => path.endsWith('.toml')))
    view.parsers.toml = (await import('./documents/toml.ts')).parseToml
  if (view.files.some(path => path.endsWith('.json')))
    view.parsers.json = (await import('./documents/json.ts')).parseJson
  if (view.files.some(path => /\.ya?ml$/.test(path)))
    view.parsers.yaml = (await import('./documents/yaml.ts')).parseYaml
}

async function readRustProjects(view: View): Promise<Found | undefined> {
  if (!view.named('Cargo.toml').length) return undefined
  const { readRust } = await import('./ecosystems/rust.ts')
  return readRust(view)
}

async function readNodeProjects(view: View): Promise<Found | undefined> {
  if (!view.named('package.json').length) return undefined
  const { readNode } = await import('./ecosystems/node.ts')
  return readNode(view)
}

async function deployables(view: View, rust: Found | undefined, node: Found | undefined): Promise<Deployables> {
  if (!rust && !node) return NOTHING
  const deployments = (await import('./services/deployment.ts')).readDeployments(view)
  const parts = { rust: await rustParts(view, rust, deployments), node: await nodeParts(view, node, deployments) }
  const { withoutCollections } = await import('./services/collections.ts')
  if (!node) return withoutCollections(parts.rust, deployments)
  const { linkFrontends } = await import('./services/embeds.ts')
  const { literalReader } = await import('./services/literals.ts')
  return withoutCollections(linkFrontends(view, parts, node, deployments, literalReader(view, rust, node)), deployments)
}

async function rustParts(view: View, found: Found | undefined, deployments: Deployments): Promise<Deployables> {
  if (!found || ![...found.packages.values()].some(source => source.facts.binaries.length)) return NOTHING
  const { rustServices } = await import('./services/rust.ts')
  return rustServices(view, found, deployments)
}

async function nodeParts(view: View, found: Found | undefined, deployments: Deployments): Promise<Deployables> {
  if (!found) return NOTHING
  const { nodeServices } = await import('./services/node.ts')
  return nodeServices(view, found, deployments)
}
