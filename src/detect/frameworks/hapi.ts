import type { Framework } from '../catalogue.ts'

export const detector: Framework = {
  id: 'hapi',
  ecosystem: 'node',
  // glue makes the server from a manifest: the program itself need not import hapi
  packages: ['@hapi/hapi', 'hapi', '@hapi/glue', 'glue'],
  rank: 2,
  opens: { modules: ['@hapi/hapi', 'hapi'], calls: ['server', 'Server'] },
}
