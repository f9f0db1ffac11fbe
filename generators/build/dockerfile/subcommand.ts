import type { Package } from '../../../src/detect/types.ts'
import { dirname, isInside, join } from '../../../src/text/paths.ts'
import { packagesBelow } from './local-packages.ts'
import { refuse, type Ingredients } from './recipe.ts'

/** How the parsers of command lines mark the field that holds the subcommand. */
const SUBCOMMAND = /^\s*#\[(clap|command|arg|structopt)\((.*,\s*)?subcommand\b/
/** The type that a program reads its command line into: `Options` of `Options::from_args()`. */
const READ = /\b([A-Z]\w*)::(?:from_args|parse|try_parse|from_args_safe)\(\)/g

/** A program with subcommands does nothing without one, and its types do not say which one serves. @throws Refused for such a program */
export function checkSubcommand({ ctx, service, project }: Ingredients, pkg: Package): void {
  const { entry, path, startCommand } = service.service
  if (startCommand) return
  const own = entry === undefined ? path : dirname(join(path, entry.value))
  const folders = [own, ...packagesBelow(project.project, pkg, true).map(p => p.path)]
  const files = ctx.ws.files.filter(file => file.endsWith('.rs') && folders.some(folder => isInside(file, folder)))
  const main = entry === undefined ? '' : (ctx.ws.read(join(path, entry.value)) ?? '')
  const types = [...main.matchAll(READ)].flatMap(([, type]) => type ?? [])
  for (const file of files) {
    const lines = ctx.ws.read(file)?.split('\n') ?? []
    const at = lines.findIndex(
      (line, i) => (SUBCOMMAND.test(line) && !isOptional(lines.slice(i + 1, i + 4))) || isEnumOf(types, line),
    )
    if (at === -1) continue
    const evidence = { path: file, line: at + 1, snippet: (lines[at] ?? '').trim(), rule: 'subcommand' }
    refuse('it wants a subcommand, and which one serves is not known', evidence)
  }
}

/** `enum Options {`: each of its variants is a subcommand, and one must be given. */
function isEnumOf(types: readonly string[], line: string): boolean {
  const [, name = ''] = /^\s*(?:pub(?:\([\w:]+\))?\s+)?enum\s+(\w+)/.exec(line) ?? []
  return types.includes(name)
}

/** The field stands below its mark, perhaps with other marks between. */
function isOptional(lines: readonly string[]): boolean {
  return /:\s*Option</.test(lines.find(line => line.includes(':')) ?? '')
}
