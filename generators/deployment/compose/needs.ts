import { imageText, pinned } from '../../../src/contract/images.ts'
import type { Need, NeedKind } from '../../../src/contract/needs.ts'
import type { ServiceContract } from '../../../src/contract/types.ts'
import type { Json } from '../../../src/edit/types.ts'
import { NEED_IMAGES } from '../_common/images.ts'
import { BACKEND, CONFINED, health, limits, type Container } from './container.ts'

/** User and database of the local stack, and the variable with the password: it is nowhere in the repository. */
const OWNER = 'app'
export const PASSWORD = 'POSTGRES_PASSWORD'

interface Kind {
  /** What a service is told. */
  readonly url: (need: Need) => string
  readonly about: readonly string[]
  readonly value: Readonly<Record<string, Json>>
  /** Named volume. */
  readonly volume?: string
}

const KINDS: Readonly<Record<NeedKind, Kind>> = {
  postgres: {
    url: need => `postgres://${OWNER}:\${${PASSWORD}}@${need.host}:${need.port}/${OWNER}`,
    about: [`It starts with a password only: ${PASSWORD}, in .env or in the environment.`],
    value: {
      user: 'postgres',
      environment: { POSTGRES_USER: OWNER, POSTGRES_DB: OWNER, [PASSWORD]: null },
      ...health('pg_isready', '--username', OWNER, '--dbname', OWNER),
      // from 18 on, the image keeps the data of each major version in a folder below this one
      volumes: ['postgres-data:/var/lib/postgresql'],
      tmpfs: ['/tmp', '/var/run/postgresql'],
      shm_size: '128mb',
      ...limits('1.0', '512M'),
    },
    volume: 'postgres-data',
  },
  redis: {
    url: need => `redis://${need.host}:${need.port}`,
    about: ['In memory only.'],
    value: {
      user: 'redis',
      command: ['redis-server', '--save', '', '--appendonly', 'no'],
      ...health('redis-cli', '-e', 'ping'),
      tmpfs: ['/data'],
      ...limits('0.5', '256M'),
    },
  },
}

/** @returns what the services cannot do without, each kind once; a need whose host name a service has is left out */
export function needsOf(services: readonly ServiceContract[]): readonly Need[] {
  const names = new Set(services.map(service => service.id))
  const needs = services.flatMap(service => service.needs).filter(need => !need.optional && !names.has(need.host))
  return [...new Map(needs.map(need => [need.kind, need])).values()]
}

/** @returns the container of a need */
export function needContainer(need: Need, digests: readonly string[]): Container {
  const { about, value } = KINDS[need.kind]
  const image = imageText(pinned(NEED_IMAGES[need.kind], digests))
  return { name: need.host, about, value: { image, ...value, networks: [BACKEND], ...CONFINED } }
}

/** @returns named volumes of the needs */
export function volumesOf(needs: readonly Need[]): readonly string[] {
  return needs.flatMap(need => KINDS[need.kind].volume ?? [])
}

/** @returns the URL that a service is told */
export function urlOf(need: Need): string {
  return KINDS[need.kind].url(need)
}

/** @returns user and database, as the exporter of the database is told them */
export function postgresLogin(need: Need): Readonly<Record<string, Json>> {
  return {
    DATA_SOURCE_URI: `${need.host}:${need.port}/${OWNER}?sslmode=disable`,
    DATA_SOURCE_USER: OWNER,
    DATA_SOURCE_PASS: `\${${PASSWORD}}`,
  }
}
