import type { Framework } from '../catalogue.ts'

export const detector: Framework = {
  id: 'grpc-js',
  ecosystem: 'node',
  packages: ['@grpc/grpc-js', 'grpc'],
  rank: 0,
  workload: 'grpc',
}
