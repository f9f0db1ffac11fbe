import { stringValue, type RustSource } from '../source/rust.ts'
import type { RustCode } from './rust-code.ts'

/** Types and functions that let pages of other origins call a server. */
const ORIGINS = /^(?:Cors|CorsLayer|CorsOptions|CorsMiddleware|cors|cors_layer)$/

/** Types, functions and macros that hand out files, or take them into the program. */
const HANDS_OUT =
  /^(?:Serve(?:Dir|File|Embed)|Files|NamedFile|FileServer|RustEmbed|Embed|EmbeddedFiles?\w*|ResourceFiles|Static(?:Dir|Files?)\w*|static_(?:dir|embed|file)\w*|serve_(?:dir|file)\w*|[Ss]pa(?:[A-Z_]\w*)?|MemoryServe|include_(?:dir|bytes))$/
/** Crates whose module for files answers with them, or reads them while it answers. */
const READS = /^(?:warp|tokio|async_std|async_fs)$/

const WORDS = {
  origins: /\b(?:Cors\w*|cors\w*)\b/,
  files:
    /\b(?:Serve\w+|\w*Files?|FileServer|\w*Embed\w*|Static\w+|static_\w+|serve_\w+|[Ss]pa\w*|MemoryServe|include_\w+|fs)\b|\.html/,
}

/** @returns true for a program that pages of other origins call, and that hands out no files: its front end is shipped by something else */
export function isApart(code: RustCode, files: readonly string[]): boolean {
  const allows = code.matching(files, WORDS.origins).some(source => has(source, ORIGINS))
  return allows && !code.matching(files, WORDS.files).some(source => has(source, HANDS_OUT) || readsFiles(source))
}

function has({ tokens }: RustSource, pattern: RegExp): boolean {
  return tokens.some(token => token.kind === 'word' && pattern.test(token.text))
}

function readsFiles({ tokens }: RustSource): boolean {
  return tokens.some((token, i) =>
    token.kind === 'string'
      ? stringValue(token).endsWith('.html')
      : token.text === 'fs' && tokens[i - 1]?.text === '::' && READS.test(tokens[i - 2]?.text ?? ''),
  )
}
