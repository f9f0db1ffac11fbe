import { basename, dirname, isInside, normalize, relative } from '../../text/paths.ts'
import { lineAt } from '../../text/lines.ts'
import { likely } from '../fact.ts'
import { stringValue, type RustSource } from '../source/rust.ts'
import type { ScriptCode } from '../source/script-code.ts'
import { argumentsOf, dotted, literalText, type Script } from '../source/script.ts'
import { nodesOf } from '../source/script-nodes.ts'
import type { Evidence, Fact } from '../types.ts'
import type { View } from '../view.ts'
import type { Program } from './rust-program.ts'

/** Rust functions that open a file or a folder when the program runs; macros such as `include_str!` do so when it is compiled. */
const RUST_READERS =
  /^(?:ServeDir|ServeFile|Files|FileServer|Tera|NamedFile|Handlebars|File|Environment|Migrator|Path|PathBuf)$|^(?:read_to_string|read_dir|read|open|with_name|join|dir|file|register_templates_directory|set_root|path_loader|push|from_file|file_exact|with_config_file|default_value)$/
/** Functions of Node that do. */
const NODE_READERS =
  /(?:^|\.)(?:static|serveStatic|sendFile|sendfile|readFile|readFileSync|createReadStream|readdir|readdirSync|existsSync|set|join|resolve|renderFile|configure|useStaticAssets|setBaseViewsDir|loadFilesSync|loadSync|directory)$/
/** What is code, test or tooling is there for other reasons. */
const NOT_DATA =
  /^(?:src|lib|tests?|__tests__|spec|benches|examples|docs?|target|dist|build|out|node_modules|scripts|\.[\w-]+|e2e|coverage|app|apps|packages|crates)$/i
const MANIFESTS =
  /^(?:Cargo\.(?:toml|lock)|package(?:-lock)?\.json|tsconfig[\w.-]*\.json|\.env[\w.-]*|[\w.-]+\.(?:rs|[cm]?[jt]sx?|md))$/

const WORDS = /"[^"\n]*[\w-]+[^"\n]*"/

/** @returns the files and folders of the repository that the code of a Rust program opens while it runs, relative to the package */
export function rustRuntimeFiles(view: View, { code, source, binary }: Program): readonly Fact<string>[] {
  const files = code.closure(source).flatMap(other => code.files(other, other === source ? binary : undefined))
  const pattern =
    /\b(?:ServeDir|ServeFile|Files::new|FileServer|File::open|Tera::new|NamedFile|(?:Yaml|Toml|Json)::file(?:_exact)?|read_to_string|with_name|join|fs::dir|fs::file|Path::new|File::from|path_loader|default_value)\b/
  const found = code
    .matching(files, pattern)
    .filter(file => WORDS.test(view.text(file.path) ?? ''))
    .flatMap(file => openedIn(view, file))
  return placesOf(view, source.facts.path, source.project, found)
}

interface Opened {
  readonly value: string
  readonly evidence: Evidence
}

function openedIn(view: View, source: RustSource): readonly Opened[] {
  const { tokens } = source
  return tokens.flatMap((token, i) => {
    if (token.kind !== 'string' || !isCalledWith(source, i)) return []
    return [
      { value: stringValue(token), evidence: view.evidence(source.path, token.line, 'file that the program opens') },
    ]
  })
}

/** The literal is an argument of a function that opens files. */
function isCalledWith({ tokens }: RustSource, index: number): boolean {
  // #[arg(default_value = "config.toml")]
  if (tokens[index - 1]?.text === '=' && tokens[index - 2]?.text === 'default_value') return true
  for (let at = index - 1; at > index - 12 && at > 0; at--) {
    const token = tokens[at]
    if (token?.text === ')' && token.partner >= 0) at = token.partner
    if (token?.text === ';' || token?.text === '{' || token?.text === '!') return false
    if (token?.text !== '(') continue
    const [name, owner] = [
      tokens[at - 1]?.text ?? '',
      tokens[at - 2]?.text === '::' ? (tokens[at - 3]?.text ?? '') : '',
    ]
    return RUST_READERS.test(name) || RUST_READERS.test(owner)
  }
  return false
}

/** Text of a file that may name a file to open. */
const OPENS =
  /\b(?:\w*[sS]tatic|sendFile|readFile\w*|createReadStream)\s*\(|['"]views['"]|(?:\bpath\.|[^.\w])(?:join|resolve)\s*\(/

/** @returns the files and folders of the repository that the code of a Node service opens while it runs, relative to the package */
export function nodeRuntimeFiles(
  code: ScriptCode,
  folder: string,
  project: string,
  files: readonly string[],
): readonly Fact<string>[] {
  const { view } = code
  const found = files.flatMap(file => {
    const script = OPENS.test(view.text(file) ?? '') ? code.script(file) : undefined
    return script ? argumentsIn(view, script) : []
  })
  return placesOf(view, folder, project, found)
}

function argumentsIn(view: View, script: Script): readonly Opened[] {
  const found: Opened[] = []
  for (const node of nodesOf(script, 'CallExpression')) {
    const callee = dotted(script, node.firstChild)
    if (callee === undefined || !NODE_READERS.test(callee)) continue
    for (const argument of argumentsOf(node)) {
      const value = literalText(script, argument)
      if (value !== undefined)
        found.push({
          value,
          evidence: view.evidence(script.path, lineAt(script.text, node.from), 'file that the service opens'),
        })
    }
  }
  return found
}

/** Those that exist: seen from the package, from the file that names them, or from the root of the project. */
function placesOf(view: View, folder: string, project: string, opened: readonly Opened[]): readonly Fact<string>[] {
  const found = new Map<string, Fact<string>>()
  for (const { value, evidence } of opened) {
    const clean = value.replace(/[*{$].*$/, '').replace(/\/$/, '')
    if (/^\.?$/.test(clean) || clean.length > 100 || clean.startsWith('/') || /[\s:?#]/.test(clean)) continue
    for (const base of new Set([folder, dirname(evidence.path), project])) {
      const place = normalize(`${base}/${clean}`)
      if (
        place === undefined ||
        place === '.' ||
        place === folder ||
        !isInside(place, folder === '.' ? '.' : project) ||
        !isData(view, place, folder)
      )
        continue
      const below = relative(folder, place)
      if (!found.has(below)) found.set(below, likely(below, evidence))
      break
    }
  }
  const all = [...found.keys()]
  // a file in a folder that is taken as a whole needs no line of its own
  return all
    .filter(place => !all.some(other => other !== place && isInside(place, other)))
    .sort()
    .flatMap(place => found.get(place) ?? [])
}

function isData(view: View, place: string, folder: string): boolean {
  const below = folder === '.' || !isInside(place, folder) ? place : place.slice(folder.length + 1)
  if (NOT_DATA.test(below.split('/')[0] ?? '') || MANIFESTS.test(basename(place))) return false
  return view.has(place) || view.below(`${place}/`).length > 0
}
