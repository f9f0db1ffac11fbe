import { basename, dirname, normalize } from '../../text/paths.ts'
import type { View } from '../view.ts'
import { launchWords, type Dockerfile } from './dockerfile.ts'

/** What is longer was not written to start a program. */
const LONGEST = 50_000
/** The end of what a script does: the program takes its place. */
const HANDS_OVER = /^\s*exec\s+(.+)$/

/** @returns the words behind `exec` in the shell scripts that an image takes from the repository and starts; none where it starts the program itself */
export function scriptWords(view: View, file: Dockerfile): readonly string[] {
  const started = new Set(launchWords(file).map(word => basename(word)))
  return copiedFiles(view, file)
    .filter(path => started.has(basename(path)))
    .flatMap(path => handedOver(view, path))
    .flatMap(({ words }) => words)
}

/** Files that stand by name in COPY and ADD: relative to the folder of the Dockerfile, or to the repository. */
function copiedFiles(view: View, { path, final }: Dockerfile): readonly string[] {
  const words = final.flatMap(({ name, rest }) =>
    /^(?:COPY|ADD)$/.test(name) && !rest.includes('--from=')
      ? rest.split(/[\s"',[\]]+/).filter(word => word !== '' && !word.startsWith('--'))
      : [],
  )
  const places = words.flatMap(word => [`${dirname(path)}/${word}`, word].flatMap(place => normalize(place) ?? []))
  return [...new Set(places)].filter(place => view.has(place))
}

/** @returns the commands of a shell script that take its place, `exec node server.js`, with their lines; nothing for any other file */
export function handedOver(
  view: View,
  path: string,
): readonly { readonly words: readonly string[]; readonly line: number }[] {
  const text = view.text(path) ?? ''
  const isShell = path.endsWith('.sh') || /^#!.*\b(?:ba|da|a)?sh\b/.test(text)
  if (!isShell || text.length > LONGEST) return []
  return view.lines(path).flatMap((line, i) => {
    const command = HANDS_OVER.exec(line)?.[1]
    const words = command?.split(/\s+/).map(word => word.replace(/^["']|["']$/g, ''))
    return words ? [{ words, line: i + 1 }] : []
  })
}
