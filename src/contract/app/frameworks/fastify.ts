import { nodeFramework } from '../node.ts'

export const detector = nodeFramework({
  kind: 'fastify',
  above: ['drain'],
  below: ['base', 'limits', 'configuration'],
  libraries: { metrics: ['prom-client'] },
})
