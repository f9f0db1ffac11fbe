import { join } from '../../text/paths.ts'
import type { Framework } from '../catalogue.ts'
import { certain } from '../fact.ts'
import type { NeedFact } from '../types.ts'
import type { View } from '../view.ts'

export const detector: Framework = {
  id: 'loco',
  ecosystem: 'rust',
  packages: ['loco-rs'],
  rank: 3,
  starts: ['loco_rs::cli::main', 'loco_rs::boot::start'],
  port: 5150,
  portVariable: 'PORT',
  logging: 'tracing',
  healthPaths: ['/_ping', '/_health'],
  queue: queueOf,
}

/** Settings of an environment are templates, which no reader of YAML takes. */
const FILES = ['config/production.yaml', 'config/development.yaml']

/**
 * @returns the broker that an application of Loco keeps its background work in; nothing where the work is done in the same process, or kept
 * in the database. https://loco.rs/docs/processing/workers/
 */
function queueOf(view: View, folder: string): NeedFact | undefined {
  for (const path of FILES.map(file => join(folder, file))) {
    if (!view.has(path)) continue
    const mode = settingIn(view, path, 'workers', 'mode')
    const kind = settingIn(view, path, 'queue', 'kind')
    if (mode?.value !== 'BackgroundQueue' || kind?.value !== 'Redis') return undefined
    return { ...certain('redis', view.evidence(path, kind.line, 'queue.kind')), optional: false }
  }
  return undefined
}

/** The text of `key` in the block `block` at the left margin, with its line. */
function settingIn(
  view: View,
  path: string,
  block: string,
  key: string,
): { readonly value: string; readonly line: number } | undefined {
  let inside = false
  for (const [i, line] of view.lines(path).entries()) {
    if (/^\w/.test(line)) inside = line.startsWith(`${block}:`)
    const [, name, value] = /^\s+(\w+):\s*["']?(\w+)["']?\s*(?:#.*)?$/.exec(line) ?? []
    if (inside && name === key && value !== undefined) return { value, line: i + 1 }
  }
  return undefined
}
