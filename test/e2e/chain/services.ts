import { STORED_ORDERS, STORED_SHELVES, type Stored } from './stores.ts'

/** What the chain has to know of a service besides what the program finds out itself. */
export interface ChainService {
  readonly framework: string
  /** Folder below test/repos. */
  readonly fixture: string
  /** Which of its services. */
  readonly id: string
  /** Answers that only a person can give. */
  readonly parameters: readonly string[]
  /** What is put over the fixture first. */
  readonly stored?: Stored
  /** The package that brings its package manager. */
  readonly manager?: string
  /** What a person does who follows the next steps of the run. */
  readonly steps?: readonly Step[]
  /** Rows that the routes ask for. */
  readonly schema: string
  /** Table that the route of `reads` asks. */
  readonly table: string
  /** A route that asks PostgreSQL, and what the metrics call it. */
  readonly reads: { readonly path: string; readonly template: string }
  /** Its own routes for probes, which the module leaves as they are. */
  readonly own?: readonly string[]
  /** A route that takes a body. */
  readonly takes: { readonly method: string; readonly path: string; readonly json: boolean }
}

export interface Step {
  readonly file: string
  readonly from: string
  readonly to: string
}

/** One service for each framework that the module is written for. */
export const SERVICES: readonly ChainService[] = [
  {
    framework: 'fastify',
    fixture: 'fastify-pg-redis',
    id: 'seat-map',
    parameters: ['theatre=rose', 'seat=A1'],
    steps: [
      { file: 'src/app.ts', from: 'Fastify(options)', to: 'Fastify({ ...options, ...prodReady.options })' },
      {
        file: 'src/server.ts',
        from: 'new Pool({ connectionString: databaseUrl }), ',
        to: "new Pool({ connectionString: databaseUrl }).on('error', error => app.log.error({ err: error }, 'a connection is lost')), ",
      },
    ],
    schema: "create table sold (theatre text, seat text); insert into sold values ('rose', 'B7');",
    table: 'sold',
    reads: { path: '/theatres/rose/seats', template: '/theatres/:theatre/seats' },
    takes: { method: 'PUT', path: '/theatres/rose/seats/A1', json: true },
  },
  {
    framework: 'axum',
    fixture: 'axum-workspace-db',
    id: 'parcels-api',
    parameters: ['code=A-17'],
    schema: "create table parcels (code text, weight_grams int4); insert into parcels values ('A-17', 450);",
    table: 'parcels',
    reads: { path: '/parcels/A-17', template: '/parcels/:code' },
    takes: { method: 'PUT', path: '/parcels/A-17/place', json: false },
  },
  {
    framework: 'express',
    fixture: 'express-ts-pnpm',
    id: 'link-shelf',
    stored: STORED_SHELVES,
    manager: 'pnpm@10.34.9',
    own: ['/health'],
    parameters: ['name=garden'],
    schema:
      "create table links (shelf text, url text); insert into links values ('garden', 'https://example.org/roses');",
    table: 'links',
    reads: { path: '/shelves/garden', template: '/shelves/:name' },
    takes: { method: 'POST', path: '/shelves/garden', json: true },
  },
  {
    framework: 'actix-web',
    fixture: 'actix-workspace',
    id: 'api',
    stored: STORED_ORDERS,
    own: ['/health'],
    parameters: ['id=7'],
    schema: 'create table orders (id int4, quantity int4); insert into orders values (7, 3);',
    table: 'orders',
    reads: { path: '/orders/7/quantity', template: '/orders/{id}/quantity' },
    takes: { method: 'POST', path: '/orders/total', json: true },
  },
]
