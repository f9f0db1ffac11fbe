import type { Framework } from '../catalogue.ts'
import { standaloneOf } from '../services/node-nest.ts'

export const detector: Framework = {
  id: 'nestjs',
  ecosystem: 'node',
  packages: ['@nestjs/core'],
  rank: 4,
  commands: ['nest start'],
  port: 3000,
  logging: 'nestjs',
  standalone: standaloneOf,
  decorated: {
    handlers: [
      ...['EventPattern', 'MessagePattern', 'Processor', 'Process', 'Cron', 'Interval'],
      ...['SqsMessageHandler', 'RabbitSubscribe', 'RabbitRPC'],
    ],
    answering:
      /^(?:@nestjs\/(?:graphql|websockets|serve-static|platform-socket\.io|platform-ws)|socket\.io|ws|graphql-\w+|@trpc\/server|http-proxy-middleware|@bull-board\/.*)$/,
  },
}
