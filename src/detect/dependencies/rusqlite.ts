import type { DependencyTrait } from '../catalogue.ts'

/** Links against the system's SQLite unless it is compiled in. */
export const detector: DependencyTrait = {
  cargo: ['rusqlite', 'r2d2_sqlite', 'tokio-rusqlite', 'deadpool-sqlite', 'async-sqlite', 'rbdc-sqlite'],
  database: 'sqlite',
  orm: true,
  crates: ['libsqlite3-sys'],
  vendoredBy: 'cc',
  buildPackages: ['pkg-config', 'libsqlite3-dev'],
  runtimePackages: ['libsqlite3-0'],
}
