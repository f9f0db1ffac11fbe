import type { DependencyTrait } from '../catalogue.ts'

export const detector: DependencyTrait = {
  npm: ['sequelize', 'sequelize-typescript', '@nestjs/sequelize'],
  orm: 'sequelize',
}
