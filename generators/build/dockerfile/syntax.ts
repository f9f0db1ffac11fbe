import { json, plain } from '../../../src/text/quote.ts'

/** Values of the repository inside a Dockerfile. */

/** @returns true when `path` can stand in an instruction as it is: no blank, no pattern, no variable, no option */
export function isPlainPath(path: string): boolean {
  return /^[A-Za-z0-9_.@+][A-Za-z0-9_.@+/~-]*$/.test(path)
}

/** @returns a double-quoted word of ENV, ARG or LABEL, in which nothing is a variable */
export function word(value: string): string {
  return `"${plain(value).replace(/["\\$]/g, c => `\\${c}`)}"`
}

/** @returns the exec form of a command */
export function exec(words: readonly string[]): string {
  return `[${words.map(json).join(', ')}]`
}

/** @returns `COPY` of paths of the build context, or of another stage */
export function copy(from: readonly string[], to: string, stage?: string): string {
  return ['COPY', ...(stage === undefined ? [] : [`--from=${stage}`]), ...from, to].join(' ')
}

/** A folder that is kept between builds; `locked` where two builds at once would spoil it. */
export interface Cache {
  readonly folder: string
  readonly locked: boolean
}

/** @returns `RUN` of commands that must all succeed, with the cache folder of a package manager kept between builds */
export function run(commands: readonly string[], cache?: Cache): string {
  const mount = cache && `--mount=type=cache,target=${cache.folder}${cache.locked ? ',sharing=locked' : ''}`
  const lines = [...(mount === undefined ? [] : [mount]), commands[0] ?? 'true']
  return `RUN ${lines.join(' \\\n    ')}${commands
    .slice(1)
    .map(command => ` \\\n    && ${command}`)
    .join('')}`
}

/** @returns `RUN` that installs Debian packages and leaves no package lists behind; nothing for no packages */
export function apt(packages: readonly string[]): readonly string[] {
  if (packages.length === 0) return []
  return [
    run([
      'apt-get update',
      `apt-get install --yes --no-install-recommends ${packages.join(' ')}`,
      'rm -rf /var/lib/apt/lists/*',
    ]),
  ]
}

/** @returns one ENV instruction for the variables; nothing for none */
export function env(variables: Readonly<Record<string, string>>): readonly string[] {
  const names = Object.keys(variables).filter(name => /^[A-Za-z_][A-Za-z0-9_]*$/.test(name))
  return names.length
    ? [`ENV ${names.map(name => `${name}=${variable(variables[name] ?? '')}`).join(' \\\n    ')}`]
    : []
}

function variable(value: string): string {
  return /^[A-Za-z0-9_.:/@+-]+$/.test(value) ? value : word(value)
}
