import { pathsIn, stringValue, type RustSource, type Token } from '../source/rust.ts'
import type { View } from '../view.ts'
import type { Reading } from './variables.ts'

/** @returns the variables that arguments and settings may be given by: `#[arg(env = "X")]`, `#[setting(env = "X")]` and `#[envconfig(from = "X")]` on a field, `Arg::new("x").env("X")` */
export function clapReadings(view: View, source: RustSource): readonly Reading[] {
  return [...attributes(view, source), ...builders(view, source)]
}

function attributes(view: View, source: RustSource): readonly Reading[] {
  const { tokens } = source
  return tokens.flatMap((token, index) => {
    const close = tokens[index + 3]?.partner ?? -1
    const isArgument = token.text === '#' && tokens[index + 1]?.text === '[' && tokens[index + 3]?.text === '('
    if (
      !isArgument ||
      close < 0 ||
      !/^(?:arg|clap|structopt|command|setting|conf|config|envconfig|env)$/.test(tokens[index + 2]?.text ?? '')
    )
      return []
    const inside = tokens.slice(index + 4, close)
    const at = inside.findIndex(
      (word, i) =>
        /^(?:env|from)$/.test(word.text) && word.kind === 'word' && /^[(,]?$/.test(inside[i - 1]?.text ?? ''),
    )
    if (at < 0) return []
    const field = fieldBehind(tokens, (tokens[index + 1]?.partner ?? close) + 1)
    if (!field) return []
    const value = inside[at + 1]?.text === '=' || inside[at + 1]?.text === '(' ? inside[at + 2] : undefined
    const name = value?.kind === 'string' ? stringValue(value) : value ? undefined : field.name.toUpperCase()
    if (name === undefined) return []
    const preset = inside.findIndex(word =>
      /^default_value(?:_t|_os|_os_t|s_t|s|_if|_ifs)?$|^default(?:_str)?$/.test(word.text),
    )
    const fallback = preset < 0 ? undefined : literalText(inside, preset + 2)
    const evidence = view.evidence(source.path, token.line, 'variable of an argument')
    const isFree =
      preset >= 0 ||
      /^(?:Option|Vec|bool|HashMap)$/.test(field.type) ||
      inside.some(word => word.text === 'required_unless_present')
    return [
      {
        name,
        evidence,
        certainty: 'certain',
        isSchema: true,
        ...(fallback === undefined ? {} : { fallback }),
        required: !isFree,
      },
    ]
  })
}

/** The literal at `at`, or the one that is made a text there. */
function literalText(tokens: readonly Token[], at: number): string | undefined {
  const token = tokens[at]
  const rest = tokens.slice(at + 1).findIndex(other => other.text === ',')
  const end = rest < 0 ? tokens.length : at + 1 + rest
  const value = tokens.slice(at, end).filter(other => other.kind === 'string' || other.kind === 'number')
  const [only, more] = value
  if (!token || more) return undefined
  if (/^(?:true|false)$/.test(token.text)) return token.text
  if (only?.kind === 'string') return stringValue(only)
  return only === token ? only.text.replaceAll('_', '').replace(/[iu]\d+$|usize$/, '') : undefined
}

interface Field {
  readonly name: string
  readonly type: string
}

/** The field behind attributes, with the first word of its type. */
function fieldBehind(tokens: readonly Token[], from: number): Field | undefined {
  for (let at = from; at < from + 400; at++) {
    const token = tokens[at]
    if (token?.text === '#' && tokens[at + 1]?.text === '[') at = tokens[at + 1]?.partner ?? at
    else if (token?.text === 'pub' && tokens[at + 1]?.text === '(') at = tokens[at + 1]?.partner ?? at
    else if (token?.kind === 'word' && tokens[at + 1]?.text === ':') {
      let type = at + 2
      while (tokens[type + 1]?.text === '::') type += 2
      return { name: token.text.replace(/^r#/, ''), type: tokens[type]?.text ?? '' }
    } else if (token?.kind !== 'word') return undefined
  }
  return undefined
}

/** `Arg::new("port").env("PORT").default_value("3000").required(true)` */
function builders(view: View, source: RustSource): readonly Reading[] {
  const { tokens } = source
  return pathsIn(source)
    .filter(use => use.args > 0 && /(?:^|::)Arg::(?:new|with_name)$/.test(use.path))
    .flatMap(use => {
      const said = new Map<string, Token>()
      let at = tokens[use.args]?.partner ?? use.args
      while (tokens[at + 1]?.text === '.' && tokens[at + 3]?.text === '(') {
        const value = tokens[at + 4]
        if (value) said.set(tokens[at + 2]?.text ?? '', value)
        at = tokens[at + 3]?.partner ?? at + 3
      }
      const variable = said.get('env')
      const preset = said.get('default_value')
      if (variable?.kind !== 'string') return []
      const fallback = preset?.kind === 'string' ? stringValue(preset) : undefined
      const evidence = view.evidence(source.path, variable.line, 'variable of an argument')
      const required = preset === undefined && said.get('required')?.text === 'true'
      return [
        {
          name: stringValue(variable),
          evidence,
          certainty: 'certain' as const,
          isSchema: true,
          ...(fallback === undefined ? {} : { fallback }),
          required,
        },
      ]
    })
}
