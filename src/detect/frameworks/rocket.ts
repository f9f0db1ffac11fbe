import type { Framework } from '../catalogue.ts'

export const detector: Framework = {
  id: 'rocket',
  ecosystem: 'rust',
  packages: ['rocket'],
  starts: [
    'rocket::build',
    'rocket::custom',
    'rocket::ignite',
    'rocket::Rocket::build',
    'rocket::Rocket::custom',
    '#[launch]',
    '#[rocket::launch]',
  ],
  port: 8000,
  portVariable: 'ROCKET_PORT',
  hostVariable: 'ROCKET_ADDRESS',
  loopback: true,
  logging: 'rocket',
}
