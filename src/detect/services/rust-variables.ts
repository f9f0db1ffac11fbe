import { argumentRanges, pathsIn, stringValue, type PathUse, type RustSource, type Token } from '../source/rust.ts'
import type { View } from '../view.ts'
import { clapReadings } from './rust-variable-arguments.ts'
import { settingsReadings } from './rust-variable-settings.ts'
import type { RustCode } from './rust-code.ts'
import type { Reading } from './variables.ts'

/** Text of a file that reads variables, or describes them. */
const READS =
  /\b(?:\w{1,40}_)?(?:env|var)(?:_\w{1,40})?\s*(?:::\s*<[^>]{0,80}>\s*)?\(|\benv\s*(?:=|\)|,|\])|\benvconfig\b|\b\w{1,40}_env\w{0,40}::|\benv_\w{1,40}::|\.env\(|\benvy::|\bEnv::|Environment::|from_default_env|from_env\b|env_logger/
const VARIABLE = /^[A-Z][A-Z0-9_]*$/
/** Functions that read the variable that they are given: those of the standard library, and what is called like them. */
const READER = /^(?:\w+_)?(?:env|var)(?:_\w+)?$/
const OTHER = /^(?:set|remove|add|with|clear|from|merge|init|temp)_|^(?:env_remove|env_clear|envs|var_builder)$/

/** … and whatever a crate or module of that name has. */
const HELPERS = /(?:^|::)\w+_env\w*::\w+$|(?:^|::)env_\w+::\w+$/

/** @returns each place in `files` that reads a variable of the environment, or describes one */
export function rustReadings(code: RustCode, files: readonly string[]): readonly Reading[] {
  const sources = code.matching(files, READS)
  return [
    ...sources.flatMap(source => [
      ...readsIn(code.view, source),
      ...clapReadings(code.view, source),
      ...logFilters(code.view, source),
    ]),
    ...settingsReadings(code, sources, files),
  ]
}

function readsIn(view: View, source: RustSource): readonly Reading[] {
  const { tokens } = source
  return pathsIn(source).flatMap(use => {
    const called = use.path.split('::').at(-1) ?? ''
    const isReader = READER.test(called) || HELPERS.test(use.full)
    const name = use.args > 0 && isReader && !OTHER.test(called) ? firstText(tokens, use.args) : undefined
    if (name === undefined || !VARIABLE.test(name) || isCommand(source, use) || tokens[use.start - 1]?.text === 'fn')
      return []
    const isStandard = /(?:^|::)(?:env|dotenvy?)::var(?:_os)?$/.test(use.full)
    const said = chainOf(tokens, tokens[use.args]?.partner ?? use.args)
    const second = isStandard ? undefined : secondText(tokens, use.args)
    const fallback = said.fallback ?? second
    const required =
      fallback === undefined && (isStandard ? said.required : /requir|must|expect/.test(called) || said.insists)
    const evidence = view.evidence(source.path, use.line, 'variable that the code reads')
    const certainty = isStandard ? 'certain' : 'likely'
    return [
      {
        name,
        evidence,
        certainty,
        ...(fallback === undefined ? {} : { fallback }),
        ...(said.isOptional ? { required: false } : required ? { required } : {}),
      },
    ]
  })
}

function firstText(tokens: readonly Token[], open: number): string | undefined {
  const [first] = argumentRanges(tokens, open)
  const at = first && tokens[first[0]]?.text === '&' ? first[0] + 1 : first?.[0]
  const token = at === undefined ? undefined : tokens[at]
  return token?.kind === 'string' && first && first[1] - (at ?? 0) === 1 ? stringValue(token) : undefined
}

function secondText(tokens: readonly Token[], open: number): string | undefined {
  const [, second] = argumentRanges(tokens, open)
  return second && literalIn(tokens, ...second)
}

/** `Command::new("x").env("KEY", "value")` sets one for another program; clap is looked at on its own. */
function isCommand({ tokens }: RustSource, use: PathUse): boolean {
  return use.member && /^envs?$/.test(use.path) && tokens[use.start - 1]?.text === '.'
}

interface Chain {
  readonly required: boolean
  /** True where it fails although a function of the repository read it. */
  readonly insists: boolean
  readonly isOptional: boolean
  readonly fallback?: string
}

/** What is done with a reading: `.unwrap_or("3000")`, `?`, `.expect("…")` */
function chainOf(tokens: readonly Token[], close: number): Chain {
  let at = close
  for (;;) {
    const next = tokens[at + 1]?.text
    if (next === '?') return { required: true, insists: false, isOptional: false }
    if (next !== '.') return { required: false, insists: false, isOptional: false }
    const name = tokens[at + 2]?.text ?? ''
    let open = at + 3
    if (tokens[open]?.text === '::') while (open < at + 14 && tokens[open]?.text !== '(') open++
    const end = tokens[open]?.text === '(' ? (tokens[open]?.partner ?? -1) : -1
    if (end < 0) return { required: false, insists: false, isOptional: false }
    if (/^(?:expect|unwrap)$/.test(name)) return { required: true, insists: true, isOptional: false }
    if (/^(?:unwrap_or|unwrap_or_else|or_else|map_or|map_or_else|unwrap_or_default|or)$/.test(name)) {
      if (/exit|panic/.test(wordsIn(tokens, open, end))) return { required: true, insists: true, isOptional: false }
      const fallback = literalIn(tokens, open + 1, end)
      return { required: false, insists: false, isOptional: true, ...(fallback === undefined ? {} : { fallback }) }
    }
    if (/^(?:is_ok|is_err|is_some|is_none|ok|ok_and|is_ok_and)$/.test(name)) {
      const rest = name === 'ok' ? chainOf(tokens, end) : undefined
      return rest?.fallback === undefined && !rest?.required
        ? { required: false, insists: false, isOptional: true }
        : rest
    }
    at = end
  }
}

function wordsIn(tokens: readonly Token[], from: number, to: number): string {
  return tokens
    .slice(from, to)
    .filter(token => token.kind === 'word')
    .map(token => token.text)
    .join(' ')
}

/** The only literal in a range, as text. */
function literalIn(tokens: readonly Token[], from: number, to: number): string | undefined {
  const found = tokens
    .slice(from, to)
    .filter(token => token.kind === 'string' || token.kind === 'number' || /^(?:true|false)$/.test(token.text))
  const [only, more] = found
  if (!only || more) return undefined
  return only.kind === 'string'
    ? stringValue(only)
    : only.text.replace(/_?(?:[iu](?:8|16|32|64|128|size)|f32|f64)$/, '').replaceAll('_', '')
}

/** The filter of logs is read from a variable that the code does not name. */
function logFilters(view: View, source: RustSource): readonly Reading[] {
  const use = pathsIn(source).find(path =>
    /(?:^|::)(?:EnvFilter::(?:try_)?from_default_env|env_logger::(?:try_)?init|Builder::from_default_env|Env::default)$/.test(
      path.path,
    ),
  )
  if (!use) return []
  const fallback = pathsIn(source).find(path => path.args > 0 && /(?:^|::)default_filter_or$/.test(path.path))
  const text = fallback && firstText(source.tokens, fallback.args)
  const evidence = view.evidence(source.path, use.line, 'filter of logs')
  return [{ name: 'RUST_LOG', evidence, certainty: 'certain', ...(text === undefined ? {} : { fallback: text }) }]
}
