import { fileURLToPath } from 'node:url'
import { isChartTemplate } from '../../../src/text/paths.ts'
import type { Finding, Folder, Look, Validator } from '../types.ts'
import { command, linesLike, ownReport, type Raw } from './command.ts'

const config = (name: string): string => fileURLToPath(new URL(`../config/${name}`, import.meta.url))
const isMarkdown = (file: string): boolean => file.endsWith('.md')
/** Templates of a chart are YAML only after Helm has read them. */
const isYaml = (file: string): boolean => /\.ya?ml$/.test(file) && !isChartTemplate(file)

const markdownlint: Validator = {
  name: 'markdownlint',
  tool: 'npm',
  looksAt: isMarkdown,
  check: command({
    name: 'markdownlint',
    program: 'markdownlint-cli2',
    // a leading colon: the name is a name, not a pattern
    args: files => ['--config', config('.markdownlint-cli2.jsonc'), ...files.map(file => `:${file}`)],
    read: ({ err }) =>
      linesLike(err, /^(?<file>.+?):(?<line>\d+)(?::\d+)? error (?<rule>MD\d+)\S* (?<message>.*)$/).map(
        ({ file = '', line, rule = '', message = '' }) => ({
          file,
          line: Number(line),
          rule,
          message,
        }),
      ),
  }),
}

/** Reads all Markdown files of the repository as one set, so that a link to another file's heading is followed. */
const links: Validator = {
  name: 'links',
  tool: 'npm',
  looksAt: isMarkdown,
  check: command({
    name: 'links',
    args: (files, { all }) => [...new Set([...files, ...all.filter(isMarkdown).map(file => `./${file}`)])],
    read: ownReport,
  }),
}

const PRETTIER_CONFIG = /^(\.prettierrc(\.\w+)?|prettier\.config\.\w+)$/

/** @returns true when the file's folder, or one above it, is set up for Prettier */
function isFormatted(file: string, { all, text }: Folder): boolean {
  const folders = file.split('/').map((_, depth, parts) => parts.slice(0, depth).join('/'))
  const beside = all.filter(other => folders.includes(other.split('/').slice(0, -1).join('/')))
  return beside.some(other => {
    const name = other.split('/').at(-1) ?? ''
    return PRETTIER_CONFIG.test(name) || (name === 'package.json' && text(other).includes('"prettier"'))
  })
}

const differing = command({
  name: 'prettier',
  args: files => ['--list-different', ...files],
  read: ({ out }) => linesLike(out, /^(?<file>.+)$/).map(({ file = '' }) => ({ file, message: '' })),
})

/** Says also where, which --list-different does not. */
async function unformatted(look: Look): Promise<readonly Finding[]> {
  const found: Finding[] = []
  for (const finding of await differing(look)) {
    const { out } = await look.run('prettier', [`./${finding.file}`])
    const wanted = out.split('\n')
    const at = look
      .text(finding.file)
      .split('\n')
      .findIndex((line, number) => line !== wanted[number])
    found.push({ ...finding, line: at + 1, message: finding.message || `Prettier would write: ${wanted[at] ?? ''}` })
  }
  return found
}

/** Where the repository uses Prettier all that it would format; else the formats that have no other habit, with Prettier's defaults. */
const prettier: Validator = {
  name: 'prettier',
  tool: 'npm',
  looksAt: (file, folder) =>
    isMarkdown(file) || isYaml(file) || (/\.(json|[cm]?[jt]sx?)$/.test(file) && isFormatted(file, folder)),
  check: unformatted,
}

const yamllint: Validator = {
  name: 'yamllint',
  tool: 'yamllint',
  habits: true,
  looksAt: file => isYaml(file) || file.endsWith('/.lint'),
  check: command({
    name: 'yamllint',
    args: files => ['--strict', '--format', 'parsable', '--config-file', config('yamllint.yaml'), ...files],
    read: ({ out }) =>
      linesLike(out, /^(?<file>.+?):(?<line>\d+):\d+: \[\w+\] (?<message>.*) \((?<rule>[\w-]+)\)$/).map(
        ({ file = '', line, rule = '', message = '' }) => ({
          file,
          line: Number(line),
          rule,
          message,
        }),
      ),
  }),
}

/** The message stands above its place. */
function taploFindings(err: string): readonly Raw[] {
  const lines = linesLike(err, /^error: (?<message>.+)$|┌─ (?<file>.+):(?<line>\d+):\d+$/)
  return lines.flatMap(({ file, line }, at) =>
    file === undefined ? [] : [{ file, line: Number(line), message: lines[at - 1]?.['message'] ?? '' }],
  )
}

const taplo: Validator = {
  name: 'taplo',
  tool: 'npm',
  looksAt: file => file.endsWith('.toml'),
  check: command({
    name: 'taplo',
    args: files => ['lint', '--no-schema', '--no-auto-config', '--colors', 'never', ...files],
    read: ({ err }) => taploFindings(err),
  }),
}

/** Prose and configuration. */
export const textValidators: readonly Validator[] = [markdownlint, links, prettier, yamllint, taplo]
