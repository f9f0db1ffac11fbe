import type { ScriptCode } from '../source/script-code.ts'
import { isProbe, type Route } from './endpoints.ts'

/** Folders whose files are routes, and what of the file's name is no part of the path. */
const FILE_ROUTES: readonly (readonly [RegExp, (match: RegExpExecArray) => string])[] = [
  [/(?:^|\/)(?:src\/)?app\/(.*?)\/?route\.[jt]sx?$/, match => match[1] ?? ''],
  [/(?:^|\/)(?:src\/)?pages\/(api\/.*?)(?:\/index)?\.[jt]sx?$/, match => match[1] ?? ''],
  [/(?:^|\/)src\/routes\/(.*?)\/?\+server\.[jt]s$/, match => match[1] ?? ''],
  [
    /(?:^|\/)app\/routes\/(.*?)(?:\/route|\/index)?\.[jt]sx?$/,
    match =>
      (match[1] ?? '')
        .replace(/\._?index$|^_index$/, '')
        .replaceAll('.', '/')
        .replaceAll('[', '')
        .replaceAll(']', ''),
  ],
  [/(?:^|\/)server\/(api\/.*?)(?:\/index)?(?:\.get)?\.[cm]?[jt]s$/, match => match[1] ?? ''],
  [/(?:^|\/)server\/routes\/(.*?)(?:\/index)?(?:\.get)?\.[cm]?[jt]s$/, match => match[1] ?? ''],
  [/(?:^|\/)src\/pages\/(.*?)(?:\/index)?\.[jt]s$/, match => match[1] ?? ''],
]

/** @returns the routes for health checks and metrics of frameworks that take them from the names of files */
export function fileRoutes(code: ScriptCode, folder: string): readonly Route[] {
  return code.view.below(folder === '.' ? '' : `${folder}/`).flatMap(file => {
    const below = folder === '.' ? file : file.slice(folder.length + 1)
    for (const [pattern, pathOf] of FILE_ROUTES) {
      const match = pattern.exec(below)
      // Groups in brackets are no part of the path; parameters make it another kind of route.
      const path =
        match &&
        pathOf(match)
          .split('/')
          .filter(part => part !== '' && !/^\(.*\)$/.test(part))
          .join('/')
      if (match && path !== null && isProbe(`/${path}`) && !/[[$:*]/.test(path))
        return [{ path: `/${path}`, evidence: code.view.evidence(file, undefined, 'route by the name of the file') }]
    }
    return []
  })
}
