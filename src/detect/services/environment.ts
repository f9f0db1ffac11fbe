import { dirname, join } from '../../text/paths.ts'
import { likely } from '../fact.ts'
import type { Fact } from '../types.ts'
import { port, table } from '../values.ts'
import type { View } from '../view.ts'
import { imageVariable, type Dockerfile } from './dockerfile.ts'

const FILES = [
  '.env',
  '.env.example',
  '.env.sample',
  '.env.template',
  '.env.defaults',
  '.env.dist',
  'env.example',
  '.env.production',
  '.env.development',
  '.env.local.example',
  'example.env',
  '.example.env',
  'sample.env',
]

/**
 * @returns the port that a variable without a default in the code is given: by the image, else by a file of variables beside the service
 * or above it, else by a compose file, else by a manifest of Kubernetes
 */
export function environmentPort(
  view: View,
  folder: string,
  variable: string,
  dockerfiles: readonly Dockerfile[],
): Fact<number> | undefined {
  for (const file of dockerfiles) {
    const set = imageVariable(file, variable)
    const number = portIn(set?.value)
    if (set && number !== undefined)
      return likely(number, view.evidence(file.path, set.line, `Dockerfile ENV ${variable}`))
  }
  for (let at = folder; ; at = dirname(at)) {
    for (const name of at === folder ? [...FILES, ...FILES.map(file => `src/${file}`)] : FILES) {
      const path = join(at, name)
      const found = view.has(path) ? lineOf(view, path, variable) : undefined
      if (found) return likely(found.port, view.evidence(path, found.line, `value of ${variable}`))
    }
    if (at === '.') break
  }
  return composePort(view, variable) ?? manifestPort(view, variable)
}

/** A variable may hold the whole address: `127.0.0.1:8080`, `[::]:8080`, `:8080`. */
function portIn(value: unknown): number | undefined {
  const [, behind] = typeof value === 'string' ? (/^(?:\[[\da-f:]*\]|[\w.-]*):(\d{1,5})$/i.exec(value) ?? []) : []
  return port(behind ?? value)
}

function lineOf(
  view: View,
  path: string,
  variable: string,
): { readonly port: number; readonly line: number } | undefined {
  for (const [i, line] of view.lines(path).entries()) {
    const [, key, value] = /^\s*(?:export\s+)?(\w+)\s*=\s*["']?([^"'#\s]*)/.exec(line) ?? []
    const number = key === variable ? portIn(value) : undefined
    if (number !== undefined) return { port: number, line: i + 1 }
  }
  return undefined
}

function composePort(view: View, variable: string): Fact<number> | undefined {
  for (const path of view.files.filter(file => /(?:^|\/)(?:docker-)?compose(?:[._-][\w.-]+)?\.ya?ml$/i.test(file))) {
    const doc = (view.text(path) ?? '').includes(variable) ? view.yaml(path) : undefined
    for (const [name, service] of Object.entries(table(doc?.get('services')))) {
      const environment = table(service)['environment']
      const values = Array.isArray(environment)
        ? environment.flatMap(item =>
            typeof item === 'string' && item.startsWith(`${variable}=`) ? [item.slice(variable.length + 1)] : [],
          )
        : [table(environment)[variable]]
      for (const value of values) {
        const number = portIn(value)
        if (doc && number !== undefined)
          return likely(number, view.evidence(path, doc.line('services', name, 'environment'), `value of ${variable}`))
      }
    }
  }
  return undefined
}

/** Line by line, as the templates of a chart are no YAML: `- name: API_PORT` with its `value`, `API_PORT: "8080"` of a ConfigMap. */
function manifestPort(view: View, variable: string): Fact<number> | undefined {
  for (const path of view.files.filter(file => /\.ya?ml$/i.test(file))) {
    const text = view.text(path) ?? ''
    if (!text.includes(variable) || !/^kind:/m.test(text)) continue
    const lines = view.lines(path)
    for (const [i, line] of lines.entries()) {
      const [, name = '', value] =
        /^\s*(?:- )?(?:name:\s*)?["']?(\w+)["']?(?::\s*["']?([^"'\s]+)["']?)?\s*$/.exec(line) ?? []
      if (name !== variable) continue
      const behind = /^\s*value:\s*["']?([^"'\s]+)["']?\s*$/.exec(lines[i + 1] ?? '')?.[1]
      const number = portIn(value ?? behind)
      if (number !== undefined) return likely(number, view.evidence(path, i + 1, `value of ${variable}`))
    }
  }
  return undefined
}
