import type { SyntaxNode } from '@lezer/common'
import { lineAt } from '../../text/lines.ts'
import { dirname, isInside, normalize, relative } from '../../text/paths.ts'
import { likely } from '../fact.ts'
import { importOf } from '../source/script-origin.ts'
import { argumentsOf, calleeOf, dotted, literalText, partsOf, sourceOf, type Script } from '../source/script.ts'
import { nodesOf } from '../source/script-nodes.ts'
import { operatorOf, optionOf, templateText } from '../source/value.ts'
import type { Fact } from '../types.ts'
import type { Candidate } from './node-candidate.ts'

/** Text of a file that may open one for writing. */
const OPENS =
  /\bmulter\b|\bMulter|\bFile\w*Interceptor\(|\bFile\(|RotateFile\(|\bcreateWriteStream\(|\bcreateStream\(|\buploadDir\b|\btempFileDir\b/

/** What a call writes to: a folder, or a file in one. */
type Written = { readonly folder: SyntaxNode } | { readonly file: SyntaxNode }

/**
 * Logs and uploads, by the calls that the documentation of winston, multer, NestJS, formidable, express-fileupload, rotating-file-stream and Node
 * names for them.
 * @param files those of the program
 * @returns folders that a program writes files into, relative to the package that it is started in; `.` for that one itself
 */
export function writtenFolders({ view, code, source }: Candidate, files: readonly string[]): readonly Fact<string>[] {
  const { path: home } = source.facts
  const found = new Map<string, Fact<string>>()
  for (const file of files) {
    const script = OPENS.test(view.text(file) ?? '') ? code.script(file) : undefined
    if (!script) continue
    for (const call of [...nodesOf(script, 'CallExpression'), ...nodesOf(script, 'NewExpression')]) {
      for (const written of writtenBy(script, call)) {
        const folder = folderOf(script, written, home)
        if (folder === undefined || !isInside(folder, home) || /(?:^|\/)node_modules(?:\/|$)|^src$/.test(folder))
          continue
        const below = relative(home, folder)
        const evidence = view.evidence(file, lineAt(script.text, call.from), 'the program writes files there')
        if (!found.has(below)) found.set(below, likely(below, evidence))
      }
    }
  }
  return [...found.keys()].sort().flatMap(folder => found.get(folder) ?? [])
}

function folderOf(script: Script, written: Written, cwd: string): string | undefined {
  if ('folder' in written) return known(pathOf(script, written.folder, cwd))
  const file = pathOf(script, written.file, cwd)
  return file === undefined || file === cwd ? undefined : known(dirname(file))
}

/** `uploads` of `uploads/${user}/images`: what only the running program knows begins there */
function known(folder: string | undefined): string | undefined {
  const parts = folder?.split('/') ?? []
  const end = parts.findIndex(part => part.includes(UNKNOWN))
  return end < 0 ? folder : parts.slice(0, end).join('/') || '.'
}

function writtenBy(script: Script, call: SyntaxNode): readonly Written[] {
  const name = dotted(script, calleeOf(call)) ?? ''
  const [first, second] = argumentsOf(call)
  const option = (of: SyntaxNode | undefined, key: string): SyntaxNode | undefined =>
    of?.name === 'ObjectExpression' ? optionOf(script, of, key) : undefined
  const folder = (node: SyntaxNode | undefined): readonly Written[] => (node ? [{ folder: node }] : [])
  if (/(?:^|\.)(?:transports\.(?:File|DailyRotateFile)|DailyRotateFile)$/.test(name)) {
    const [dir, file] = [option(first, 'dirname'), option(first, 'filename')]
    return dir ? folder(dir) : file ? [{ file }] : []
  }
  if (/(?:^|\.)createWriteStream$/.test(name)) return first ? [{ file: first }] : []
  switch (importOf(script, name.split('.')[0] ?? '')?.module) {
    case 'multer':
      return folder(
        option(first, 'dest') ?? called(script, option(first, 'destination')) ?? option(first, 'destination'),
      )
    case '@nestjs/platform-express':
      return folder(option(first, 'dest') ?? option(second, 'dest'))
    case 'formidable':
      return folder(option(first, 'uploadDir'))
    case 'express-fileupload':
      return folder(option(first, 'tempFileDir'))
    case 'rotating-file-stream':
      return folder(option(second, 'path'))
    default:
      return []
  }
}

/** What `(req, file, done) => done(null, 'uploads')` hands on, also as a method. */
function called(script: Script, node: SyntaxNode | undefined): SyntaxNode | undefined {
  const handler = node?.name === 'PropertyDefinition' ? node.parent : node
  if (!handler || !/Function|Property/.test(handler.name)) return undefined
  const handed = nodesOf(script, 'CallExpression').find(call => {
    const list = call.getChild('ArgList')
    const isInside = call.from >= handler.from && call.to <= handler.to
    return isInside && list && /^\(\s*null\s*,/.test(sourceOf(script, list))
  })
  return handed && argumentsOf(handed)[0]
}

const DEEPEST = 6
/** Stands in front of a path of the repository in a template. */
const PLACE = '/\u0001/'
/** Stands for what a template takes from the running program. */
const UNKNOWN = '\u0002'

/** @returns the path of the repository that an expression comes to, where it is fixed; one that is relative begins where the program is started */
function pathOf(script: Script, node: SyntaxNode | undefined, cwd: string, depth = 0): string | undefined {
  if (!node || depth > DEEPEST) return undefined
  const next = (inner: SyntaxNode | undefined): string | undefined => pathOf(script, inner, cwd, depth + 1)
  const text = literalText(script, node)
  if (text !== undefined) return below(cwd, text)
  const source = sourceOf(script, node)
  switch (node.name) {
    case 'VariableName': {
      const binding = script.bindings.get(source)
      if (!binding) return source === '__dirname' ? dirname(script.path) : undefined
      return binding.kind === 'value' ? next(binding.node) : undefined
    }
    case 'MemberExpression':
      return source === 'import.meta.dirname' ? dirname(script.path) : undefined
    case 'TemplateString':
      return templated(script, node, next, cwd)
    case 'BinaryExpression':
      return chosen(script, node, next)
    case 'CallExpression':
      return joined(script, node, next, cwd)
    default:
      return undefined
  }
}

type Next = (node: SyntaxNode | undefined) => string | undefined

function below(folder: string, text: string): string | undefined {
  return text.startsWith('/') || /[\0:*?"<>|]/.test(text) ? undefined : normalize(`${folder}/${text}`)
}

/** `${__dirname}/../logs/x.log`, `logs/${day}.log` */
function templated(script: Script, node: SyntaxNode, next: Next, cwd: string): string | undefined {
  const [first] = node.getChildren('Interpolation')
  const unknown =
    first && first.from === node.from + 1 && next(partsOf(first).find(part => !part.name.startsWith('Interp')))
  if (first?.from === node.from + 1 && unknown === undefined) return undefined
  const text = templateText(script, node, part => {
    const place = next(part)
    return place === undefined ? UNKNOWN : `${PLACE}${place}`
  })
  if (text === undefined) return undefined
  return text.startsWith(PLACE) ? normalize(text.slice(PLACE.length)) : below(cwd, text)
}

/** `process.env.LOGS || 'logs'`, `__dirname + '/logs'` */
function chosen(script: Script, node: SyntaxNode, next: Next): string | undefined {
  const [left, right] = partsOf(node)
  const sign = operatorOf(script, left, right)
  if (sign === '||' || sign === '??') return next(left) ?? next(right)
  const [base, rest] = [sign === '+' ? next(left) : undefined, right && literalText(script, right)]
  return base !== undefined && rest?.startsWith('/') ? normalize(base + rest) : undefined
}

/** `path.join(__dirname, '..', 'logs')`, `path.resolve()`, `process.cwd()`, `path.dirname(fileURLToPath(import.meta.url))` */
function joined(script: Script, node: SyntaxNode, next: Next, cwd: string): string | undefined {
  const name = dotted(script, calleeOf(node)) ?? ''
  if (name === 'process.cwd') return cwd
  const [first, ...rest] = argumentsOf(node)
  if (/(?:^|\.)dirname$/.test(name))
    return first && /import\.meta\.url|__filename/.test(sourceOf(script, first)) ? dirname(script.path) : undefined
  if (!/(?:^|\.)(?:join|resolve)$/.test(name)) return undefined
  const base = first ? next(first) : cwd
  const parts = rest.map(part => literalText(script, part))
  return base === undefined || parts.includes(undefined) ? undefined : normalize([base, ...parts].join('/'))
}
