import { join } from '../../text/paths.ts'
import { literally } from '../../text/patterns.ts'
import { lineAt } from '../../text/lines.ts'
import type { Found, SourcePackage } from '../ecosystems/model.ts'
import { stringValue } from '../source/rust.ts'
import { ScriptCode } from '../source/script-code.ts'
import { literalText } from '../source/script.ts'
import { nodesOf } from '../source/script-nodes.ts'
import type { Service } from '../types.ts'
import type { View } from '../view.ts'
import type { Literal, ServerReader } from './embeds.ts'
import { isApart } from './rust-apart.ts'
import { RustCode } from './rust-code.ts'

/** @returns a reader of the sources of services, in both languages */
export function serverReader(view: View, rust: Found | undefined, node: Found | undefined): ServerReader {
  const rustCode = rust && new RustCode(view, rust.packages)
  const scripts = node && new ScriptCode(view, new Map())
  return {
    literals: (service, words) =>
      service.ecosystem === 'rust'
        ? rustLiterals(view, rustCode, rust, service, words)
        : nodeLiterals(view, scripts, service, words),
    isApart: service => {
      const source = rust?.packages.get(service.path)
      return rustCode !== undefined && source !== undefined && isApart(rustCode, compiled(rustCode, source))
    },
  }
}

function compiled(code: RustCode, source: SourcePackage): readonly string[] {
  return code.closure(source).flatMap(other => code.files(other))
}

function rustLiterals(
  view: View,
  code: RustCode | undefined,
  found: Found | undefined,
  service: Service,
  words: readonly string[],
): readonly Literal[] {
  const source = found?.packages.get(service.path)
  if (!code || !source) return []
  return code
    .matching(
      compiled(code, source),
      new RegExp(words.map(word => String.raw`"[^"\n]*${literally(word)}[^"\n]*"`).join('|')),
    )
    .flatMap(file =>
      file.tokens
        .filter(token => token.kind === 'string')
        .map(token => ({
          value: stringValue(token),
          evidence: view.evidence(file.path, token.line, 'folder that the code names'),
        })),
    )
}

function nodeLiterals(
  view: View,
  code: ScriptCode | undefined,
  service: Service,
  words: readonly string[],
): readonly Literal[] {
  if (!code) return []
  const files = view
    .below(service.path === '.' ? '' : `${service.path}/`)
    .filter(
      path =>
        /\.([cm]?[jt]s|[jt]sx)$/.test(path) &&
        !/(^|\/)(node_modules|dist|build|tests?|__tests__)\/|\.(test|spec|d)\.[cm]?[jt]sx?$/.test(path),
    )
  return files.flatMap(path => {
    const text = view.text(path) ?? ''
    // Only files that hand out files: any other text may hold such words by chance.
    const script =
      words.some(word => text.includes(word)) && /static|sendFile|serveStatic|send\(/.test(text)
        ? code.script(join(path))
        : undefined
    if (!script) return []
    return nodesOf(script, 'String', 'TemplateString').flatMap(node => {
      const value = literalText(script, node)
      if (value === undefined || value.length >= 200) return []
      return [{ value, evidence: view.evidence(path, lineAt(script.text, node.from), 'folder that the code names') }]
    })
  })
}
