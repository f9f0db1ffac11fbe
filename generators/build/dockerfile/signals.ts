import type { Context } from '../../../src/artifact/index.ts'
import type { Service } from '../../../src/detect/types.ts'
import { isInside } from '../../../src/text/paths.ts'

/** Debian package and program of a first process that passes signals on; linked statically, it runs in an image without libraries. */
export const INIT = { package: 'tini', from: '/usr/bin/tini-static', path: '/usr/bin/tini' } as const

const SOURCE = /\.(rs|[cm]?[jt]sx?)$/
const TEST = /(^|\/)(tests?|__tests__|benches|examples|e2e)\/|\.(test|spec)\./
/** Words with which code says that it ends when it is told to. */
const HANDLES = /SIGTERM|SignalKind::terminate|Signals::new|enableShutdownHooks|ctrlc::set_handler/
/** Packages that do it. */
const HANDLERS = /(^|[-_/])(grace(ful)?|terminus|exit-hook|lightship)([-_]|$)/

/**
 * The kernel does not end the first process of a container by SIGTERM unless the process handles it: every stop would wait for the
 * end of the grace period, and cut off what runs.
 * @returns true when nothing shows that the service handles the signal, and something else must be the first process
 */
export function needsInit(ctx: Context, service: Service): boolean {
  if (service.standalone) return false // servers that are built with their dependencies bring the handler
  const pkg = ctx.facts.projects
    .find(p => p.path === service.project && p.ecosystem === service.ecosystem)
    ?.packages.find(p => p.path === service.path)
  if (pkg?.dependencies.some(d => d.kind !== 'dev' && HANDLERS.test(d.name))) return false
  return !ctx.ws.files.some(
    file =>
      isInside(file, service.path) && SOURCE.test(file) && !TEST.test(file) && HANDLES.test(ctx.ws.read(file) ?? ''),
  )
}
