import type { Framework } from '../catalogue.ts'

export const detector: Framework = {
  id: 'grpcio',
  ecosystem: 'rust',
  packages: ['grpcio', 'grpcio-sys'],
  workload: 'grpc',
  starts: ['grpcio::ServerBuilder::new'],
}
