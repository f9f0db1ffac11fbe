import { argumentRanges, pathsIn, stringValue, type PathUse, type RustSource, type Token } from '../source/rust.ts'
import type { RustCode } from './rust-code.ts'
import type { Reading } from './variables.ts'

/** How a library puts names of variables together from the fields of a struct. */
interface Layout {
  readonly source: RustSource
  readonly use: PathUse
  readonly prefix: string
  /** Between the names of nested fields; undefined where only the outermost fields have variables. */
  readonly separator?: string
  /** envy: a field without a default must have a value. */
  readonly insists: boolean
}

interface FieldReading extends Reading {
  readonly field: string
}

const DEEPEST = 4

/** @returns the variables of structs that envy, config or figment fill from the environment */
export function settingsReadings(
  code: RustCode,
  sources: readonly RustSource[],
  files: readonly string[],
): readonly FieldReading[] {
  const layouts = sources.flatMap(layoutsIn)
  if (!layouts.length) return []
  const structs = structsIn(code.matching(files, /\bDeserialize\b/))
  return layouts.flatMap(layout => {
    const root = targetOf(layout, structs)
    return root === undefined ? [] : fieldsOf(code, layout, structs, root, [], 0)
  })
}

/** Text of a file in which one of the libraries is asked. */
const ASKS = /\benvy::|\bEnv::(?:prefixed|raw)|\bEnvironment::(?:with_prefix|default)/

/** @returns the variable that fills the only field of the settings with the first of `names` that there is: `PORT` of `envy::from_env::<Settings>()` */
export function fieldVariable(
  code: RustCode,
  files: readonly string[],
  names: readonly string[],
  other: RegExp,
): string | undefined {
  const readings = settingsReadings(code, code.matching(files, ASKS), files).filter(({ name }) => !other.test(name))
  // A host alone has no port.
  for (const name of names.filter(word => word !== 'host')) {
    const found = new Set(readings.filter(reading => reading.field === name).map(reading => reading.name))
    if (found.size) return found.size === 1 ? [...found][0] : undefined
  }
  return undefined
}

function layoutsIn(source: RustSource): readonly Layout[] {
  const { tokens } = source
  return pathsIn(source).flatMap((use): readonly Layout[] => {
    if (use.args < 0) return []
    const text = (): string | undefined => textAt(tokens, use.args)
    if (/(?:^|::)envy::(?:from_env|prefixed)$/.test(use.full))
      return [{ source, use, prefix: use.path.endsWith('prefixed') ? (text() ?? '') : '', insists: true }]
    const joint = /(?:^|::)Env::prefixed$/.test(use.path) ? '' : '_'
    if (!/(?:^|::)(?:Env::(?:prefixed|raw)|Environment::(?:with_prefix|default))$/.test(use.path)) return []
    const chain = chained(tokens, tokens[use.args]?.partner ?? use.args)
    const prefix = text() ?? chain.get('prefix')
    const separator = chain.get('separator') ?? chain.get('split')
    const between = chain.get('prefix_separator') ?? (joint === '' ? '' : (separator ?? joint))
    return [
      {
        source,
        use,
        prefix: prefix === undefined || prefix === '' ? '' : `${prefix}${between}`,
        ...(separator === undefined ? {} : { separator }),
        insists: false,
      },
    ]
  })
}

function textAt(tokens: readonly Token[], open: number): string | undefined {
  const token = tokens[open + 1]
  return token?.kind === 'string' ? stringValue(token) : undefined
}

/** The first arguments of the calls behind a bracket, by name. */
function chained(tokens: readonly Token[], close: number): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  let at = close
  while (tokens[at + 1]?.text === '.' && tokens[at + 3]?.text === '(') {
    const text = textAt(tokens, at + 3)
    if (text !== undefined) found.set(tokens[at + 2]?.text ?? '', text)
    at = tokens[at + 3]?.partner ?? at + 3
  }
  return found
}

interface Field {
  readonly name: string
  /** The words of its type. */
  readonly types: readonly string[]
  readonly line: number
  readonly hasDefault: boolean
  readonly preset?: string
  readonly isFlat: boolean
}

interface Struct {
  readonly source: RustSource
  readonly fields: readonly Field[]
}

function structsIn(sources: readonly RustSource[]): ReadonlyMap<string, Struct> {
  const found = new Map<string, Struct>()
  for (const source of sources)
    source.tokens.forEach((token, i) => {
      const name = source.tokens[i + 1]
      const open = token.text === 'struct' && source.tokens[i + 2]?.text === '{' ? i + 2 : -1
      if (open > 0 && name?.kind === 'word' && !found.has(name.text))
        found.set(name.text, { source, fields: fieldsIn(source, open) })
    })
  return found
}

