import { basename, dirname, isInside, join, normalize } from '../../text/paths.ts'
import type { Candidate } from './node-candidate.ts'
import { launchInstruction, launchWords, type Dockerfile } from './dockerfile.ts'
import type { Kind } from './node-kinds.ts'

/**
 * @returns what a package is whose program the image of another one starts in the background, ahead of its own: `node probe.js & npm start`.
 * It answers for that program and goes with it.
 */
export function startedBeside({ view, source, deployments }: Candidate): Kind | undefined {
  const folder = source.facts.path
  if (folder === '.') return undefined
  for (const file of deployments.dockerfiles) {
    const program = inBackground(launchWords(file)).find(name => view.has(join(folder, name)))
    const line = launchInstruction(file)?.line
    if (program !== undefined && copiesFrom(file, folder))
      return {
        what: 'a helper that the image of another program starts beside it',
        evidence: view.evidence(file.path, line, `${program} runs in the background`),
      }
  }
  return undefined
}

/** Names of the scripts that a shell leaves behind while it goes on. */
function inBackground(words: readonly string[]): readonly string[] {
  const commands: string[][] = [[]]
  const left: string[][] = []
  for (const word of words) {
    if (word === '&') left.push(commands.at(-1) ?? [])
    if (/^(?:&&?|\|\|?|;)$/.test(word)) commands.push([])
    else commands.at(-1)?.push(word)
  }
  const goesOn = (commands.at(-1)?.length ?? 0) > 0
  return goesOn ? left.flatMap(command => command.filter(word => /\.[cm]?js$/.test(word)).map(basename)) : []
}

/** Something of the folder is copied in, and the image is not the folder's own. */
function copiesFrom(file: Dockerfile, folder: string): boolean {
  if (dirname(file.path) === folder) return false
  return file.instructions.some(({ name, rest }) => {
    if (name !== 'COPY' && name !== 'ADD') return false
    const sources = rest.split(/\s+/).filter(word => !word.startsWith('--'))
    return sources.slice(0, -1).some(word =>
      ['.', dirname(file.path)].some(home => {
        const path = normalize(`${home}/${word}`)
        return path !== undefined && isInside(path, folder)
      }),
    )
  })
}
