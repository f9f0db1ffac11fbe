import type { CiRun, PackageManager, Project, Service } from '../detect/types.ts'
import type { Workspace } from '../workspace/types.ts'
import { buildDoubt, built, cargoDoubt, checked, testDoubt, tested } from './proof.ts'
import { checkScript, fixScript, runScript, startsScript, type FoundScript } from './scripts.ts'
import type { Command } from './types.ts'

const TASKS = ['format', 'lint', 'typecheck', 'unused', 'build', 'test'] as const

const INSTALL: Readonly<Record<PackageManager, { readonly frozen: string; readonly loose: string }>> = {
  cargo: { frozen: '', loose: '' },
  npm: { frozen: 'npm ci', loose: 'npm install' },
  pnpm: { frozen: 'pnpm install --frozen-lockfile', loose: 'pnpm install' },
  yarn: { frozen: 'yarn install --frozen-lockfile', loose: 'yarn install' },
  'yarn-berry': { frozen: 'yarn install --immutable', loose: 'yarn install --no-immutable' },
  bun: { frozen: 'bun install --frozen-lockfile', loose: 'bun install' },
}

/**
 * What a contributor and CI run in a project, from its manifest: nothing that the repository does not have.
 * @param runs what CI configurations of the user run already: a check that stands there is known to pass
 * @param ws tells what a check may lack in CI; without it, only what the manifests say counts
 */
export function commandsOf(
  project: Project,
  services: readonly Service[],
  runs: readonly CiRun[],
  ws?: Workspace,
): readonly Command[] {
  return project.ecosystem === 'rust'
    ? cargoCommands(project, services, runs, ws)
    : nodeCommands(project, services, runs, ws)
}

function cargoCommands(
  project: Project,
  services: readonly Service[],
  runs: readonly CiRun[],
  ws: Workspace | undefined,
): readonly Command[] {
  const scope = project.workspace ? ' --workspace' : ''
  const locked = project.lockfile ? ' --locked' : ''
  const clippy = `cargo clippy${scope} --all-targets${locked}`
  const proof = (word: RegExp): CiRun | undefined => runs.find(run => word.test(run.line))
  const doubt = cargoDoubt(project, ws)
  const building = proof(/^cargo (\+\S+ )?(build|check|test|nextest|clippy|llvm-cov|run)\b/)
  return [
    {
      task: 'format',
      run: 'cargo fmt --all --check',
      fix: 'cargo fmt --all',
      ...checked(proof(/^cargo (\+\S+ )?fmt\b.*--check/)),
    },
    {
      task: 'lint',
      run: `${clippy} -- -D warnings`,
      fix: `${clippy} --fix`,
      ...checked(proof(/^cargo (\+\S+ )?clippy\b.*-D ?warnings/)),
    },
    { task: 'build', run: `cargo build${scope}${locked}`, ...built(building, doubt) },
    {
      task: 'test',
      run: `cargo test${scope}${locked}`,
      ...tested(proof(/^cargo (\+\S+ )?(test|nextest|llvm-cov)\b/), services, doubt),
    },
  ]
}

function nodeCommands(
  project: Project,
  services: readonly Service[],
  runs: readonly CiRun[],
  ws: Workspace | undefined,
): readonly Command[] {
  const manager = project.manager.value
  const install = INSTALL[manager][project.lockfile ? 'frozen' : 'loose']
  const commands: Command[] = [
    { task: 'install', run: install, enforced: true, reason: 'everything after it needs it' },
  ]
  for (const task of TASKS) {
    const found = checkScript(project, task)
    if (!found) continue
    const fix = fixScript(project, task)
    const proof = runs.find(run => runsScript(run.line, found) || startsScript(run.line, found.name, project))
    const verdict =
      task === 'build'
        ? built(proof, buildDoubt(project, found, ws))
        : task === 'test'
          ? tested(proof, services, testDoubt(project, found, ws))
          : checked(proof)
    commands.push({
      task,
      run: runScript(manager, found, project),
      ...mending(manager, fix, found, project),
      ...verdict,
    })
  }
  return commands
}

function mending(
  manager: PackageManager,
  fix: FoundScript | undefined,
  check: FoundScript,
  project: Project,
): Pick<Command, 'fix'> {
  return fix && fix.name !== check.name ? { fix: runScript(manager, fix, project) } : {}
}

/** `npm test`, `yarn lint`, `pnpm --filter api run build`, `turbo run test`; or the script's own program: `npx eslint .`. */
function runsScript(line: string, script: FoundScript): boolean {
  const [first = '', ...words] = line.split(/\s+/)
  if (!/^(npm|pnpm|yarn|bun|npx|bunx|turbo|nx|nr)$/.test(first)) return false
  const program = /^(?:cross-env\s+|\w+=\S*\s+)*([\w-]+)/.exec(script.text)?.[1] ?? ''
  return (
    words.includes(script.name) ||
    (script.name === 'test' && words[0] === 't') ||
    (!/^(npm|pnpm|yarn|bun|node|run-[sp])$/.test(program) && words.includes(program))
  )
}
