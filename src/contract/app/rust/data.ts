import type { AppFeature } from '../../../detect/types.ts'
import { useLines, type Import } from './imports.ts'
import type { ModuleData } from './module-data.ts'
import type { RustModule } from './types.ts'

/** Routes of the module: who answers, and the feature that they belong to. */
const ROUTES = [
  { feature: 'health', name: 'health', own: 'ownHealth', path: '/health', handler: 'health' },
  { feature: 'health', name: 'ready', own: 'ownReady', path: '/ready', handler: 'ready' },
  { feature: 'metrics', name: 'metrics', own: 'ownMetrics', path: '/metrics', handler: 'scrape' },
] as const

/**
 * @param idOfTask the task knows the id of its request
 * @param paths what the module of the framework names by its last part
 * @returns what the templates of a module with these parts look at
 */
export function derived(
  module: RustModule,
  idOfTask: boolean,
  paths: (data: ModuleData) => readonly Import[],
): ModuleData & { readonly uses: readonly (readonly string[])[] } {
  const data = dataOf(module, idOfTask)
  return { ...data, uses: useLines(paths(data), String(module.traits['edition'])) }
}

function dataOf({ parts, traits, ...module }: RustModule, idOfTask: boolean): ModuleData {
  const has = (feature: AppFeature): boolean => parts.includes(feature)
  const [metrics, logging, id] = [has('metrics'), has('logging'), has('request-id')]
  const [boundary, headers, limits, drain] = [has('error-boundary'), has('headers'), has('limits'), has('drain')]
  const routes = ROUTES.filter(route => has(route.feature) && traits[route.own] !== true)
  const needs = routes.some(route => route.name === 'ready') ? module.needs : []
  const required = has('configuration') ? module.required : []
  const seen = metrics || logging
  const closes = limits || drain
  const logger = logging && traits['logger'] !== 'none' ? String(traits['logger']) : ''
  return {
    ...{ metrics, logging, id, boundary, headers, limits, drain },
    configuration: required.length > 0,
    needs,
    required,
    routes,
    states: routes.some(route => route.feature === 'health'),
    scraped: routes.some(route => route.feature === 'metrics'),
    ownPaths: module.probes.filter(path => !routes.some(route => route.path === path)),
    logger,
    serve: traits['serve'] === 'none' ? '' : String(traits['serve']),
    seen,
    span: id && (logging || traits['tracing'] === true) && !(idOfTask && logger !== ''),
    loggedId: id && logging,
    errors: limits || boundary,
    closes,
    guard: routes.length > 0 || seen || id || boundary || headers || closes,
    after: seen || id || headers || closes,
    changes: id || headers || closes,
    milliseconds: limits || drain,
    bodyLimit: traits['bodyLimit'] === true,
    readyState: drain ? (needs.length > 0 ? 'both' : 'drain') : needs.length > 0 ? 'needs' : 'always',
  }
}
