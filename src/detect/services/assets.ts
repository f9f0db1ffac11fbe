import { basename, isInside } from '../../text/paths.ts'
import type { Found, SourcePackage } from '../ecosystems/model.ts'
import { likely } from '../fact.ts'
import type { Fact, Frontend, Service } from '../types.ts'
import type { View } from '../view.ts'
import type { Deployables } from './model.ts'

const BUNDLERS =
  /^(webpack|vite|esbuild|rollup|parcel|@rspack\/(core|cli)|@rsbuild\/core|gulp|sass|tailwindcss|@tailwindcss\/cli)$/
/** Those that make pages, and not a library or a style sheet alone. */
const PAGES = /^(webpack|vite|parcel|@rspack\/(core|cli)|@rsbuild\/core)$/
const RENDERERS = /^(react-dom|preact|vue|svelte|solid-js|lit|@angular\/core|mithril|elm|htmx\.org|jquery)$/

/**
 * @returns packages that are built for a browser and are part of a service in Rust: scripts and styles in its own folder, and pages in a
 * folder of it; `embedded` gets them by service
 */
export function assetsOf(
  view: View,
  rust: Deployables,
  node: Deployables,
  found: Found | undefined,
  embedded: Map<Service, Fact<string>[]>,
): readonly Frontend[] {
  const servers = rust.services.filter(service => service.workload.value === 'http')
  return [...(found?.packages.values() ?? [])].flatMap(source => {
    const { path, scripts, dependencies, manifest } = source.facts
    const beside = servers.find(service => service.path === path)
    const server = beside ?? servers.find(service => isPageOf(service, source, node))
    const build = scripts['build']
    const tool = dependencies.find(dependency => (beside ? BUNDLERS : PAGES).test(dependency.name))
    if (!server || !build || !tool || node.services.some(service => service.path === path)) return []
    const fact = likely(server.name.value, view.evidence(manifest, tool.line, `dependency ${tool.name}`))
    embedded.set(server, [...(embedded.get(server) ?? []), { ...fact, value: path }])
    const name = source.facts.name ?? { ...fact, value: basename(path) }
    return [{ path, project: source.project, name, buildScript: { ...build, value: 'build' }, servedBy: fact }]
  })
}

/** A package in a folder of the service that draws something in a browser, and is nothing else; libraries leave the drawing to their users. */
function isPageOf(service: Service, { facts }: SourcePackage, node: Deployables): boolean {
  if (service.path === '.' || !isInside(facts.path, service.path)) return false
  const reason = node.nonServices.find(item => item.path === facts.path)?.reason
  if (reason !== 'a library' && reason !== 'a package that starts nothing') return false
  return facts.dependencies.some(({ name, kind }) => kind !== 'peer' && RENDERERS.test(name))
}
