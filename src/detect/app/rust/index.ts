import { once, type Later } from '../../lazy.ts'
import { rustModule } from '../../services/app-module.ts'
import type { RustCode } from '../../services/rust-code.ts'
import type { Program } from '../../services/rust-program.ts'
import type { AppModule, Service } from '../../types.ts'
import type { App } from '../node/index.ts'
import type { AppSite, OwnPart } from '../types.ts'
import type { Bare } from './bare.ts'
import { LOGGER_WORDS, loggingOf, type Logging } from './logger.ts'
import { FILE } from './names.ts'
import { ownParts, ownPaths, stopsItself } from './own.ts'
import { siteOf } from './site.ts'
import { withoutModule } from './without.ts'

type Endpoints = Pick<Service, 'healthPaths' | 'metricsPath'>

/** @returns the module that was added to a program */
export function rustModuleOf(program: Program): AppModule | undefined {
  const { code, source, binary } = program
  return serves(program) ? rustModule(code, code.files(source, binary), source.facts.path) : undefined
}

function serves({ workload, start, binary }: Program): boolean {
  return workload.value === 'http' && start !== undefined && binary.source !== undefined
}

/** @returns where the module of a program goes, the module that is there, and what the code does without one */
export function rustApp(program: Program, module: () => AppModule | undefined, endpoints: Endpoints): Later<App> {
  const guarded = <T>(read: () => T): T | undefined =>
    serves(program) ? program.code.view.guarded(program.source.facts.manifest, read) : undefined
  const found = once(() => guarded(() => partsOf(program, endpoints)))
  return { appModule: module, appSite: () => found()?.site, ownParts: () => found()?.own ?? [] }
}

function partsOf(
  program: Program,
  endpoints: Endpoints,
): { readonly site: AppSite | undefined; readonly own: readonly OwnPart[] } {
  const { code } = program
  const bares = baresOf(program)
  const logging = loggingIn(program, bares)
  const stops = stopsItself(code, bares)
  const site = siteOf({ program, bares, logging, endpoints, stops: stops !== undefined })
  const drains = stops && site?.traits['drain'] === false ? [stops] : []
  return { site, own: [...ownParts(code, bares, logging), ...ownPaths(endpoints), ...drains] }
}

/** A logger that a library of the repository sets up is the one of the process as well: a second one ends the program. */
function loggingIn({ code, source }: Program, bares: readonly Bare[]): Logging {
  const own = loggingOf(bares)
  if (own.kind !== 'none') return own
  const [, ...libraries] = code.closure(source)
  const files = libraries.flatMap(library => code.files(library))
  const theirs = loggingOf(
    baresIn(
      code,
      files.filter(file => LOGGER_WORDS.test(code.view.text(file) ?? '')),
    ),
  )
  return theirs.kind === 'none' ? own : { ...theirs, kind: 'theirs' }
}

function baresOf({ code, source, binary }: Program): readonly Bare[] {
  return baresIn(code, code.files(source, binary))
}

function baresIn(code: RustCode, files: readonly string[]): readonly Bare[] {
  return files
    .filter(file => !FILE.test(file))
    .flatMap(file => {
      const text = code.source(file) && code.view.text(file)
      return text === undefined ? [] : [withoutModule(file, text)]
    })
}
