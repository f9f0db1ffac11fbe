import type { Package, PackageManager, Project } from '../detect/types.ts'
import { sh } from '../text/quote.ts'
import type { Task } from './types.ts'

type Checked = Exclude<Task, 'install'>

/** Script names that mean a task, the usual ones first. */
const SCRIPTS: Readonly<Record<Checked, readonly string[]>> = {
  format: [
    'format:check',
    'fmt:check',
    'check:format',
    'prettier:check',
    'format-check',
    'check-format',
    'format',
    'fmt',
    'prettier',
  ],
  lint: ['lint', 'lint:check', 'lint:ci', 'eslint', 'check'],
  typecheck: [
    'typecheck',
    'type-check',
    'types:check',
    'check-types',
    'check:types',
    'tsc',
    'lint:types',
    'check',
    'types',
    'test:types',
  ],
  unused: ['knip', 'lint:knip', 'check:knip', 'unused'],
  build: ['build', 'build:prod', 'build:production', 'compile'],
  test: ['test:ci', 'test', 'test:unit', 'test:run'],
}

/** Names of scripts that mend what a check finds. */
const FIXES: Readonly<Partial<Record<Checked, readonly string[]>>> = {
  format: ['format', 'format:fix', 'format:write', 'fmt', 'prettier', 'prettier:fix', 'prettier:write'],
  lint: ['lint:fix', 'lint-fix', 'fix', 'eslint:fix', 'lint'],
}

const LINTS = /^(?:npx )?(?:eslint|oxlint|xo|standard|biome (?:check|lint|ci))\b[^&|;]*$/

/** Names that say little: such a script means a task only when that is all it does. */
const VAGUE: ReadonlySet<string> = new Set(['check', 'types', 'test:types'])
const ALONE: Readonly<Partial<Record<Checked, RegExp>>> = {
  lint: LINTS,
  typecheck: /^(?:npx )?(?:(?:vue-)?tsc|tsgo|svelte-check|astro check)\b[^&|;]*$/,
}

/** Whatever a script is called, this command alone is the check. */
const BY: Readonly<Partial<Record<Checked, RegExp>>> = {
  format: /^(?:npx |yarn (?:run )?|pnpm (?:run |exec )?)?(?:prettier|biome format|dprint check)\b[^&|;]*$/,
  lint: LINTS,
  typecheck: /^(?:npx )?(?:(?:(?:vue-)?tsc|tsgo)\b[^&|;]*--noEmit\b|svelte-check\b|astro check\b)[^&|;]*$/,
}

export interface FoundScript {
  readonly name: string
  /** What it runs; of the first member that has it, when only members have it. */
  readonly text: string
  /** Members of the workspace that have it; undefined when the root has it. */
  readonly members?: readonly Package[]
}

/** @returns the script that checks a task: of the root, else of the members */
export function checkScript(project: Project, task: Checked): FoundScript | undefined {
  const names = SCRIPTS[task]
  const means: Accepts = (text, name) => !VAGUE.has(name) || ALONE[task]?.test(text.trim()) === true
  const accepts: Accepts =
    task === 'format'
      ? (text, name) => checks(name, text, project)
      : task === 'lint'
        ? (text, name) => means(text, name) && !mends(text)
        : means
  // a linter that mends as it goes reports what it cannot mend: better than nothing
  return (
    find(project, names, accepts) ??
    (task === 'lint' ? find(project, names, means) : undefined) ??
    byCommand(project, task, accepts)
  )
}

/** Names that package managers start by themselves mean the moment, not the check. */
function byCommand(project: Project, task: Checked, accepts: Accepts): FoundScript | undefined {
  const root = project.packages.find(pkg => pkg.path === project.path)
  const names = Object.keys(root?.scripts ?? {}).filter(name => !/^(?:pre|post)/.test(name))
  return find(project, names, (text, name) => BY[task]?.test(text.trim()) === true && accepts(text, name))
}

/** @returns the script of the root that mends what the check of a task finds */
export function fixScript(project: Project, task: Checked): FoundScript | undefined {
  const found = find(project, FIXES[task] ?? [], text => mends(text))
  return found?.members ? undefined : found
}

