import type { DependencyTrait } from '../catalogue.ts'

export const detector: DependencyTrait = {
  cargo: ['aws-sdk-dynamodb', 'rusoto_dynamodb'],
  npm: [
    '@aws-sdk/client-dynamodb',
    '@aws-sdk/lib-dynamodb',
    'dynamoose',
    'electrodb',
    'dynamodb-toolbox',
    '@typedorm/core',
  ],
  database: 'dynamodb',
}
