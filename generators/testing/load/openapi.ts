import type { Context } from '../../../src/artifact/index.ts'
import { readYamlValue } from '../../../src/edit/yaml-value.ts'
import { byCodeUnit, isInside } from '../../../src/text/paths.ts'

/** An operation of an OpenAPI file, with the examples that it gives. */
export interface Operation {
  readonly method: string
  /** With the path of the first server in front. */
  readonly path: string
  /** Example of each parameter of the path, by name. */
  readonly examples: Readonly<Record<string, string>>
  /** `?limit=10`, for query parameters that are required; undefined when one of them has no example. */
  readonly query?: string
  /** Example of the body, as JSON. */
  readonly body?: string
}

const NAME = /(?:^|\/)(?:openapi|swagger)(?:[._-][\w-]+)?\.(?:json|ya?ml)$/i
const METHODS = ['get', 'head', 'post', 'put', 'patch', 'delete'] as const
const LONGEST = 2_000_000

type Entry = Readonly<Record<string, unknown>>

/** @returns the operations that the OpenAPI file of a service names; none where there is no file, or several */
export function operationsOf({ ws }: Context, folder: string): readonly Operation[] {
  const files = ws.files.filter(path => NAME.test(path) && isInside(path, folder)).sort(byCodeUnit)
  const [file, ...others] = files
  const text = file === undefined || others.length > 0 ? undefined : ws.read(file)
  if (text === undefined || text.length > LONGEST) return []
  const root = entry(read(text))
  const base = basePath(root)
  return Object.entries(entry(root['paths'])).flatMap(([path, item]) => operations(root, base + path, entry(item)))
}

function operations(root: Entry, path: string, item: Entry): readonly Operation[] {
  return METHODS.filter(method => method in item).map(method => {
    const operation = entry(item[method])
    const parameters = [...list(item['parameters']), ...list(operation['parameters'])].map(value =>
      resolved(root, entry(value)),
    )
    const of = (place: string): readonly Entry[] => parameters.filter(parameter => parameter['in'] === place)
    const examples = of('path').flatMap(parameter => {
      const example = exampleOf(root, parameter)
      return example === undefined ? [] : [[String(parameter['name']), example] as const]
    })
    const query = queryOf(root, of('query'))
    const body = bodyOf(root, operation)
    return {
      method: method.toUpperCase(),
      path,
      examples: Object.fromEntries(examples),
      ...(query === undefined ? {} : { query }),
      ...(body === undefined ? {} : { body }),
    }
  })
}

function queryOf(root: Entry, parameters: readonly Entry[]): string | undefined {
  const required = parameters
    .filter(parameter => parameter['required'] === true)
    .map(parameter => [String(parameter['name']), exampleOf(root, parameter)] as const)
  const known = required.flatMap(([name, value]) =>
    value === undefined ? [] : [`${encodeURIComponent(name)}=${encodeURIComponent(value)}`],
  )
  if (known.length < required.length) return undefined
  return known.length > 0 ? `?${known.join('&')}` : ''
}

function bodyOf(root: Entry, operation: Entry): string | undefined {
  const content = entry(resolved(root, entry(operation['requestBody']))['content'])
  const media = entry(content['application/json'])
  const schema = resolved(root, entry(media['schema']))
  const example = media['example'] ?? first(media['examples']) ?? schema['example']
  return example === undefined ? undefined : JSON.stringify(example)
}

/** Examples and defaults, where OpenAPI 2, 3.0 and 3.1 keep them. */
function exampleOf(root: Entry, parameter: Entry): string | undefined {
  const schema = resolved(root, entry(parameter['schema']))
  const values = [
    parameter['example'],
    first(parameter['examples']),
    ...[schema, parameter].flatMap(of => [of['example'], list(of['examples'])[0], of['default'], list(of['enum'])[0]]),
  ]
  return values.map(scalar).find(value => value !== undefined && value !== '')
}

function first(examples: unknown): unknown {
  const [example] = Object.values(entry(examples))
  return entry(example)['value']
}

function scalar(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : undefined
}

/** Follows a reference within the file, once: references to references are rare. */
function resolved(root: Entry, value: Entry): Entry {
  const reference = value['$ref']
  if (typeof reference !== 'string' || !reference.startsWith('#/')) return value
  const steps = reference
    .slice(2)
    .split('/')
    .map(step => step.replaceAll('~1', '/').replaceAll('~0', '~'))
  return steps.reduce<Entry>((at, step) => (Object.hasOwn(at, step) ? entry(at[step]) : {}), root)
}

/** `servers[0].url` of version 3, `basePath` of version 2: the path alone. */
function basePath(root: Entry): string {
  const url = scalar(entry(list(root['servers'])[0])['url']) ?? scalar(root['basePath']) ?? ''
  const path = url.replace(/^https?:\/\/[^/]*/, '').replace(/\/+$/, '')
  return /^(\/[\w.~-]+)*$/.test(path) ? path : ''
}

function read(text: string): unknown {
  try {
    return readYamlValue(text)
  } catch {
    return undefined
  }
}

function entry(value: unknown): Entry {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Entry) : {}
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}
