import { lineAt } from '../../text/lines.ts'
import { dirname, join } from '../../text/paths.ts'
import { NAMESPACE, FILE } from '../app/node/site.ts'
import { FILE as RUST_FILE } from '../app/rust/names.ts'
import { argumentsOf, dotted, type Script } from '../source/script.ts'
import { nodesOf } from '../source/script-nodes.ts'
import type { ScriptCode } from '../source/script-code.ts'
import { pathsIn } from '../source/rust.ts'
import type { AppFeature, AppModule } from '../surface.ts'
import type { RustCode } from './rust-code.ts'

/** What shows that a module has a part: names that the parts of all frameworks share. */
const SIGNS: Readonly<Record<AppFeature, RegExp>> = {
  health: /(?:get|route)\(\s*['"]\/(?:ready|health)['"]|['"]\/(?:ready|health)['"](?:\s*=>|,\s*(?:ready|live)\s*\])/,
  metrics: /http_request_duration_seconds/,
  logging: /\bLOG_LEVEL\b|\bRUST_LOG\b|EnvFilter|tracing::info!\(parent/,
  'request-id': /x-request-id/i,
  'error-boundary': /internal_error|catch_unwind/,
  headers: /strict[-_]transport[-_]security/i,
  limits: /\bREQUEST_TIMEOUT_MS\b/,
  drain: /\bSHUTDOWN_DELAY_MS\b/,
  configuration: /\bvariables that are not set\b/i,
}

/** @returns the parts that the text of a module has */
export function featuresIn(text: string): readonly AppFeature[] {
  return (Object.keys(SIGNS) as AppFeature[]).filter(feature => SIGNS[feature].test(text))
}

/** @returns the module that was added to a Node service, when one of its files calls it; told by the code alone */
export function nodeModule(code: ScriptCode, files: readonly string[], _folder: string): AppModule | undefined {
  for (const file of files) {
    const mentions = !FILE.test(file) && (code.view.text(file) ?? '').includes('prod-ready')
    const script = mentions ? code.script(file) : undefined
    const path = script && moduleOf(code, script)
    const text = path === undefined ? undefined : code.view.text(path)
    if (!script || path === undefined || text === undefined || !/\bharden\b/.test(text)) continue
    const line = callOf(script)
    const lacks =
      /\bexport const logging\b|\blogging, options\b/.test(text) && !usesOptions(code, files) ? 'logging' : undefined
    if (line !== undefined)
      return {
        path,
        features: featuresIn(text).filter(feature => feature !== lacks),
        evidence: [code.view.evidence(file, line, 'calls the module')],
      }
  }
  return undefined
}

/** A framework that takes its logger when it is made must be given it. */
function usesOptions(code: ScriptCode, files: readonly string[]): boolean {
  return files.some(file => !FILE.test(file) && /\bprodReady\.(options|logging)\b/.test(code.view.text(file) ?? ''))
}

/** Named at any import, or by its file beside the one that imports it. */
function moduleOf(code: ScriptCode, script: Script): string | undefined {
  const name = script.modules.find(module => /(^|\/)prod-ready(\.[cm]?[jt]s)?$/.test(module))
  return name === undefined
    ? undefined
    : (code.resolve(script.path, name) ?? code.file(join(dirname(script.path), 'prod-ready')))
}

/** `prodReady.harden(app)`, `harden(app)` */
function callOf(script: Script): number | undefined {
  const call = nodesOf(script, 'CallExpression').find(
    node =>
      argumentsOf(node).length === 1 &&
      [`${NAMESPACE}.harden`, 'harden'].includes(dotted(script, node.firstChild) ?? ''),
  )
  return call && lineAt(script.text, call.from)
}

/** @returns the module that was added to a Rust service, when one of its files calls it */
export function rustModule(code: RustCode, files: readonly string[], _folder: string): AppModule | undefined {
  const path = files.find(file => RUST_FILE.test(file))
  const text = path === undefined ? undefined : code.view.text(path)
  if (path === undefined || text === undefined) return undefined
  for (const source of code.matching(
    files.filter(file => file !== path),
    /\bprod_ready\s*::/,
  )) {
    const use = pathsIn(source).find(p => /(^|::)prod_ready::(harden|serve|serve_router|guard)$/.test(p.path))
    if (use)
      return {
        path,
        features: featuresIn(text),
        evidence: [code.view.evidence(source.path, use.line, 'calls the module')],
      }
  }
  return undefined
}
