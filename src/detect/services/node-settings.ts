import type { SyntaxNode } from '@lezer/common'
import type { SourcePackage } from '../ecosystems/model.ts'
import type { Framework } from '../catalogue.ts'
import { certain, likely } from '../fact.ts'
import type { ScriptCode } from '../source/script-code.ts'
import { propertyKey, propertyValue, type Script } from '../source/script.ts'
import { firstOf, nodesOf } from '../source/script-nodes.ts'
import type { Evaluator } from '../source/script-values.ts'
import type { Value } from '../source/value.ts'
import { literalOf, optionOf } from '../source/value.ts'
import type { Fact, Service } from '../types.ts'
import { port } from '../values.ts'
import type { View } from '../view.ts'
import { exposedPort, type Dockerfile } from './dockerfile.ts'
import { commandsOf, withDefault } from './node-command.ts'
import { configuredPort } from './config-port.ts'
import { sourcesOf } from './databases.ts'
import { nodeReadings } from './node-variables.ts'

/** @returns the value of a key in the files of the package `config` (`config/default.yml`): what `config.get(key)` answers */
export function settingOf(view: View, key: string): Value | undefined {
  const keys = key.split('.')
  for (const name of ['default.json', 'default.yml', 'default.yaml', 'default.toml']) {
    for (const path of view.named(name).filter(file => /(?:^|\/)config\/[^/]+$/.test(file))) {
      const doc = path.endsWith('.json')
        ? view.json(path, true)
        : path.endsWith('.toml')
          ? view.toml(path)
          : view.yaml(path)
      const value = doc?.get(...keys)
      if (doc && (typeof value === 'string' || typeof value === 'number'))
        return { literal: value, variables: [], path, line: doc.line(...keys) }
    }
  }
  return undefined
}

/** @returns the port that the start script names: `next start -p 4000`, `PORT=4000 node server.js` */
export function flaggedPort(source: SourcePackage, script: string | undefined): Fact<number> | undefined {
  for (const { words, variables, script: name } of script === undefined ? [] : commandsOf(source, script)) {
    const flag = words.findIndex(word => word === '-p' || word === '--port')
    const joined = words.map(word => /^--port=(\d+)$/.exec(word)?.[1]).find(word => word !== undefined)
    const found =
      port(joined) ??
      port(flag < 0 ? undefined : withDefault(words[flag + 1] ?? '')) ??
      port(withDefault(variables['PORT'] ?? ''))
    if (found !== undefined) return certain(found, ...(source.facts.scripts[name]?.evidence ?? []))
  }
  return undefined
}

/** A port with the variable that overrides it. */
export type DeclaredPort = Pick<Service, 'port' | 'portVariable'>

const READERS = /^(config|nconf|convict|rc|cosmiconfig|c12|yaml|js-yaml)$/

/** @returns the port among the settings that the entry reaches: a constant or property of that name, else a configuration file */
export function declaredPort(
  view: View,
  code: ScriptCode,
  evaluator: Evaluator,
  source: SourcePackage,
  files: readonly string[],
): DeclaredPort {
  for (const file of files) {
    const script = NAMED_PORT.test(view.text(file) ?? '') ? code.script(file) : undefined
    const found =
      script &&
      (boundPort(evaluator, script) ??
        propertyPort(evaluator, script) ??
        (file === files[0] ? handedPort(evaluator, script) : undefined))
    const number = port(found?.literal)
    if (!found || number === undefined) continue
    const evidence = view.evidence(found.path, found.line, 'port in the settings')
    const [variable] = found.variables
    return {
      port: likely(number, evidence),
      ...(variable === undefined ? {} : { portVariable: likely(variable, evidence) }),
    }
  }
  if (!source.facts.dependencies.some(dependency => READERS.test(dependency.name))) return {}
  const found = configuredPort(view, [source.facts.path])
  return found ? { port: certain(found.port, view.evidence(found.path, found.line, 'configuration file')) } : {}
}

/**
 * @returns the default of a variable in a schema of the package that no import of the program leads to: plugins are loaded by the name of
 * their folder, and keep what they read
 */
export function describedPort(code: ScriptCode, source: SourcePackage, variable: string): Fact<number> | undefined {
  const files = sourcesOf(code.view, source.facts.path).filter(file => code.view.text(file)?.includes(variable))
  for (const { name, isSchema, fallback, evidence } of nodeReadings(code, files)) {
    const number = name === variable && isSchema ? port(fallback) : undefined
    if (number !== undefined) return likely(number, evidence)
  }
  return undefined
}

