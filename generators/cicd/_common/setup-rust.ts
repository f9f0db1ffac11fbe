import type { ProjectContract } from '../../../src/contract/index.ts'
import { basename, isInside } from '../../../src/text/paths.ts'
import type { Workspace } from '../../../src/workspace/types.ts'
import type { Step, Toolchain } from './steps.ts'
import { expression, joined, type Value } from './yaml.ts'

/** @returns the steps that bring Rust, with the versions that CI runs; a toolchain file of the repository decides where there is one */
export function rustToolchain({ project, runtimes }: ProjectContract, ws: Workspace): Toolchain {
  const file = project.runtime?.evidence[0]?.path
  const fromFile = file !== undefined && /^rust-toolchain(\.toml)?$/.test(basename(file))
  return {
    ...(fromFile ? {} : { matrix: { key: 'toolchain', values: runtimes } }),
    env: { CARGO_TERM_COLOR: 'always', CARGO_INCREMENTAL: 0, ...offlineQueries(project.path, ws) },
    steps: [fromFile ? installFromFile : installVersion, cache(project.path)],
  }
}

const installFromFile: Step = {
  name: 'Install Rust',
  comment: ['rustup reads the version from the toolchain file of the repository.'],
  run: 'rustup toolchain install --no-self-update\nrustup component add clippy rustfmt',
}

const installVersion: Step = {
  name: 'Install Rust',
  env: { TOOLCHAIN: expression('${{ matrix.toolchain }}') },
  run: 'rustup toolchain install "$TOOLCHAIN" --no-self-update --profile minimal --component clippy,rustfmt\nrustup default "$TOOLCHAIN"',
}

function cache(folder: string): Step {
  const save: Value = expression("${{ github.event_name == 'push' }}")
  return {
    name: 'Restore the cache of dependencies',
    uses: 'Swatinem/rust-cache',
    with: { ...(folder === '.' ? {} : { workspaces: joined(folder) }), 'save-if': save },
  }
}

/** Queries of sqlx that were prepared are checked against the folder .sqlx: without this, a DATABASE_URL in .env would be asked. */
function offlineQueries(folder: string, ws: Workspace): Readonly<Record<string, Value>> {
  const prepared = ws.files.some(
    path => isInside(path, folder) && /(^|\/)(\.sqlx\/query-[^/]+\.json|sqlx-data\.json)$/.test(path),
  )
  return prepared ? { SQLX_OFFLINE: true } : {}
}
