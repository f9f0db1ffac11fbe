import { dirname, join } from '../../text/paths.ts'
import type { Doc } from '../documents/doc.ts'
import { certain, likely } from '../fact.ts'
import { baseImages, readDockerfile } from '../services/dockerfile.ts'
import type { Fact } from '../types.ts'
import { text } from '../values.ts'
import type { View } from '../view.ts'
import { toolVersion } from './tool-versions.ts'

/**
 * @returns the version of Node that the project asks for: a version file in its folder or above, else volta, else `engines`,
 * else the base image of the Dockerfile there. What a version file says is what its authors run; `engines` is only what they allow.
 */
export function nodeVersion(view: View, folder: string, doc: Doc | undefined): Fact<string> | undefined {
  for (let at = folder; ; at = dirname(at)) {
    const found =
      versionFile(view, join(at, '.nvmrc')) ??
      versionFile(view, join(at, '.node-version')) ??
      toolVersion(view, at, 'node')
    if (found) return found
    if (at === '.') break
  }
  return field(view, doc, 'volta', 'node') ?? field(view, doc, 'engines', 'node') ?? imageVersion(view, folder)
}

const NODE_IMAGE = /^(?:[\w.:-]+\/)*node:v?(\d+(?:\.\d+){0,2})(?![\w.])/

/** The last stage is the one that runs, or the last that is Node where that one serves files only. */
function imageVersion(view: View, folder: string): Fact<string> | undefined {
  for (let at = folder; ; at = dirname(at)) {
    const path = join(at, 'Dockerfile')
    const images = view.has(path) ? baseImages(readDockerfile(view, path)) : []
    const found = images.findLast(({ image }) => NODE_IMAGE.test(image))
    const version = NODE_IMAGE.exec(found?.image ?? '')?.[1]
    if (found && version !== undefined) return likely(version, view.evidence(path, found.line, 'base image'))
    if (at === '.') return undefined
  }
}

function versionFile(view: View, path: string): Fact<string> | undefined {
  for (const [i, line] of view.lines(path).entries()) {
    const version = line
      .replace(/#.*$/, '')
      .trim()
      .replace(/^v(?=\d)/, '')
    // Names of release lines (lts/*, lts/iron) are left as they are: which version they mean depends on the day.
    if (/^[\w.*/-]+$/.test(version))
      return certain(version, view.evidence(path, i + 1, path.slice(path.lastIndexOf('/') + 1)))
  }
  return undefined
}

function field(view: View, doc: Doc | undefined, ...keys: readonly string[]): Fact<string> | undefined {
  const value = text(doc?.get(...keys))
  return doc && value !== undefined
    ? certain(value, view.evidence(doc.path, doc.line(...keys), `package.json ${keys.join('.')}`))
    : undefined
}
