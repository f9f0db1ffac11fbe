import { isInside } from '../../text/paths.ts'
import type { SourcePackage } from '../ecosystems/model.ts'
import type { RustCode } from './rust-code.ts'
import type { ServerStart } from './rust-server.ts'

/** Calls that say what a server answers. */
const ANSWERS = /\.\s*(?:route|nest|merge|service)\s*\(/g

/**
 * @param starts places where servers are started, the nearest first
 * @param isReached whether the program comes to one of them: asked once for each package until there is one
 * @returns the server that a program is for. What its own package starts comes first; of several that it starts in libraries, the one that
 * answers most: another beside it makes reports, or takes calls from a few.
 */
export function mainServer(
  code: RustCode,
  source: SourcePackage,
  starts: readonly ServerStart[],
  isReached: (start: ServerStart) => boolean,
): ServerStart | undefined {
  const packages = code.closure(source)
  const firsts = new Map<SourcePackage, ServerStart>()
  for (const start of starts) {
    const home = homeOf(packages, start) ?? source
    if (firsts.has(home) || !isReached(start)) continue
    if (home === source) return start
    firsts.set(home, start)
  }
  const [only, ...more] = [...firsts]
  if (!only || !more.length) return only?.[1]
  const ranked = [only, ...more].map(([home, start]) => ({ start, answers: answersOf(code, home) }))
  return ranked.reduce((best, other) => (other.answers > best.answers ? other : best)).start
}

/** The package that the file of a start is compiled into: the one whose folder lies deepest. */
function homeOf(packages: readonly SourcePackage[], { source: { path } }: ServerStart): SourcePackage | undefined {
  const around = packages.filter(({ facts }) => isInside(path, facts.path))
  return around.sort((a, b) => b.facts.path.length - a.facts.path.length)[0]
}

/** How many answers a library registers, with what it is built from. */
function answersOf(code: RustCode, library: SourcePackage): number {
  const files = code.closure(library).flatMap(other => code.files(other))
  return files.reduce((sum, file) => sum + (code.view.text(file)?.match(ANSWERS)?.length ?? 0), 0)
}
