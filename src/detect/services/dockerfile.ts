import { basename, dirname, isInside } from '../../text/paths.ts'
import { port } from '../values.ts'
import type { View } from '../view.ts'

/** An instruction of a Dockerfile, its continuation lines joined. */
export interface Instruction {
  /** In capital letters. */
  readonly name: string
  readonly rest: string
  /** Line it begins on, 1-based. */
  readonly line: number
}

/** What a Dockerfile says about the image it makes in the end. */
export interface Dockerfile {
  readonly path: string
  readonly instructions: readonly Instruction[]
  /** Those of the last stage. */
  readonly final: readonly Instruction[]
}

export function readDockerfile(view: View, path: string): Dockerfile {
  return parseDockerfile(path, view.lines(path))
}

/** Reads a Dockerfile: comments and the bodies of here-documents are left out. */
export function parseDockerfile(path: string, lines: readonly string[]): Dockerfile {
  const instructions: Instruction[] = []
  let open: { name: string; rest: string; line: number } | undefined
  let heredoc: string | undefined
  lines.forEach((raw, i) => {
    const line = raw.trim()
    if (heredoc !== undefined) {
      if (line === heredoc) heredoc = undefined
      return
    }
    if (line === '' || line.startsWith('#')) return
    const continues = line.endsWith('\\')
    const content = continues ? line.slice(0, -1).trim() : line
    if (open) open.rest += ` ${content}`
    else {
      const [, name = '', rest = ''] = /^([A-Za-z]+)\s*(.*)$/.exec(content) ?? []
      open = { name: name.toUpperCase(), rest, line: i + 1 }
    }
    if (continues) return
    heredoc = /<<-?["']?(\w+)["']?/.exec(open.rest)?.[1]
    instructions.push(open)
    open = undefined
  })
  const last = instructions.findLastIndex(instruction => instruction.name === 'FROM')
  return { path, instructions, final: instructions.slice(Math.max(last, 0)) }
}

/** @returns the words of ENTRYPOINT and CMD, in exec or in shell form */
export function launchWords(file: Dockerfile): readonly string[] {
  return ['ENTRYPOINT', 'CMD'].flatMap(name => {
    const found = file.final.filter(instruction => instruction.name === name).at(-1)
    return found ? wordsOf(found.rest) : []
  })
}

/** @returns the instruction that starts the program, for its line */
export function launchInstruction(file: Dockerfile): Instruction | undefined {
  return file.final.findLast(instruction => instruction.name === 'ENTRYPOINT' || instruction.name === 'CMD')
}

/** @returns the words behind the name of an instruction, in JSON or as a line */
export function wordsOf(rest: string): readonly string[] {
  const words = rest.trim().startsWith('[')
    ? [...rest.matchAll(/"((?:\\.|[^"\\])*)"/g)].map(match => match[1] ?? '')
    : [rest]
  return words.flatMap(word => word.split(/\s+/)).filter(word => word !== '')
}

/** `${PORT:-3000}` and `$PORT`, with the values known so far */
function filled(text: string, values: ReadonlyMap<string, string>): string {
  return text.replace(
    /\$\{(\w+)(?::?-([^}]*))?\}|\$(\w+)/g,
    (_, braced: string | undefined, fallback: string | undefined, plain: string | undefined) =>
      values.get(braced ?? plain ?? '') ?? fallback ?? '',
  )
}

/** @returns the value of a variable that the image sets */
export function imageVariable(
  file: Dockerfile,
  variable: string,
): { readonly value: string; readonly line: number } | undefined {
  for (const { name, rest, line } of file.instructions.toReversed()) {
    if (name !== 'ENV') continue
    const value =
      [...rest.matchAll(/(\w+)=["']?([^\s"']*)["']?/g)].find(match => match[1] === variable)?.[2] ??
      /^(\w+)\s+(\S+)$/
        .exec(rest)
        ?.slice(1)
        .reduce((key, word) => (key === variable ? word : ''))
    if (value !== undefined && value !== '') return { value, line }
  }
  return undefined
}

/** @returns the first port that the image exposes, variables replaced by the values they have in the file */
export function exposedPort(file: Dockerfile): { readonly port: number; readonly line: number } | undefined {
  return exposedPorts(file)[0] ?? exposedPorts({ ...file, final: file.instructions })[0]
}

