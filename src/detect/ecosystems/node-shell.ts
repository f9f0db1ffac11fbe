import { join, normalize } from '../../text/paths.ts'
import type { View } from '../view.ts'

/** What is longer was not written to start a program. */
const LONGEST = 50_000
/** Words that stand before a command where it depends on something. */
const KEYWORDS = /^(?:(?:then|do|else|if|time|nohup)\s+)+/
/** Programs that run something of the repository; whatever else a shell does says nothing of what is started. */
const RUNS =
  /^(?:exec\s+)?(?:[A-Za-z_]\w*=\S*\s+)*(?:exec\s+)?(?:\S*node_modules\/\.bin\/\S+|(?:node|nodejs|npm|npx|pnpm|yarn|bun|bunx|deno|tsx|ts-node|nodemon|pm2|pm2-runtime|cross-env|env|nest|next|nuxt)(?=\s))/
/** A program that goes on beside the script: a database for developers, a second server. */
const BESIDE = /[^&]&\s*$/

/**
 * @param folder of a package
 * @param file shell script as one of the package's scripts names it, `./scripts/start.sh`
 * @returns the lines that run a program of the repository, in their order; nothing for any other file
 */
export function shellLines(view: View, folder: string, file: string): readonly string[] {
  const path = normalize(join(folder, file))
  const source = path !== undefined && view.has(path) ? (view.text(path) ?? '') : ''
  if (source === '' || source.length > LONGEST || !(file.endsWith('.sh') || /^#!.*\b(?:ba|da|a|z)?sh\b/.test(source)))
    return []
  return source
    .replace(/\\\r?\n/g, ' ')
    .split(/\r?\n/)
    .map(line => line.trim().replace(KEYWORDS, ''))
    .filter(line => RUNS.test(line) && !BESIDE.test(line))
}