type Accepts = (text: string, name: string) => boolean

function find(project: Project, names: readonly string[], accepts: Accepts): FoundScript | undefined {
  const root = project.packages.find(pkg => pkg.path === project.path)
  const has = (pkg: Package, name: string): boolean => {
    const text = scriptText(pkg, name)
    return text !== undefined && usable(text) && accepts(text, name)
  }
  const own = root && names.find(name => has(root, name))
  if (root && own !== undefined) return { name: own, text: scriptText(root, own) ?? '' }
  for (const name of names) {
    const members = project.packages.filter(pkg => pkg !== root && has(pkg, name))
    const [first] = members
    if (first) return { name, text: scriptText(first, name) ?? '', members }
  }
  return undefined
}

function scriptText(pkg: Package, name: string): string | undefined {
  return Object.hasOwn(pkg.scripts, name) ? pkg.scripts[name]?.value : undefined
}

/** Npm's placeholder, watchers and what opens a page; `--ui bdd` of Mocha names the words that tests are written in. */
const ENDLESS =
  /no test specified|--watch(?:All)?\b(?!=false)|--ui\b(?![ =]+(?:bdd|tdd|qunit|exports)\b)|\bnodemon\b|\bvitest (?:watch|dev)\b|\b(?:tsc|mocha|ava)\b.*\s-w\b/

/** A script that ends by itself and does something. */
function usable(text: string): boolean {
  return text.trim() !== '' && !ENDLESS.test(text)
}

function mends(text: string): boolean {
  return /--(write|fix|apply)\b|\s-w\b|\bfmt\b(?!.*--check)/.test(text)
}

/** A name such as `format` says little: the text, or that of the members that a task runner starts, must be a check. */
function checks(name: string, text: string, project: Project): boolean {
  if (mends(text)) return false
  if (name.includes('check') || /--check\b|--list-different\b|\s-[cl]\b/.test(text)) return true
  if (!/\b(turbo|nx|lerna)\b/.test(text)) return false
  const inner = project.packages.filter(pkg => pkg.path !== project.path).flatMap(pkg => scriptText(pkg, name) ?? [])
  return inner.length > 0 && inner.every(member => !mends(member) && /--check\b|--list-different\b/.test(member))
}

/** `npm test`, `npm run -s lint`, `yarn build`: somewhere in a line. */
const CALL = /\b(?:npm|pnpm|yarn|bun)\s+(?:run\s+)?(?:-\S+\s+)*([\w:.-]+)/g

/** @returns true when a line starts a script of the root by way of another one: `npm run test-ci`, which is `nyc npm test` */
export function startsScript(line: string, name: string, project: Project): boolean {
  const root = project.packages.find(pkg => pkg.path === project.path)
  const started = new Set(calledIn(line))
  for (const script of started)
    for (const inner of calledIn((root && scriptText(root, script)) ?? '')) started.add(inner)
  return started.has(name)
}

function calledIn(text: string): readonly string[] {
  return [...text.matchAll(CALL)].flatMap(([, name]) => name ?? [])
}

/** @returns the command that runs a script, from the project's folder */
export function runScript(manager: PackageManager, script: FoundScript, project: Project): string {
  const name = sh(script.name)
  if (!script.members) return `${manager === 'yarn-berry' ? 'yarn' : manager} run ${name}`
  if (manager === 'pnpm') return `pnpm --recursive --if-present run ${name}`
  if (manager === 'npm') return `npm run ${name} --workspaces --if-present`
  if (manager === 'bun') return `bun run --filter '*' ${name}`
  if (manager === 'yarn-berry') return `yarn workspaces foreach --all run ${name}`
  return yarnClassic(name, script.members, project)
}

/** Yarn 1 stops at the first member that lacks the script. */
function yarnClassic(name: string, members: readonly Package[], project: Project): string {
  const all = project.packages.filter(pkg => pkg.path !== project.path)
  const named = members.flatMap(pkg => pkg.name?.value ?? [])
  if (members.length === all.length || named.length !== members.length) return `yarn workspaces run ${name}`
  return named.map(member => `yarn workspace ${sh(member)} run ${name}`).join(' && ')
}
