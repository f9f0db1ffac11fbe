import type { Found, SourcePackage } from '../ecosystems/model.ts'
import type { Evidence, Service } from '../types.ts'
import type { View } from '../view.ts'
import { deploymentsOf, type Deployments } from './deployment.ts'
import { showsFrom } from './dockerfile.ts'
import { asideOf } from './model.ts'
import { closureOf } from './needs.ts'

/** Who else in the workspace is built with a site. */
export interface Dependents {
  /** The server that is built from one of them. */
  readonly server?: Service
  readonly evidence: Evidence
}

/** Packages that only drive a browser against a site name it so that it is built before; a server may have such tests of its own. */
const DRIVERS = /^(?:@playwright\/test|playwright|cypress|puppeteer|testcafe|@wdio\/cli|nightwatch)$/

/**
 * @returns who takes a site into its own program: other members of the workspace name its package among their dependencies, and no
 * image is made of it. What is deployed by itself is nobody's dependency.
 */
export function dependentsOf(
  view: View,
  site: Service,
  servers: readonly Service[],
  packages: Found['packages'],
  deployments: Deployments,
): Dependents | undefined {
  const own = packages.get(site.path)?.facts.name?.value
  if (own === undefined || deploymentsOf(deployments, own, site.path).length) return undefined
  if (deployments.dockerfiles.some(file => showsFrom(file, site.path))) return undefined
  const running = new Set(servers.map(({ path }) => path))
  const dependents = [...packages.values()].filter(
    other => isBuiltWith(other, site.path) && (running.has(other.facts.path) || !drives(other)),
  )
  const [first] = dependents
  if (!first) return undefined
  const dependency = first.facts.dependencies.find(({ name }) => name === own)
  const folders = new Set(dependents.map(({ facts }) => facts.path))
  const server = servers.find(({ path }) => {
    const source = packages.get(path)
    return source && closureOf(source, packages).some(({ facts }) => folders.has(facts.path))
  })
  return {
    evidence: view.evidence(first.facts.manifest, dependency?.line, `dependency ${own}`),
    ...(server ? { server } : {}),
  }
}

function isBuiltWith({ facts, local, project }: SourcePackage, folder: string): boolean {
  if (!local.includes(folder) || facts.path === folder || facts.path === project) return false
  return asideOf(facts.path) === undefined
}

function drives({ facts }: SourcePackage): boolean {
  return facts.dependencies.some(({ name }) => DRIVERS.test(name))
}
