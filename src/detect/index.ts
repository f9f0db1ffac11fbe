import type { Workspace } from '../workspace/types.ts'
import { ciRuns } from './ci.ts'
import type { Found } from './ecosystems/model.ts'
import { readNode } from './ecosystems/node.ts'
import { readRust } from './ecosystems/rust.ts'
import { existingArtifacts } from './existing/index.ts'
import { repositoryFacts } from './repository.ts'
import { withoutCollections } from './services/collections.ts'
import { readDeployments } from './services/deployment.ts'
import { linkFrontends } from './services/embeds.ts'
import { serverReader } from './services/literals.ts'
import { isOfTheProduct, type Deployables } from './services/model.ts'
import { nodeServices } from './services/node.ts'
import { rustServices } from './services/rust.ts'
import { loadGrammars } from '../text/grammars.ts'
import type { Facts, Project } from './types.ts'
import { unsupportedParts } from './unsupported.ts'
import { View } from './view.ts'

export type * from './types.ts'

/**
 * Reads a repository: what is deployed from it, how it is built and what it needs, with evidence for each fact.
 * A manifest that cannot be parsed becomes one of `problems`; the rest is read all the same. `.prod-ready/` is never read.
 */
export async function detect(ws: Workspace): Promise<Facts> {
  const view = await viewOf(ws)
  const { rust, node } = readProjects(view)
  const projects = [...(rust?.projects ?? []), ...(node?.projects ?? [])]
  const unsupported = unsupportedParts(
    view,
    new Set(projects.flatMap(project => project.packages.map(pkg => pkg.path))),
  )
  const found = rust || node ? deployables(view, rust, node, unsupported) : NOTHING
  return {
    repository: repositoryFacts(view, projects, existingArtifacts(view)),
    ciRuns: ciRuns(view),
    projects: ofTheProduct(projects),
    services: found.services,
    frontends: found.frontends,
    nonServices: found.nonServices,
    unsupported,
    problems: view.problems(),
  }
}

/** Tests, examples and templates that are installed on their own count only where there is nothing else. */
function ofTheProduct(projects: readonly Project[]): readonly Project[] {
  const own = projects.filter(({ path }) => isOfTheProduct(path))
  return own.length ? own : projects
}

const NOTHING: Deployables = { services: [], frontends: [], nonServices: [] }

/** Loads what only some repositories need, side by side: most of the time goes into waiting for files. The lock file of pnpm is read line by line. */
async function viewOf(ws: Workspace): Promise<View> {
  const hasYaml = ws.files.some(path => /(?<!(?:^|\/)pnpm-lock)\.ya?ml$/.test(path))
  const [yaml] = await Promise.all([
    hasYaml ? import('./documents/yaml.ts') : undefined,
    loadGrammars(ws.files, ['javascript']),
  ])
  return new View(ws, yaml?.parseYaml)
}

function readProjects(view: View): { readonly rust: Found | undefined; readonly node: Found | undefined } {
  return {
    rust: view.named('Cargo.toml').length ? readRust(view) : undefined,
    node: view.named('package.json').length ? readNode(view) : undefined,
  }
}

function deployables(
  view: View,
  rust: Found | undefined,
  node: Found | undefined,
  unsupported: Facts['unsupported'],
): Deployables {
  const deployments = readDeployments(view)
  const parts = {
    rust: rust ? rustServices(view, rust, deployments) : NOTHING,
    node: node ? nodeServices(view, node, deployments) : NOTHING,
    unsupported,
  }
  const all = node ? linkFrontends(view, parts, node, deployments, serverReader(view, rust, node)) : parts.rust
  return withoutCollections(all, deployments)
}
