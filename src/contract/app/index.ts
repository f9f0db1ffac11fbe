import type { AppSite } from '../../detect/app/types.ts'
import type { AppFeature, Service } from '../../detect/types.ts'
import { byCodeUnit } from '../../text/paths.ts'
import { MODULE_PATHS } from '../probes.ts'
import type { Contract, ServiceContract } from '../types.ts'
import { DETECTORS } from './frameworks/index.ts'
import type { AppFramework, CodeStyle, ModuleData } from './types.ts'

export type * from './types.ts'

/** A service whose module has a place. */
export interface AppService {
  readonly contract: ServiceContract
  readonly service: Service
  readonly site: AppSite
  readonly framework: AppFramework
}

const FRAMEWORKS: readonly AppFramework[] = DETECTORS

/** @returns the services that a module can be made for, one for each module */
export function appServices({ services }: Contract): readonly AppService[] {
  const seen = new Set<string>()
  return services.flatMap(contract => {
    const { service } = contract
    const site = service.appSite
    const framework = FRAMEWORKS.find(({ kind }) => kind === site?.kind)
    if (!site || !framework || seen.has(site.module)) return []
    seen.add(site.module)
    return [{ contract, service, site, framework }]
  })
}

/** Parts of the code that leave nothing to do for a feature, all of them together. */
const INSTEAD: Readonly<Record<AppFeature, readonly string[]>> = {
  health: ['liveness', 'readiness'],
  metrics: ['metrics'],
  logging: ['logging'],
  'request-id': ['request-id'],
  'error-boundary': ['error-boundary'],
  headers: ['headers'],
  limits: ['limits'],
  drain: ['drain'],
  configuration: ['configuration'],
}

/** @returns what of a feature the code has already, without the module, and whether nothing of it is left to do */
export function ownOf(
  { ownParts = [] }: Service,
  feature: AppFeature,
): { readonly all: boolean; readonly parts: typeof ownParts } {
  const parts = ownParts.filter(
    part => INSTEAD[feature].includes(part.feature) || (feature === 'metrics' && part.feature === 'metrics-path'),
  )
  const names = new Set<string>(parts.map(part => part.feature))
  const all = names.has('metrics-path') || INSTEAD[feature].every(name => names.has(name))
  return { all: parts.length > 0 && all, parts }
}

/** @returns what the templates of a service's module are told, whatever parts are chosen */
export function moduleData({ service, contract, site, framework }: AppService, style: CodeStyle): ModuleData {
  const own = [...new Set((service.ownParts ?? []).map(part => part.feature as string))].sort()
  return {
    order: framework.order,
    always: framework.always.filter(name => !own.includes(name)),
    dialect: dialectOf(site),
    style,
    own,
    needs: contract.needs.flatMap(need =>
      need.variable === undefined
        ? []
        : [{ name: need.kind, variable: need.variable, port: need.port, optional: need.optional }],
    ),
    required: requiredOf(service),
    traits: site.traits,
    ...pathsOf(service),
  }
}

/** Rule of evidence of what a flag may say as well: the program asks for it itself, and answers `--help` without it. */
const ARGUMENT = 'variable of an argument'

/** @returns the variables without which a service cannot work, but for what has a default, and for arguments */
export function requiredOf({ variables }: Service): readonly string[] {
  const names = variables
    .filter(variable => variable.required && variable.default === undefined)
    .filter(variable => variable.evidence.some(({ rule }) => rule !== ARGUMENT))
    .map(variable => variable.value)
  return [...new Set(names)].filter(name => /^\w+$/.test(name)).sort(byCodeUnit)
}

/** Which of the usual paths the module answers, and all that are asked by the platform. */
function pathsOf({ ownParts = [] }: Service): {
  readonly live: boolean
  readonly ready: boolean
  readonly probes: readonly string[]
} {
  const own = (name: string): readonly string[] =>
    ownParts.filter(part => part.feature === name).flatMap(part => part.path ?? [])
  const [live, ready] = [own('liveness'), own('readiness')]
  return {
    live: live.length === 0,
    ready: ready.length === 0,
    probes: [...new Set([...Object.values(MODULE_PATHS), ...live, ...ready, ...own('metrics-path')])],
  }
}

function dialectOf({ traits }: AppSite): ModuleData['dialect'] {
  const { dialect } = traits
  return dialect === 'typescript' || dialect === 'commonjs' || dialect === 'rust' ? dialect : 'esm'
}