/** Text of a file that sets a port by name. */
const NAMED_PORT = /\b(?:port|PORT|serverPort|httpPort|SERVER_PORT|APP_PORT|HTTP_PORT)\b['"]?\s*[:=]/

/** `const port = process.env.PORT ?? 3000` */
function boundPort(evaluator: Evaluator, script: Script): Value | undefined {
  for (const name of ['port', 'PORT', 'serverPort', 'httpPort', 'SERVER_PORT', 'APP_PORT']) {
    const binding = script.bindings.get(name)
    const found = binding?.kind === 'value' ? portValue(evaluator.evaluate(script, binding.node)) : undefined
    if (found) return found
  }
  return undefined
}

/** `{ port: 3000 }` in a file of settings */
function propertyPort(evaluator: Evaluator, script: Script): Value | undefined {
  return /config|env|settings|constants|manifest/i.test(script.path) ? keyedPort(evaluator, script) : undefined
}

/** What the program itself hands to whatever listens: `new Settings({ PORT: Number(process.env.PORT || 8083) })` */
function handedPort(evaluator: Evaluator, script: Script): Value | undefined {
  const found = keyedPort(evaluator, script)
  return found?.variables.length ? found : undefined
}

function keyedPort(evaluator: Evaluator, script: Script): Value | undefined {
  return firstOf(nodesOf(script, 'Property'), node =>
    /^(port|PORT|SERVER_PORT|APP_PORT|HTTP_PORT)$/.test(propertyKey(script, node) ?? '')
      ? portValue(chosen(evaluator, script, evaluator.evaluate(script, propertyValue(node))))
      : undefined,
  )
}

/** What a Confidence store says in the place of a value, or the first of those that a group of settings has: `port: { web: { … }, admin: { … } }`. */
function chosen(evaluator: Evaluator, script: Script, value: Value | undefined): Value | undefined {
  const node = value?.scope?.node
  if (!node) return value
  const inner = (): Value | undefined =>
    firstOf(node.getChildren('Property'), property => {
      const below = evaluator.evaluate(script, propertyValue(property))?.scope?.node
      return below && stored(evaluator, script, below)
    })
  return stored(evaluator, script, node) ?? inner() ?? value
}

/**
 * A Confidence store says what holds and which variable decides: `{ $param: 'PORT', $default: 3000 }`, `{ $env: 'PORT', $default: 3000 }`,
 * `{ $filter: 'env', production: process.env.PORT, $default: 3000 }`.
 */
function stored(evaluator: Evaluator, script: Script, store: SyntaxNode): Value | undefined {
  const fallback = evaluator.evaluate(script, optionOf(script, store, '$default'))
  if (!fallback) return undefined
  const variable = optionOf(script, store, '$param') ?? optionOf(script, store, '$env')
  const name = variable && literalOf(script, variable)
  const production = evaluator.evaluate(script, optionOf(script, store, 'production'))
  return { ...fallback, variables: name === undefined ? (production?.variables ?? []) : [name] }
}

/** Databases have ports as well: theirs are known. */
function portValue(value: Value | undefined): Value | undefined {
  const number = port(value?.literal)
  return number === undefined || [5432, 3306, 6379, 27017, 5672, 9092, 9200, 25, 465, 587, 1025].includes(number)
    ? undefined
    : value
}

/** @returns the port that a framework listens on by itself */
export function defaultPort(
  view: View,
  source: SourcePackage,
  framework: Framework | undefined,
): Fact<number> | undefined {
  const dependency = framework?.packages.flatMap(name => source.facts.dependencies.find(d => d.name === name) ?? [])[0]
  return framework?.port === undefined
    ? undefined
    : likely(
        framework.port,
        ...(dependency
          ? [
              view.evidence(
                dependency.manifest ?? source.facts.manifest,
                dependency.line,
                `port that ${framework.id} listens on by itself`,
              ),
            ]
          : []),
      )
}

/** @returns the port that an existing Dockerfile exposes */
export function dockerPort(view: View, dockerfiles: readonly Dockerfile[]): Fact<number> | undefined {
  for (const file of dockerfiles) {
    const found = exposedPort(file)
    if (found) return likely(found.port, view.evidence(file.path, found.line, 'Dockerfile EXPOSE'))
  }
  return undefined
}
