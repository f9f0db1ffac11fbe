import type { Later } from '../../lazy.ts'
import { majorOf } from '../../services/model.ts'
import { nodeModule } from '../../services/app-module.ts'
import type { Candidate, Part } from '../../services/node-candidate.ts'
import type { Fact, Service } from '../../types.ts'
import type { OwnPart } from '../types.ts'
import { express } from './express.ts'
import { fastify } from './fastify.ts'
import { ownParts } from './own.ts'
import { FILE, siteOf, type SiteKind } from './site.ts'

/** Frameworks that a module is known for, by id, with the oldest major version. */
const KINDS: readonly { readonly kind: SiteKind; readonly from: number }[] = [
  { kind: express, from: 4 },
  { kind: fastify, from: 5 },
]

type Endpoints = Pick<Service, 'healthPaths' | 'metricsPath'>

type App = Pick<Service, 'appModule' | 'appSite' | 'ownParts'>

/** @returns how to find where the module of a service goes, the module that is there, and what the code does without one */
export function nodeApp(candidate: Candidate, part: Part, endpoints: Endpoints): Later<App> {
  let made: App | undefined
  const app = (): App => (made ??= read(candidate, part, endpoints))
  return { appModule: () => app().appModule, appSite: () => app().appSite, ownParts: () => app().ownParts }
}

function read(
  { code, source }: Candidate,
  { framework, workload, entry, files = [], rendered }: Part,
  endpoints: Endpoints,
): App {
  if (workload.value !== 'http' || rendered || !entry || files.length === 0) return {}
  const { dependencies, path } = source.facts
  const dependency = framework && dependencies.find(d => framework.packages.includes(d.name))
  const major = Number(dependency && majorOf(dependency.locked ?? dependency.range))
  const known = KINDS.find(({ kind, from }) => kind.kind === framework?.id && major >= from)
  const names = new Set(dependencies.map(d => d.name))
  const appModule = nodeModule(code, files, path)
  const module = appModule?.path
  return {
    ...(appModule ? { appModule } : {}),
    ...(known ? { appSite: siteOf(known.kind, { code, files, entry: entry.path, major, dependencies: names }) } : {}),
    ownParts: [...ownParts(code, files), ...ownPaths(endpoints, module)],
  }
}

/** Paths that routes of the service answer: the module must not take them over. */
function ownPaths({ healthPaths, metricsPath }: Endpoints, module: string | undefined): readonly OwnPart[] {
  const own = (fact: Fact<string>): OwnPart['evidence'] | undefined =>
    fact.evidence.find(e => e.rule === 'route' && e.path !== module && !FILE.test(e.path))
  const part = (feature: OwnPart['feature'], fact: Fact<string> | undefined): readonly OwnPart[] => {
    const evidence = fact && own(fact)
    return fact && evidence ? [{ feature, evidence, path: fact.value }] : []
  }
  return [
    ...part(
      'liveness',
      healthPaths.find(fact => !/ready/i.test(fact.value) && own(fact)),
    ),
    ...part(
      'readiness',
      healthPaths.find(fact => /ready/i.test(fact.value) && own(fact)),
    ),
    ...part('metrics-path', metricsPath),
  ]
}
