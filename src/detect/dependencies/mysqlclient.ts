import type { DependencyTrait } from '../catalogue.ts'

export const detector: DependencyTrait = {
  crates: ['mysqlclient-sys'],
  vendoredBy: 'mysqlclient-src',
  buildPackages: ['default-libmysqlclient-dev', 'pkg-config'],
  runtimePackages: ['libmariadb3'],
}
