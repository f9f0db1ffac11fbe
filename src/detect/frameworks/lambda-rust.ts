import type { Framework } from '../catalogue.ts'

export const detector: Framework = {
  id: 'aws-lambda',
  ecosystem: 'rust',
  packages: ['lambda_http', 'lambda_runtime'],
  rank: 2,
  workload: 'serverless',
  starts: ['lambda_http::run', 'lambda_runtime::run', 'lambda_http::lambda_runtime::run'],
}
