import type { Later } from '../../lazy.ts'
import { majorOf } from '../../services/model.ts'
import { nodeModule } from '../../services/app-module.ts'
import { ownerOf } from '../../services/node-imports.ts'
import type { Candidate, Part } from '../../services/node-candidate.ts'
import type { AppModule, Evidence, Fact, Service } from '../../types.ts'
import type { AppSite, OwnPart } from '../types.ts'
import { DETECTORS } from './frameworks/index.ts'
import { ownParts } from './own.ts'
import { FILE, siteOf, type SiteKind } from './site.ts'

const KINDS: readonly SiteKind[] = DETECTORS

type Endpoints = Pick<Service, 'healthPaths' | 'metricsPath'>

/** What is worked out when somebody asks: it reads all files of the service. */
export interface App {
  readonly appModule: AppModule | undefined
  readonly appSite: AppSite | undefined
  readonly ownParts: readonly OwnPart[]
}

/** @returns where the module of a service goes, the module that is there, and what the code does without one */
export function nodeApp(candidate: Candidate, part: Part, endpoints: () => Endpoints): Later<App> {
  const { code, source, view } = candidate
  const { workload, entry, files = [], rendered } = part
  const serves = workload.value === 'http' && !rendered && entry !== undefined && files.length > 0
  const guarded = <T>(read: () => T): T | undefined => (serves ? view.guarded(source.facts.manifest, read) : undefined)
  const module = (): AppModule | undefined => guarded(() => nodeModule(code, files, source.facts.path))
  return {
    appModule: module,
    appSite: () => guarded(() => site(candidate, part)),
    ownParts: () => guarded(() => [...ownParts(code, files), ...ownPaths(endpoints(), module()?.path)]) ?? [],
  }
}

function site({ code, source, packages }: Candidate, { framework, entry, files = [] }: Part): AppSite | undefined {
  const { dependencies } = source.facts
  const dependency = framework && dependencies.find(d => framework.packages.includes(d.name))
  const major = Number(dependency && majorOf(dependency.locked ?? dependency.range))
  const known = KINDS.find(({ kind, from }) => kind === framework?.id && major >= from)
  if (!known || !entry) return undefined
  return siteOf(known, {
    code,
    files,
    entry: entry.path,
    major,
    dependencies: new Set(dependencies.map(d => d.name)),
    owns: path => ownerOf(path, packages) === source.facts.path,
  })
}

/** Paths that routes of the service answer: the module must not take them over. */
function ownPaths({ healthPaths, metricsPath }: Endpoints, module: string | undefined): readonly OwnPart[] {
  const own = (fact: Fact<string>): Evidence | undefined =>
    fact.evidence.find(e => e.rule === 'route' && e.path !== module && !FILE.test(e.path))
  const part = (feature: OwnPart['feature'], fact: Fact<string> | undefined): readonly OwnPart[] => {
    const evidence = fact && own(fact)
    return fact && evidence ? [{ feature, evidence: [evidence], path: fact.value }] : []
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
