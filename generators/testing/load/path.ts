/** Paths of routers with parameters: `:id`, `{id}`, `<id>`, `[id]`, with what they may match behind the name. */

const PARAMETER: readonly RegExp[] = [
  /^:([A-Za-z_]\w*)(?:\([^/]*\)|\{[^/]*\})?$/,
  /^\{([A-Za-z_]\w*)(?::[^/]*)?\}$/,
  /^<([A-Za-z_]\w*)>$/,
  /^\[([A-Za-z_]\w*)\]$/,
]
/** Marks of patterns that stand for more than one segment, or for part of one. */
const PATTERN = /[:{}<>[\]()*?+|\\^$]/

/** @returns name of the parameter that a segment is; undefined for plain text */
function parameterIn(segment: string): string | undefined {
  return PARAMETER.map(pattern => pattern.exec(segment)?.[1]).find(name => name !== undefined)
}

/** @returns the names of the parameters of a path in their order; undefined when it holds what no single value can stand for */
export function parametersOf(path: string): readonly string[] | undefined {
  const segments = path.split('/')
  if (segments.some(segment => parameterIn(segment) === undefined && PATTERN.test(segment))) return undefined
  return segments.flatMap(segment => parameterIn(segment) ?? [])
}

/** @returns the path with values in the places of parameters, in their order, encoded for a URL */
export function filled(path: string, values: readonly string[]): string {
  let next = 0
  const segments = path.split('/').map(segment => {
    if (parameterIn(segment) === undefined) return encodeURI(segment)
    return encodeURIComponent(values[next++] ?? '')
  })
  return segments.join('/')
}

/** @returns what two ways to write one path have in common: the names of parameters do not count */
export function shapeOf(path: string): string {
  return path
    .split('/')
    .map(segment => (parameterIn(segment) === undefined ? segment : '{}'))
    .join('/')
    .replace(/(?<=.)\/$/, '')
}
