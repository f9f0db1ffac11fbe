import { callLike, literalLike, type SiteKind } from '../site.ts'
import { DEFAULT, type Script } from '../../../source/script.ts'
import { LARGE_BODIES, PAGES } from '../traits.ts'

export const detector: SiteKind = {
  kind: 'express',
  from: 4,
  factory: { package: 'express', exports: new Set([DEFAULT]) },
  // read when the first middleware is added, which would be the module's
  against: (_creation, scripts) =>
    scripts.some(script => literalLike(script, /^(case sensitive routing|strict routing|query parser)$/) !== undefined)
      ? 'settings of the router must be made before'
      : undefined,
  traits: ({ major, dependencies }, scripts) => ({
    major,
    // Express 4 does not see a promise that is rejected, unless a library has taught it
    rejections: major < 5 && !dependencies.has('express-async-errors'),
    pages: PAGES.some(name => dependencies.has(name)) || scripts.some(servesPages),
    largeBodies: LARGE_BODIES.some(name => dependencies.has(name)) || scripts.some(setsLimit),
  }),
}

function servesPages(script: Script): boolean {
  return callLike(script, /^express\.static$|\.(render|sendFile)$|^serveStatic$/) !== undefined
}

/** The service says itself how large a body may be. */
function setsLimit(script: Script): boolean {
  return literalLike(script, /^\d+(\.\d+)?\s*[kmg]b$/i) !== undefined || callLike(script, /\.raw$/) !== undefined
}