function fieldsIn(source: RustSource, open: number): readonly Field[] {
  return argumentRanges(source.tokens, open).flatMap(([from, to]) => {
    const { tokens } = source
    let [at, attributes] = [from, '']
    while (tokens[at]?.text === '#') {
      const close = tokens[at + 1]?.partner ?? at
      attributes += ` ${tokens
        .slice(at + 2, close)
        .map(token => token.text)
        .join(' ')}`
      at = close + 1
    }
    if (tokens[at]?.text === 'pub') at += tokens[at + 1]?.text === '(' ? (tokens[at + 1]?.partner ?? at) - at + 1 : 1
    const name = tokens[at]
    if (name?.kind !== 'word' || tokens[at + 1]?.text !== ':') return []
    if (/\bserde \( .*\bskip(?:_deserializing)?\b/.test(attributes)) return []
    const renamed = /\brename = "([^"]+)"/.exec(attributes)?.[1]
    // `#[builder(default = "3890")]`: the text is code.
    const preset = /\bdefault = "(\d+|true|false)"/.exec(attributes)?.[1]
    const types = tokens
      .slice(at + 2, to)
      .filter(token => token.kind === 'word')
      .map(token => token.text)
    return [
      {
        name: renamed ?? name.text.replace(/^r#/, ''),
        types,
        line: name.line,
        ...(preset === undefined ? {} : { preset }),
        hasDefault: /\bserde \( .*\bdefault\b/.test(attributes),
        isFlat: /\bflatten\b/.test(attributes),
      },
    ]
  })
}

/** The struct that is filled: named behind the layout, else the type of the variable, else what the function returns, else the type that it belongs to. */
function targetOf({ source, use }: Layout, structs: ReadonlyMap<string, Struct>): string | undefined {
  const { tokens, functions } = source
  const outer = functions.filter(f => f.open < use.start && use.start < f.close).at(-1)
  const end = outer?.close ?? tokens.length
  const words = (from: number, to: number): string | undefined =>
    tokens.slice(from, to).find(token => token.kind === 'word' && structs.has(token.text))?.text
  for (let at = use.args; at < end; at++)
    if (
      /^(?:from_env|extract|try_deserialize|try_into|deserialize)$/.test(tokens[at]?.text ?? '') &&
      tokens[at + 1]?.text === '::'
    ) {
      const found = words(at + 2, at + 8)
      if (found !== undefined) return found
    }
  const variable = words(...typeOfLet(tokens, use.start))
  if (variable !== undefined || !outer) return variable
  let head = outer.open
  while (head > 0 && tokens[head]?.text !== 'fn') head--
  const returned = words(head, outer.open)
  if (returned !== undefined) return returned
  const own = tokens.findLastIndex((token, i) => i < head && token.text === 'impl' && encloses(tokens, i, head))
  return own < 0 ? words(outer.open, end) : words(own, own + 12)
}

/** The tokens of `Env` in `let env: Env = match envy::from_env() {`; none in front of a value without a type. */
function typeOfLet(tokens: readonly Token[], index: number): readonly [number, number] {
  const from = tokens.findLastIndex(({ text }, i) => i < index && /^(?:let|[;{}])$/.test(text))
  const equals = tokens.findIndex(({ text }, i) => i > from && text === '=')
  const isTyped = tokens[from]?.text === 'let' && tokens.slice(from, from + 4).some(({ text }) => text === ':')
  return isTyped && equals < index ? [from + 1, equals] : [0, 0]
}

function encloses(tokens: readonly Token[], word: number, index: number): boolean {
  for (let at = word; at < index; at++) if (tokens[at]?.text === '{') return (tokens[at]?.partner ?? -1) > index
  return false
}

function fieldsOf(
  code: RustCode,
  layout: Layout,
  structs: ReadonlyMap<string, Struct>,
  name: string,
  above: readonly string[],
  depth: number,
): readonly FieldReading[] {
  const struct = structs.get(name)
  if (!struct || depth > DEEPEST) return []
  return struct.fields.flatMap((field): readonly FieldReading[] => {
    const inner = field.types.find(type => structs.has(type) && type !== name)
    const isList = field.types.some(type => /^(?:Vec|HashMap|BTreeMap|HashSet)$/.test(type))
    const path = field.isFlat ? above : [...above, field.name]
    if (inner !== undefined && !isList) {
      if (!field.isFlat && layout.separator === undefined) return []
      return fieldsOf(code, layout, structs, inner, path, depth + 1)
    }
    if (isList && inner !== undefined) return []
    const variable = `${layout.prefix}${path.join(layout.separator ?? '_')}`.toUpperCase()
    const evidence = code.view.evidence(struct.source.path, field.line, 'field of the settings')
    const required = layout.insists && !field.hasDefault && !field.types.includes('Option')
    const fallback = field.preset === undefined ? {} : { fallback: field.preset }
    return [{ name: variable, field: field.name, evidence, certainty: 'likely', isSchema: true, required, ...fallback }]
  })
}
