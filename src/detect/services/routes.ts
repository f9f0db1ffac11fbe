import { byCodeUnit } from '../../text/paths.ts'
import type { Evidence, Method, RouteFact } from '../types.ts'

/** A route with the path that it really has. */
export interface Route {
  readonly path: string
  readonly evidence: Evidence
  readonly method: Method
  /** True when something in front of the path is not known. */
  readonly isPartial?: boolean
}

/** Which routes are looked for: the files to look at cost the most. */
export interface RouteScope {
  readonly every: boolean
  /** @returns false for a path that is not asked for, whatever it is mounted under */
  readonly wanted: (path: string) => boolean
}

export const EVERY_ROUTE: RouteScope = { every: true, wanted: () => true }

const METHODS: Readonly<Record<string, Method>> = {
  get: 'GET',
  head: 'HEAD',
  post: 'POST',
  put: 'PUT',
  patch: 'PATCH',
  delete: 'DELETE',
  del: 'DELETE',
  options: 'OPTIONS',
  all: 'ANY',
  any: 'ANY',
}

/** @returns the method that a word means, in whatever case; undefined for any other word */
export function methodOf(word: string): Method | undefined {
  const key = word.toLowerCase()
  return Object.hasOwn(METHODS, key) ? METHODS[key] : undefined
}

/** More than anybody reads. */
const MOST = 500

/** @returns routes as facts, each once, by path and method; at most 500 */
export function routeFacts(routes: readonly Route[]): readonly RouteFact[] {
  const unique = new Map<string, RouteFact>()
  for (const { path, method, evidence, isPartial } of routes) {
    const key = `${path}\0${method}`
    if (!unique.has(key))
      unique.set(key, { value: path, method, certainty: isPartial ? 'guess' : 'likely', evidence: [evidence] })
  }
  return [...unique.values()]
    .sort((a, b) => byCodeUnit(a.value, b.value) || byCodeUnit(a.method, b.method))
    .slice(0, MOST)
}

/** @returns a path with one slash in front of each part, and at its end where `last`, what the route itself says, has more than that */
export function cleanPath(path: string, last = ''): string {
  const parts = path.split('/').filter(part => part !== '')
  return `/${parts.join('/')}${last.length > 1 && last.endsWith('/') ? '/' : ''}`
}
