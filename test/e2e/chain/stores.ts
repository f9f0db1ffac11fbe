/** Two fixtures keep what they know in memory. Here they keep it in PostgreSQL, and count in Redis: the routes stay what they are. */

export interface Stored {
  readonly files: Readonly<Record<string, string>>
  /** Commands that add the libraries, as a person does. */
  readonly libraries: readonly (readonly [program: string, ...args: string[]])[]
}

const SHELVES = `import type { Redis } from 'ioredis';
import type { Pool } from 'pg';

export interface Shelves {
  links(name: string): Promise<string[]>;
  put(name: string, url: string): Promise<void>;
}

export function storedShelves(pool: Pool, redis: Redis): Shelves {
  return {
    async links(name) {
      const found = await pool.query<{ url: string }>('select url from links where shelf = $1', [name]);
      return found.rows.map(row => row.url);
    },
    async put(name, url) {
      await pool.query('insert into links values ($1, $2)', [name, url]);
      await redis.incr(\`puts:\${name}\`);
    },
  };
}
`

const APP = `import express, { type Express } from 'express';
import type { Shelves } from './shelves.js';

export function createApp(shelves: Shelves): Express {
  const app = express();
  app.use(express.json());

  app.get('/health', (_request, response) => {
    response.json({ status: 'ok' });
  });

  app.get('/shelves/:name', async (request, response) => {
    response.json(await shelves.links(request.params.name));
  });

  app.post('/shelves/:name', async (request, response) => {
    const url: unknown = request.body?.url;
    if (typeof url !== 'string' || !URL.canParse(url)) {
      response.status(422).json({ error: 'url is missing or is no URL' });
      return;
    }
    await shelves.put(request.params.name, url);
    response.status(201).end();
  });

  return app;
}
`

const SERVER = `import { Redis } from 'ioredis';
import { Pool } from 'pg';
import { createApp } from './app.js';
import { storedShelves } from './shelves.js';

const port = Number(process.env.PORT ?? 3000);
const databaseUrl = process.env.DATABASE_URL;
const redisUrl = process.env.REDIS_URL;
if (!databaseUrl || !redisUrl) throw new Error('DATABASE_URL and REDIS_URL are needed');

const pool = new Pool({ connectionString: databaseUrl });
const redis = new Redis(redisUrl);
// what nobody listens to ends the process
pool.on('error', () => undefined);
redis.on('error', () => undefined);

createApp(storedShelves(pool, redis)).listen(port, '0.0.0.0');
`

/** Of express-ts-pnpm. */
export const STORED_SHELVES: Stored = {
  files: { 'src/shelves.ts': SHELVES, 'src/app.ts': APP, 'src/server.ts': SERVER, 'src/app.test.ts': '' },
  libraries: [['pnpm', 'add', '--lockfile-only', 'pg@^8.16.0', 'ioredis@^5.8.0', '@types/pg@^8.15.0']],
}

const ORDERS = `use std::env;

use actix_web::{error, get, post, web, App, HttpResponse, HttpServer, Responder};
use deadpool_postgres::{tokio_postgres::NoTls, Config, Pool, Runtime};
use orders_core::Order;
use redis::AsyncCommands;

#[get("/health")]
async fn health() -> impl Responder {
    HttpResponse::Ok().body("ok")
}

#[post("/orders/total")]
async fn total(order: web::Json<Order>) -> impl Responder {
    match order.total_cents() {
        Some(cents) => HttpResponse::Ok().json(cents),
        None => HttpResponse::UnprocessableEntity().finish(),
    }
}

#[get("/orders/{id}/quantity")]
async fn quantity(
    id: web::Path<i32>,
    pool: web::Data<Pool>,
    cache: web::Data<redis::Client>,
) -> actix_web::Result<impl Responder> {
    let client = pool.get().await.map_err(|_| unavailable())?;
    let row = client
        .query_opt("select quantity from orders where id = $1", &[&*id])
        .await
        .map_err(|_| unavailable())?;
    let mut counted = cache
        .get_multiplexed_async_connection()
        .await
        .map_err(|_| unavailable())?;
    let _: i64 = counted
        .incr("asked", 1)
        .await
        .map_err(|_| unavailable())?;
    Ok(match row {
        Some(row) => HttpResponse::Ok().json(row.get::<_, i32>(0)),
        None => HttpResponse::NotFound().finish(),
    })
}

fn unavailable() -> actix_web::Error {
    error::ErrorServiceUnavailable("")
}

fn routes(config: &mut web::ServiceConfig) {
    config.service(health).service(total).service(quantity);
}

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    let port = env::var("PORT")
        .ok()
        .and_then(|value| value.parse::<u16>().ok())
        .unwrap_or(8080);
    let mut config = Config::new();
    config.url = Some(env::var("DATABASE_URL").expect("DATABASE_URL is set"));
    let pool = config
        .create_pool(Some(Runtime::Tokio1), NoTls)
        .expect("DATABASE_URL can be read");
    let redis_url = env::var("REDIS_URL").expect("REDIS_URL is set");
    let cache = redis::Client::open(redis_url).expect("REDIS_URL can be read");
    HttpServer::new(move || {
        App::new()
            .app_data(web::Data::new(pool.clone()))
            .app_data(web::Data::new(cache.clone()))
            .configure(routes)
    })
    .workers(2)
    .shutdown_timeout(5)
    .bind(("0.0.0.0", port))?
    .run()
    .await
}
`

/** Of actix-workspace. */
export const STORED_ORDERS: Stored = {
  files: { 'crates/api/src/main.rs': ORDERS },
  libraries: [
    ['cargo', 'add', '--quiet', '--package=orders-api', 'deadpool-postgres@0.14'],
    ['cargo', 'add', '--quiet', '--package=orders-api', 'redis@0.27', '--no-default-features', '--features=tokio-comp'],
    ['cargo', 'metadata', '--format-version=1'],
  ],
}
