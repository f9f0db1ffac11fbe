import type { SourcePackage } from '../ecosystems/model.ts'
import type { Framework } from '../catalogue.ts'
import { certain, likely } from '../fact.ts'
import type { ScriptCode } from '../source/script-code.ts'
import { propertyKey, propertyValue, walk } from '../source/script.ts'
import type { Evaluator, Value } from '../source/script-values.ts'
import type { Fact } from '../types.ts'
import { port } from '../values.ts'
import type { View } from '../view.ts'
import { exposedPort, type Dockerfile } from './dockerfile.ts'
import { commandsOf } from './node-command.ts'
import { configuredPort } from './rust-settings.ts'

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
    const found = port(joined) ?? port(flag < 0 ? undefined : words[flag + 1]) ?? port(variables['PORT'])
    if (found !== undefined) return certain(found, ...(source.facts.scripts[name]?.evidence ?? []))
  }
  return undefined
}

/** @returns the port among the settings that the entry reaches: a constant or property of that name, else a configuration file */
export function declaredPort(
  view: View,
  code: ScriptCode,
  evaluator: Evaluator,
  source: SourcePackage,
  files: readonly string[],
): Fact<number> | undefined {
  for (const file of files) {
    const script = /port/i.test(view.text(file) ?? '') ? code.script(file) : undefined
    let found: Value | undefined
    for (const name of ['port', 'PORT', 'serverPort', 'httpPort', 'SERVER_PORT', 'APP_PORT']) {
      const binding = script?.bindings.get(name)
      if (script && binding?.kind === 'value') found ??= portValue(evaluator.evaluate(script, binding.node))
    }
    if (script && !found && /config|env|settings|constants/i.test(file)) {
      walk(script.top, ({ name, node }) => {
        if (
          !found &&
          name === 'Property' &&
          /^(port|PORT|SERVER_PORT|APP_PORT|HTTP_PORT)$/.test(propertyKey(script, node) ?? '')
        )
          found = portValue(evaluator.evaluate(script, propertyValue(node)))
        return undefined
      })
    }
    const number = port(found?.literal)
    if (found && number !== undefined)
      return likely(number, view.evidence(found.path, found.line, 'port in the settings'))
  }
  if (
    !source.facts.dependencies.some(dependency =>
      /^(config|nconf|convict|rc|cosmiconfig|c12|yaml|js-yaml)$/.test(dependency.name),
    )
  )
    return undefined
  const found = configuredPort(view, [source.facts.path])
  return found && certain(found.port, view.evidence(found.path, found.line, 'configuration file'))
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
          ? [view.evidence(source.facts.manifest, dependency.line, `port that ${framework.id} listens on by itself`)]
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
