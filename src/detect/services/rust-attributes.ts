import { stringValue, type Token } from '../source/rust.ts'

/** @returns where the brackets of the attributes stand that lie in front of a field or a type, behind which it may be `pub(crate)`, the nearest first */
export function attributesBefore(tokens: readonly Token[], index: number): readonly (readonly [number, number])[] {
  let at = index - 1
  while (/^(?:pub|crate|[()])$/.test(tokens[at]?.text ?? '')) at--
  const found: (readonly [number, number])[] = []
  while (tokens[at]?.text === ']' && (tokens[at]?.partner ?? -1) >= 0) {
    const open = tokens[at]?.partner ?? 0
    found.push([open, at])
    at = open - 2
  }
  return found
}

/** @returns the tokens of an attribute that matter: `default = 3000` of `#[setting(default = 3000)]`, and `8536` of `#[default(8536)]` or `#[default_value(8536)]`, with the name in front */
export function insideOf(tokens: readonly Token[], open: number, close: number): readonly [number, number] {
  const name = tokens[open + 1]?.text ?? ''
  return tokens[open + 2]?.text === '(' && !/^default(?:_value(?:_t)?)?$/i.test(name)
    ? [open + 3, close - 1]
    : [open + 1, close]
}

/** @returns true where an attribute says what a field is where nobody sets it, or what sets it */
export function saysDefault(tokens: readonly Token[], [from, to]: readonly [number, number]): boolean {
  return tokens
    .slice(from, to)
    .some(token =>
      /^(default|default_value|default_value_t|default_value_os_t|Default|example|env|from)$/.test(token.text),
    )
}

/** @returns the variable that an attribute reads a field from: `#[arg(env)]` takes the name of the field, in capital letters; `#[envconfig(from = "API_PORT")]` names it. */
export function namedVariable(
  tokens: readonly Token[],
  [from, to]: readonly [number, number],
  name: string,
): string | undefined {
  for (let i = from; i < to; i++) {
    const value = tokens[i + 2]
    if (tokens[i]?.text === 'from' && value?.kind === 'string' && NAME.test(stringValue(value)))
      return stringValue(value)
    if (tokens[i]?.text !== 'env' || tokens[i]?.kind !== 'word') continue
    return tokens[i + 1]?.text === '=' && value?.kind === 'string' ? stringValue(value) : name.toUpperCase()
  }
  return undefined
}

/** A name as variables have it; `#[serde(from = "Text")]` is about types. */
const NAME = /^[A-Z][A-Z\d_]*$/
