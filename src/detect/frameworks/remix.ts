import type { Framework } from '../catalogue.ts'

export const detector: Framework = {
  id: 'remix',
  ecosystem: 'node',
  packages: ['@remix-run/node', '@remix-run/serve', '@remix-run/express', '@remix-run/react'],
  rank: 6,
  commands: ['remix-serve'],
  entries: ['app/entry.server', 'server'],
  port: 3000,
  portVariable: 'PORT',
  hostVariable: 'HOST',
  server: { output: 'build' },
}
