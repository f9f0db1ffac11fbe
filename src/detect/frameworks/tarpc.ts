import type { Framework } from '../catalogue.ts'

export const detector: Framework = {
  id: 'tarpc',
  ecosystem: 'rust',
  packages: ['tarpc'],
  workload: 'tcp',
  starts: ['tarpc::serde_transport::tcp::listen', 'serde_transport::tcp::listen'],
}
