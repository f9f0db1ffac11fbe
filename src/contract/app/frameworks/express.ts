import { nodeFramework } from '../node.ts'

export const detector = nodeFramework({
  kind: 'express',
  above: ['base'],
  below: ['probes', 'observation', 'limits', 'drain', 'configuration'],
  libraries: { metrics: ['prom-client'], logging: ['pino'] },
})
