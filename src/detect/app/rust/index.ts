import { known } from '../../fact.ts'
import { once, type Later } from '../../lazy.ts'
import { rustModule } from '../../services/app-module.ts'
import type { Program } from '../../services/rust-program.ts'
import type { Service } from '../../types.ts'
import { bareOf } from './bare.ts'
import { loggingOf } from './logger.ts'
import { FILE } from './names.ts'
import { ownParts, ownPaths, stopsItself } from './own.ts'
import { siteOf } from './site.ts'

type Endpoints = Pick<Service, 'healthPaths' | 'metricsPath'>

/** What is worked out when somebody asks: it reads all files of the program. */
export type App = Required<Pick<Service, 'ownParts'>> & {
  readonly appModule: Service['appModule']
  readonly appSite: Service['appSite']
}

/** @returns where the module of a program goes, the module that is there, and what the code does without one */
export function rustApp(program: Program, endpoints: Endpoints): Later<App> {
  const app = once(() => read(program, endpoints))
  return { appModule: () => app().appModule, appSite: () => app().appSite, ownParts: () => app().ownParts ?? [] }
}

function read(program: Program, endpoints: Endpoints): Pick<Service, 'appModule' | 'appSite' | 'ownParts'> {
  const { code, source, binary, workload, start } = program
  if (workload.value !== 'http' || !start || binary.source === undefined) return {}
  const files = code.files(source, binary)
  const bares = files
    .filter(file => !FILE.test(file))
    .flatMap(file => {
      const text = code.source(file) && code.view.text(file)
      return text === undefined ? [] : [bareOf(file, text)]
    })
  const logging = loggingOf(bares)
  const stops = stopsItself(code, bares)
  const site = siteOf({ program, bares, logging, endpoints, stops: stops !== undefined })
  return known<Pick<Service, 'appModule' | 'appSite' | 'ownParts'>>({
    appModule: rustModule(code, files, source.facts.path),
    appSite: site,
    ownParts: [
      ...ownParts(code, bares, logging),
      ...ownPaths(endpoints),
      ...(stops && site?.traits['drain'] === false ? [stops] : []),
    ],
  })
}
