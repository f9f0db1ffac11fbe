import { nodeFramework } from '../node.ts'

export const detector = nodeFramework({
  kind: 'express',
  above: ['base'],
  below: ['limits', 'drain', 'configuration'],
  libraries: { metrics: ['prom-client'], logging: ['pino'] },
})
