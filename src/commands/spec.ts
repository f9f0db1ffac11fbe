/** Commands and flags as data: the parser, the help and the error for an unknown flag read the same tables. */

export const COMMANDS = [
  {
    name: 'run',
    usage: '[dir]',
    about: 'detect, choose, show the plan, write what is missing (the default)',
    examples: ['', '--yes --set contact=<e-mail>', '../other-repository --dry-run'],
  },
  {
    name: 'add',
    usage: '<artifact…>',
    about: 'add artifacts, with what they need',
    examples: ['add dockerfile', 'add governance/license --set holder="Example Inc." --yes'],
  },
  {
    name: 'remove',
    usage: '<artifact…>',
    about: 'take artifacts back; your changes to them stay',
    examples: ['remove governance/codeowners'],
  },
  {
    name: 'list',
    usage: '',
    about: 'all artifacts: does it apply, is it there, what would it write',
    examples: ['list', 'list --only governance --json'],
  },
  {
    name: 'detect',
    usage: '',
    about: 'what is known about the repository, each fact with its evidence',
    examples: ['detect --evidence', 'detect --json'],
  },
  {
    name: 'explain',
    usage: '<artifact or capability…> | fact <name>',
    about: 'why it matters, what was looked at, what would be written; the rules behind a fact',
    examples: ['explain dockerfile', 'explain quality/compiles-clean', 'explain fact port'],
  },
  {
    name: 'quick-wins',
    usage: '',
    about: 'everything that would take less than an hour by hand, in one go',
    examples: ['quick-wins --dry-run'],
  },
  {
    name: 'update',
    usage: '',
    about: 'bring what was written up to date by three-way merge',
    examples: ['update', 'update --yes --conflict mine'],
  },
  {
    name: 'diff',
    usage: '',
    about: 'show what update would change, as a patch',
    examples: ['diff', 'diff > update.patch'],
  },
  { name: 'check', usage: '', about: 'for CI: exit 1 when update would change something', examples: ['check --json'] },
  {
    name: 'undo',
    usage: '',
    about: 'take back the last run, and only what it wrote',
    examples: ['undo --dry-run', 'undo --yes'],
  },
  {
    name: 'verify',
    usage: '',
    about: 'run every installed validator over what was written',
    examples: ['verify --record'],
  },
] as const

export type CommandName = (typeof COMMANDS)[number]['name']

export interface Flag {
  readonly type: 'string' | 'boolean'
  readonly short?: string
  readonly multiple?: boolean
  readonly value?: string
  readonly about: string
  /** Commands that take it; left out: all. The help of a command names those that do something there. */
  readonly of?: readonly CommandName[]
  /** Taken by every command, but of no use to those that are not named. */
  readonly usedBy?: readonly CommandName[]
}

const WRITING = ['run', 'add', 'remove', 'quick-wins', 'update', 'undo'] as const
const CHOOSING = ['run', 'quick-wins', 'update', 'diff', 'check', 'list'] as const
const PLANNING = ['run', 'add', 'quick-wins', 'remove', 'update', 'diff', 'check'] as const
const ANSWERING = ['run', 'add', 'quick-wins', 'update', 'diff', 'check', 'list', 'detect', 'explain'] as const

export const FLAGS = {
  yes: { type: 'boolean', short: 'y', usedBy: WRITING, about: 'take certain facts and defaults, ask nothing' },
  'dry-run': { type: 'boolean', usedBy: WRITING, about: 'show the plan, write nothing' },
  json: { type: 'boolean', about: 'one JSON document on stdout' },
  cwd: { type: 'string', value: '<dir>', about: 'the repository (default: the current folder)' },
  profile: {
    type: 'string',
    value: 'standard|strict',
    usedBy: ANSWERING,
    about: 'target numbers; kept in .prod-ready/config.yaml',
  },
  set: {
    type: 'string',
    multiple: true,
    value: '<key=value>',
    usedBy: ANSWERING,
    about: 'an answer or a fact; may be repeated',
  },
  only: { type: 'string', multiple: true, value: '<artifact|category>', of: CHOOSING, about: 'only these' },
  skip: { type: 'string', multiple: true, value: '<artifact|category>', of: CHOOSING, about: 'not these' },
  code: {
    type: 'boolean',
    of: ['run', 'add', 'quick-wins', 'update', 'diff', 'check'],
    about: 'allow changes of your source code',
  },
  conflict: {
    type: 'string',
    value: 'mine|markers|theirs',
    usedBy: PLANNING,
    about: 'settle places that both changed (default: leave them to you)',
  },
  force: { type: 'boolean', usedBy: WRITING, about: 'edit files with uncommitted changes (overwrites nothing)' },
  resolve: { type: 'boolean', usedBy: PLANNING, about: 'look up image digests in their registries (network)' },
  install: {
    type: 'boolean',
    usedBy: PLANNING,
    about: 'bring lock files up to date after a change of dependencies (network)',
  },
  record: { type: 'boolean', of: ['verify'], about: 'keep the results in .prod-ready/results.json' },
  evidence: { type: 'boolean', of: ['detect'], about: 'show every place that was read' },
  'no-color': { type: 'boolean', about: 'plain text' },
  debug: { type: 'boolean', about: 'show stack traces' },
  help: { type: 'boolean', short: 'h', about: 'this help' },
  version: { type: 'boolean', short: 'V', about: 'the version' },
} as const satisfies Record<string, Flag>

export type FlagName = keyof typeof FLAGS

export const FLAG_LIST: readonly (readonly [name: string, flag: Flag])[] = Object.entries(FLAGS)

/** The table as node:util parseArgs wants it. */
export const OPTIONS: Readonly<Record<string, { type: 'string' | 'boolean'; short?: string; multiple?: boolean }>> =
  Object.fromEntries(
    FLAG_LIST.map(([name, { type, short, multiple }]) => [
      name,
      { type, ...(short ? { short } : {}), ...(multiple ? { multiple } : {}) },
    ]),
  )

/** @returns true when a command takes a flag, or ignores it because it has nothing to do there */
export function takes(command: CommandName, flag: FlagName): boolean {
  const { of }: Flag = FLAGS[flag]
  return of === undefined || of.includes(command)
}
