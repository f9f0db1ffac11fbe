import { basename, join } from '../../text/paths.ts'
import { literally } from '../../text/patterns.ts'
import type { Framework } from '../catalogue.ts'
import { without } from '../lazy.ts'
import { importedFrom, packagesIn } from '../source/script-code.ts'
import type { Service } from '../types.ts'
import type { Candidate } from './node-candidate.ts'
import { commandsOf } from './node-command.ts'
import { buildScript } from './node-entry.ts'
import { isBundled } from './node-site.ts'

/** What checks types before a bundler runs. */
const CHECKS = /^(?:tsc|vue-tsc|eslint|rimraf)$/

/**
 * @returns the services of a package that is a server and a front end at once: the build makes nothing but the pages, and no code of the server
 * hands them out, so that the pages are deployed by themselves
 */
export function withSite(
  candidate: Candidate,
  services: readonly Service[],
  frameworks: readonly Framework[],
  siteService: (framework: Framework) => Service,
): readonly Service[] {
  const { code, source } = candidate
  const [main, ...others] = services
  const library = frameworks.find(framework => framework.library)
  if (main?.workload.value !== 'http' || !main.entry || !library || !buildsPages(source)) return services
  if (!isBundled(code, source)) return services
  const site = siteService(library)
  const files = importedFrom(code, join(source.facts.path, main.entry.value))
  if (!site.site || handsOut(candidate, files, site.site.output.value)) return services
  // the build is that of the pages; the server has none
  return [without(main, ['buildScript']), ...others, site]
}

function buildsPages(source: Candidate['source']): boolean {
  const build = buildScript(source)
  const programs = build ? commandsOf(source, build.value).filter(({ words }) => !CHECKS.test(words[0] ?? '')) : []
  return programs.length > 0 && programs.every(({ words }) => words[0] === 'vite' && words[1] === 'build')
}

/** The server names the folder of the pages, or has the bundler serve them. */
function handsOut({ code }: Candidate, files: readonly string[], output: string): boolean {
  if ([...packagesIn(code, files)].some(name => /^(?:vite|vite-express|vite-node)$/.test(name))) return true
  const named = new RegExp(String.raw`['"\x60/]${literally(basename(output))}['"\x60/]`)
  return files.some(file => named.test(code.view.text(file) ?? ''))
}
