import { pathsIn, type PathUse, type RustSource } from '../source/rust.ts'

/** @returns the path at the left end of the chain of methods that `use` is one of: `HttpServer::new` of `HttpServer::new(…).workers(2).bind(…)` */
export function receiverOf(source: RustSource, use: PathUse): PathUse | undefined {
  const { tokens } = source
  let at = use.start - 2
  for (;;) {
    const token = tokens[at]
    if (token?.text === '?' || token?.text === 'await' || (token?.text === '.' && tokens[at + 1]?.text === 'await'))
      at--
    else if (token && (token.text === ')' || token.text === ']' || token.text === '>') && token.partner >= 0)
      at = token.partner - 1
    else if (token?.kind === 'word' && tokens[at - 1]?.text === '.') at -= 2
    else break
  }
  while (tokens[at - 1]?.text === '::') at -= 2
  return pathsIn(source).find(({ start }) => start === at)
}
