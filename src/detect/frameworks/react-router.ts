import type { Framework } from '../catalogue.ts'

/** The framework mode: as a library alone it has no development package. */
export const detector: Framework = {
  id: 'react-router',
  ecosystem: 'node',
  packages: ['@react-router/dev', '@react-router/serve', '@react-router/node', '@react-router/express'],
  rank: 6,
  commands: ['react-router-serve'],
  entries: ['app/entry.server', 'server'],
  port: 3000,
  portVariable: 'PORT',
  hostVariable: 'HOST',
  server: { output: 'build', start: ['node_modules/.bin/react-router-serve', 'build/server/index.js'] },
}
