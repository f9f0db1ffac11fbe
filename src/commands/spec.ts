/** Commands and flags as data: the parser, the help and the error for an unknown flag read the same table. */

export const COMMANDS = [
  { name: 'run', usage: '[dir]', about: 'detect, choose, show the plan, write what is missing (the default)' },
  { name: 'add', usage: '<artifact…>', about: 'add artifacts, with what they need' },
  { name: 'remove', usage: '<artifact…>', about: 'take artifacts back; your changes to them stay' },
  { name: 'list', usage: '', about: 'all artifacts: does it apply, is it there, what would it write' },
  { name: 'detect', usage: '', about: 'what is known about the repository, each fact with its evidence' },
  { name: 'explain', usage: '<artifact>', about: 'why it matters, what was looked at, what would be written' },
  { name: 'quick-wins', usage: '', about: 'everything that would take less than an hour by hand, in one go' },
  { name: 'update', usage: '', about: 'bring what was written up to date by three-way merge' },
  { name: 'diff', usage: '', about: 'show what update would change' },
  { name: 'check', usage: '', about: 'for CI: exit 1 when update would change something' },
  { name: 'undo', usage: '', about: 'take back the last run, and only what it wrote' },
  { name: 'verify', usage: '', about: 'run every installed validator over what was written' },
] as const

export type CommandName = (typeof COMMANDS)[number]['name']

interface Flag {
  readonly type: 'string' | 'boolean'
  readonly short?: string
  readonly multiple?: boolean
  readonly value?: string
  readonly about: string
}

export const FLAGS = {
  yes: { type: 'boolean', short: 'y', about: 'take certain facts and defaults, ask nothing' },
  'dry-run': { type: 'boolean', about: 'show the plan, write nothing' },
  json: { type: 'boolean', about: 'one JSON document on stdout' },
  cwd: { type: 'string', value: '<dir>', about: 'the repository (default: the current folder)' },
  profile: { type: 'string', value: 'standard|strict', about: 'target numbers' },
  set: { type: 'string', multiple: true, value: '<key=value>', about: 'an answer or a fact; may be repeated' },
  only: { type: 'string', multiple: true, value: '<artifact|category>', about: 'propose only these' },
  skip: { type: 'string', multiple: true, value: '<artifact|category>', about: 'do not propose these' },
  code: { type: 'boolean', about: 'allow changes of your source code' },
  conflict: { type: 'string', value: 'mine|markers|theirs', about: 'settle places that both changed (default: leave them to you)' },
  force: { type: 'boolean', about: 'edit files with uncommitted changes (overwrites nothing)' },
  resolve: { type: 'boolean', about: 'look up image digests in their registries (network)' },
  install: { type: 'boolean', about: 'bring lock files up to date after adding dependencies (network)' },
  record: { type: 'boolean', about: 'verify: keep the results in .prod-ready/results.json' },
  evidence: { type: 'boolean', about: 'detect: show every place that was read' },
  'no-color': { type: 'boolean', about: 'plain text' },
  debug: { type: 'boolean', about: 'show stack traces' },
  help: { type: 'boolean', short: 'h', about: 'this help' },
  version: { type: 'boolean', short: 'V', about: 'the version' },
} as const satisfies Record<string, Flag>

/** The table as node:util parseArgs wants it. */
export const OPTIONS: Readonly<Record<string, { type: 'string' | 'boolean'; short?: string; multiple?: boolean }>> = Object.fromEntries(
  Object.entries<Flag>(FLAGS).map(([name, { type, short, multiple }]) => [name, { type, ...(short ? { short } : {}), ...(multiple ? { multiple } : {}) }]),
)

/** @returns the help of the program, or of one command */
export function helpFor(command?: CommandName): string {
  const one = COMMANDS.find(c => c.name === command && c.name !== 'run')
  const usage = one ? `create-prod-ready ${one.name} ${one.usage} [flags]`.replace('  ', ' ') : 'create-prod-ready [command] [dir] [flags]'
  const commands = COMMANDS.map(c => [`${c.name === 'run' ? '' : `${c.name} `}${c.usage}`.trim(), c.about] as const)
  const flags = Object.entries<Flag>(FLAGS).map(([name, f]) => [`${f.short ? `-${f.short}, ` : ''}--${name}${f.value ? ` ${f.value}` : ''}`, f.about] as const)
  return [
    `Usage: ${usage}`,
    '',
    one ? sentence(one.about) : 'Adds what stands between a working Rust or Node service and production, and proves that it works.',
    ...(one ? [] : ['', 'Commands:', ...table(commands)]),
    '',
    'Flags:',
    ...table(flags),
    '',
    'Artifacts are named by id (build/dockerfile) or by their last part (dockerfile).',
    'Exit codes: 0 done, 1 gate not met, 2 usage or a missing answer, 3 conflicts left for you, 130 interrupted.',
    '',
  ].join('\n')
}

function table(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length))
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`)
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}
