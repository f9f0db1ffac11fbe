import type { ScriptCode } from '../source/script-code.ts'
import type { Method } from '../types.ts'
import { cleanPath, methodOf, type Route, type RouteScope } from './routes.ts'

/** Folders whose files are routes, and what of the file's name is no part of the path. */
const FILE_ROUTES: readonly (readonly [RegExp, (match: RegExpExecArray) => string, text?: RegExp])[] = [
  // TanStack Start: a page is a route of the browser, one with handlers is a route of the server.
  [
    /(?:^|\/)(?:src|app)\/routes\/(.*?)(?:[./](?:index|route))?\.[jt]sx?$/,
    match => (match[1] ?? '').replaceAll('.', '/').replace(/(^|\/)_[^/]*/g, '$1'),
    /^(?=[^]*\bcreate(?:Server|API)?FileRoute\b)[^]*\b(?:GET|HEAD|POST|PUT|PATCH|DELETE|ANY)\s{0,9}[:(]/,
  ],
  // Below `app/routes`, a folder with a file of that name is a route of Remix and React Router.
  [/(?:^|\/)(?:src\/)?app\/(?!routes\/)(.*?)\/?route\.[jt]sx?$/, match => match[1] ?? ''],
  [/(?:^|\/)(?:src\/)?pages\/(api\/.*?)(?:\/index)?\.[jt]sx?$/, match => match[1] ?? ''],
  [/(?:^|\/)src\/routes\/(.*?)\/?\+server\.[jt]s$/, match => match[1] ?? ''],
  [
    /(?:^|\/)app\/routes\/(.*?)(?:\/route|\/index)?\.[jt]sx?$/,
    match =>
      (match[1] ?? '')
        .replace(/\._?index$|^_index$/, '')
        // A folder that stands for what a dot stands for.
        .replace(/\+(?=\/)/g, '')
        .replaceAll('.', '/')
        // A layout without a path of its own, and a path without the layout around it.
        .replace(/(^|\/)_[^/]*/g, '$1')
        .replace(/_(?=\/|$)/g, '')
        .replaceAll('[', '')
        .replaceAll(']', ''),
  ],
  [/(?:^|\/)server\/(api\/.*?)(?:\/index)?\.[cm]?[jt]s$/, match => match[1] ?? ''],
  [/(?:^|\/)server\/routes\/(.*?)(?:\/index)?\.[cm]?[jt]s$/, match => match[1] ?? ''],
  [/(?:^|\/)src\/pages\/(.*?)(?:\/index)?\.[jt]s$/, match => match[1] ?? ''],
]

/** Methods that a file exports a function for. */
const EXPORTED = /\bexport\s+(?:const|let|(?:async\s+)?function)\s+(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)\b/g
const NO_ROUTE = /\.(?:test|spec|d)\.[jt]sx?$|(?:^|\/)(?:__tests__|\.[^/]+)\/|(?:^|\/)pages\/(?:.*\/)?_[^/]*$/
const SUFFIX = /\.(get|head|post|put|patch|delete|options)$/

/** @returns the routes that `scope` asks for of frameworks that take them from the names of files; for probes without those that have parameters */
export function fileRoutes(code: ScriptCode, folder: string, scope: RouteScope): readonly Route[] {
  return code.view.below(folder === '.' ? '' : `${folder}/`).flatMap(file => {
    const below = folder === '.' ? file : file.slice(folder.length + 1)
    for (const [pattern, pathOf, text] of FILE_ROUTES) {
      const match = pattern.exec(below)
      if (!match || NO_ROUTE.test(below) || (text && !text.test(code.view.text(file) ?? ''))) continue
      const [, ending] = SUFFIX.exec(pathOf(match)) ?? []
      const path = shownPath(ending === undefined ? pathOf(match) : pathOf(match).replace(SUFFIX, ''))
      if (!scope.wanted(path) || (!scope.every && /[[$:*]/.test(path))) return []
      const evidence = code.view.evidence(file, undefined, 'route by the name of the file')
      return methodsOf(code, file, ending, scope).map(method => ({ path, method, evidence }))
    }
    return []
  })
}

/** Groups in brackets are no part of the path. */
function shownPath(path: string): string {
  return cleanPath(
    path
      .split('/')
      .filter(part => !/^\(.*\)$/.test(part))
      .map(part => part.replace(/^\$$/, '*').replace(/^\$/, ':'))
      .join('/'),
  )
}

function methodsOf(code: ScriptCode, file: string, ending: string | undefined, scope: RouteScope): readonly Method[] {
  if (!scope.every) return ['GET']
  const named = ending === undefined ? undefined : methodOf(ending)
  if (named !== undefined) return [named]
  const exported = [...(code.view.text(file) ?? '').matchAll(EXPORTED)].flatMap(match => methodOf(match[1] ?? '') ?? [])
  return exported.length ? [...new Set(exported)] : /(?:^|\/)app\/routes\//.test(file) ? ['GET'] : ['ANY']
}
