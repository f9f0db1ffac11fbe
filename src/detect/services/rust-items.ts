import type { RustSource } from '../source/rust.ts'

/** What makes commands of a type: its variants and fields hold those that are run. */
const COMMANDS = /^(?:Parser|Subcommand|Args|Command|Runnable|StructOpt|Clap)$/

/**
 * @returns the name by which others come to a type that is named outside of a function: of the commands that list it (`Serve(ServeCmd)` in an
 * enum that derives `Subcommand`), of the type whose trait it is given to (`type Cmd = Commands;` of an `impl`), or of the static that holds it
 * (`static APP: Cell<App>`); undefined anywhere else
 */
export function declaringName(source: RustSource, index: number): string | undefined {
  const { tokens } = source
  for (let at = index - 1; at >= 0; at--) {
    const token = tokens[at]
    const text = token?.text
    if (token?.kind === 'sign' && text !== undefined && ')]}'.includes(text) && token.partner >= 0) at = token.partner
    else if (text === ';' || text === 'fn') return undefined
    else if (text === 'static')
      return tokens.slice(at + 1, index).find(({ text: word }) => word !== 'ref' && word !== 'mut')?.text
    else if (text === 'type') return typeAround(source, at)
    else if (text === '{') return commandsAt(source, at)
  }
  return undefined
}

/** @returns `routes` of `macro_rules! routes {` around a token; undefined outside of macros */
export function macroAround({ tokens }: RustSource, index: number): string | undefined {
  const at = tokens.findLastIndex(
    ({ text }, i) => text === 'macro_rules' && i < index && (tokens[i + 3]?.partner ?? -1) > index,
  )
  return at < 0 ? undefined : tokens[at + 2]?.text
}

/** @returns `Application` of `impl Application {`, and of `impl Run for Application {`; `Run` of `trait Run {` around a token */
export function typeAround({ tokens }: RustSource, index: number): string | undefined {
  for (let at = index - 1; at >= 0; at--) {
    const token = tokens[at]
    if (token?.text === '}' && token.partner >= 0) at = token.partner
    else if (token?.text === '{') {
      const from = tokens.findLastIndex((word, i) => i < at && /^(impl|fn|mod|trait|[;{}])$/.test(word.text))
      const keyword = tokens[from]?.text
      // `fn routes() -> impl Filter {` is no block of a type.
      if ((keyword !== 'impl' && keyword !== 'trait') || /^(->|[&(,<>:=+])$/.test(tokens[from - 1]?.text ?? ''))
        continue
      const words = tokens.slice(from + 1, at)
      const target = keyword === 'trait' ? words : words.slice(words.findLastIndex(word => word.text === 'for') + 1)
      return target.find(word => word.kind === 'word' && /^[A-Z]\w+$/.test(word.text))?.text
    }
  }
  return undefined
}

/** `Cli` of `#[derive(Parser)] struct Cli {`; undefined for a type that is no command */
function commandsAt({ tokens }: RustSource, open: number): string | undefined {
  const at = tokens.findLastIndex((token, i) => i < open && /^(?:struct|enum|[;{}])$/.test(token.text))
  if (!/^(?:struct|enum)$/.test(tokens[at]?.text ?? '')) return undefined
  let before = at - 1
  if (tokens[before]?.text === ')') before = (tokens[before]?.partner ?? 0) - 1
  if (tokens[before]?.text === 'pub') before--
  for (; tokens[before]?.text === ']'; before--) {
    const start = tokens[before]?.partner ?? -1
    if (start < 0) return undefined
    const words = tokens.slice(start + 1, before)
    if (words[0]?.text === 'derive' && words.some(({ text }) => COMMANDS.test(text))) return tokens[at + 1]?.text
    before = start - 1
  }
  return undefined
}
