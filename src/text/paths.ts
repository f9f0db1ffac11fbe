/** Repository-relative paths: '/' on every platform, '.' for the root itself. */

/** Something that `normalize` has to look at: most paths have nothing of it. */
const UNUSUAL = /^[A-Za-z]:|[\\\0]|(?:^|\/)\.{0,2}(?:\/|$)/

/** @returns `path` without `.`, empty and `..` parts; undefined when it is absolute or leaves the root */
export function normalize(path: string): string | undefined {
  if (!UNUSUAL.test(path)) return path
  if (/^([A-Za-z]:|[\\/])/.test(path) || path.includes('\0')) return undefined
  const parts: string[] = []
  for (const part of path.replaceAll('\\', '/').split('/')) {
    if (part === '' || part === '.') continue
    if (part !== '..') parts.push(part)
    else if (parts.pop() === undefined) return undefined
  }
  return parts.join('/') || '.'
}

/** @returns `parts` as one path below the root; throws when it would leave the root */
export function join(...parts: readonly string[]): string {
  const path = normalize(parts.filter(p => p !== '').join('/') || '.')
  if (path === undefined) throw new Error(`path leaves the repository: ${parts.join('/')}`)
  return path
}

/** @returns the folder of `path`, '.' for a file at the root */
export function dirname(path: string): string {
  const at = path.lastIndexOf('/')
  return at === -1 ? '.' : path.slice(0, at)
}

/** @returns the last part of `path` */
export function basename(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

/** @returns true when `path` is `folder` or lies below it */
export function isInside(path: string, folder: string): boolean {
  return folder === '.' || path === folder || path.startsWith(`${folder}/`)
}

/** @returns `to` as seen from the folder `from` */
export function relative(from: string, to: string): string {
  const a = from === '.' ? [] : from.split('/')
  const b = to === '.' ? [] : to.split('/')
  let i = 0
  while (i < a.length && i < b.length && a[i] === b[i]) i++
  return [...a.slice(i).map(() => '..'), ...b.slice(i)].join('/') || '.'
}

/** Order by code unit: the same on every machine, unlike the order of a locale. */
export function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** @returns true for a template of a Helm chart that this program writes: it may be called YAML, and is none before Helm has read it */
export function isChartTemplate(path: string): boolean {
  return /(?:^|\/)deploy\/helm\/[^/]+\/templates\//.test(path)
}

/** @returns true for the path of a route that has a part which nobody can ask for without knowing more: `/:id`, `/{id}`, `/<id>`, `/*` */
export function hasParameter(route: string): boolean {
  return /\/[:{<*]/.test(route)
}

/** @returns a place as people and editors write it: `src/app.js:12` */
export function placeOf({ path, line }: { readonly path: string; readonly line?: number | undefined }): string {
  return line === undefined ? path : `${path}:${line}`
}