/** @returns the ports that the last stage exposes, variables replaced by the values they have in the file */
export function exposedPorts(file: Dockerfile): readonly { readonly port: number; readonly line: number }[] {
  const values = variablesOf(file)
  return file.final.flatMap(({ name, rest, line }) =>
    name === 'EXPOSE'
      ? rest.split(/\s+/).flatMap(word => {
          const number = port(filled(word, values).replace(/\/tcp$/, ''))
          return number === undefined ? [] : [{ port: number, line }]
        })
      : [],
  )
}

/** @returns the images that the stages begin with, variables replaced by the values they have in the file */
export function baseImages(file: Dockerfile): readonly { readonly image: string; readonly line: number }[] {
  const values = variablesOf(file)
  return file.instructions
    .filter(({ name }) => name === 'FROM')
    .map(({ rest, line }) => ({ image: filled(rest.replace(/^(?:--\S+\s+)*/, '').split(/\s/)[0] ?? '', values), line }))
}

function variablesOf(file: Dockerfile): ReadonlyMap<string, string> {
  const values = new Map<string, string>()
  for (const { name, rest } of file.instructions) {
    if (name !== 'ENV' && name !== 'ARG') continue
    const set = (key: string, value: string): unknown => values.set(key, filled(value, values))
    for (const [, key = '', value = ''] of rest.matchAll(/(\w+)=["']?([^\s"']*)["']?/g)) set(key, value)
    const [, key, value] = /^(\w+)\s+(\S+)$/.exec(rest) ?? []
    if (name === 'ENV' && key !== undefined && value !== undefined) set(key, value)
  }
  return values
}

/** Images of web servers, by their last name. */
const WEB_SERVER = /nginx|^(?:caddy|httpd|apache|static-web-server)$/

/**
 * @returns true for the image of a web server that takes over what an earlier stage made in `folder`:
 * `FROM nginx`, `COPY --from=build /app/packages/site/dist /srv`
 */
export function showsFrom(file: Dockerfile, folder: string): boolean {
  const base = baseImages({ ...file, instructions: file.final })[0]?.image ?? ''
  return WEB_SERVER.test(basename(base).replace(/[:@].*$/, '')) && takesFrom(file, folder)
}

/** `EXPOSE` of nginx/docker-nginx (stable/alpine-slim at 08108358) and nginxinc/docker-nginx-unprivileged (085232b3), read on 2026-11-23; by last names. */
const SERVER_PORTS: Readonly<Record<string, number>> = { nginx: 80, 'nginx-unprivileged': 8080 }

/** @returns the port of the web server that the last stage begins with, where nothing copies settings of its own over those of the image */
export function serverPort(file: Dockerfile): { readonly port: number; readonly line: number } | undefined {
  const [base] = baseImages({ ...file, instructions: file.final })
  const name = basename(base?.image ?? '').replace(/[:@].*$/, '')
  const isSet = file.final.some(({ name, rest }) => name === 'COPY' && /\.conf\b|\/etc\//.test(rest))
  const port = Object.hasOwn(SERVER_PORTS, name) && !isSet ? SERVER_PORTS[name] : undefined
  return base && port !== undefined ? { port, line: base.line } : undefined
}

/** @returns true for the image of a whole workspace that takes the folder in, and for one elsewhere that shows what was built there */
export function takesIn(file: Dockerfile, folder: string): boolean {
  const isAbove = isInside(folder, dirname(file.path))
  const names = ({ name, rest }: Instruction): boolean => /^(COPY|ADD|WORKDIR|RUN)$/.test(name) && rest.includes(folder)
  return (isAbove && file.instructions.some(names)) || (folder.includes('/') && showsFrom(file, folder))
}

function takesFrom({ final }: Dockerfile, folder: string): boolean {
  return final.some(
    ({ name, rest }) =>
      name === 'COPY' &&
      /(?:^|\s)--from=/.test(rest) &&
      wordsOf(rest)
        .filter(word => !word.startsWith('--'))
        .slice(0, -1)
        .some(word => `${word}/`.includes(`/${folder}/`)),
  )
}
