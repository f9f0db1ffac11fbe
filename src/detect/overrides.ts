import { Failure } from '../text/errors.ts'
import { copyOf } from './lazy.ts'
import type { Fact, Facts, Project, Service } from './types.ts'

type Value = string | number | boolean | readonly string[]

/** A fact that the user may set: `--set port=8080`, or `--set api.port=8080` for the service of that name. */
export interface Override {
  readonly key: string
  readonly about: string
  /** @returns the value @throws Failure that says what it must be */
  readonly read: (text: string) => Value
}

const PORT_MAX = 65_535

export const OVERRIDES: readonly Override[] = [
  { key: 'port', about: 'the port that the service listens on', read: readPort },
  {
    key: 'start',
    about: 'what runs in production, without a package manager: node dist/main.js',
    read: text => readText('start', text),
  },
  { key: 'runtime', about: 'version of Node or of the Rust toolchain', read: text => readText('runtime', text) },
]

function readPort(text: string): number {
  const port = Number(text)
  if (/^\d+$/.test(text) && port >= 1 && port <= PORT_MAX) return port
  throw new Failure('bad-answer', `port: "${text}" is no whole number from 1 to ${PORT_MAX}`, {
    suggestion: '--set port=8080',
  })
}

function readText(key: string, text: string): string {
  if (text.trim() !== '') return text.trim()
  throw new Failure('bad-answer', `${key}: a value is needed`, { suggestion: `--set ${key}=<value>` })
}

/** @returns the facts with what the user said in place of what was found; settings of other kinds are not looked at */
export function withOverrides(facts: Facts, settings: Readonly<Record<string, Value>>): Facts {
  if (!Object.keys(settings).some(key => OVERRIDES.some(o => key === o.key || key.endsWith(`.${o.key}`)))) return facts
  return {
    ...facts,
    services: facts.services.map(service =>
      overridden(service, name => settings[`${service.name.value}.${name}`] ?? settings[name]),
    ),
    projects: facts.projects.map(project => withRuntime(project, settings['runtime'])),
  }
}

function overridden(service: Service, said: (name: string) => Value | undefined): Service {
  const [port, start, runtime] = [said('port'), said('start'), said('runtime')]
  return copyOf(service, {
    ...(typeof port === 'number' ? { port: stated(port) } : {}),
    ...(typeof start === 'string' ? { startCommand: stated(start.split(/\s+/)) } : {}),
    ...(typeof runtime === 'string' ? { languageVersion: stated(runtime) } : {}),
  })
}

function withRuntime(project: Project, runtime: Value | undefined): Project {
  return typeof runtime === 'string' ? { ...project, runtime: stated(runtime) } : project
}

/** The user said so: certain, and no file shows it. */
function stated<T>(value: T): Fact<T> {
  return { value, certainty: 'certain', evidence: [] }
}
