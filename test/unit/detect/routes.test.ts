import { describe, expect, it } from 'vitest'
import type { Service } from '../../../src/detect/index.ts'
import { all, cargo, manifest, serviceOf, type Files } from './read.ts'

const routes = (service: Service): readonly string[] => service.routes.map(route => `${route.method} ${route.value}`)

function node(dependencies: readonly string[], files: Files, type = 'module'): Promise<Service> {
  return serviceOf({
    'package.json': manifest({
      type,
      dependencies: Object.fromEntries(dependencies.map(name => [name, '1'])),
      scripts: { start: 'node main.js' },
    }),
    ...files,
  })
}

const EXPRESS: readonly (readonly [string, Files, readonly string[]])[] = [
  [
    'routers of other files, mounted under each other',
    {
      'main.js': `import express from 'express'\nimport { api } from './api.js'\nconst app = express()\napp.use('/api', api)\napp.get('/', home)\napp.listen(3000)\n`,
      'api.js': `import { Router } from 'express'\nimport users from './users.js'\nexport const api = Router()\napi.use(users)\napi.use('/v2/', users)\n`,
      'users.js': `import { Router } from 'express'\nconst router = Router()\nrouter.route('/users').get(list).post(auth, create)\nrouter.delete('/users/:id', remove)\nexport default router\n`,
    },
    [
      'GET /',
      'GET /api/users',
      'POST /api/users',
      'DELETE /api/users/:id',
      'GET /api/v2/users',
      'POST /api/v2/users',
      'DELETE /api/v2/users/:id',
    ],
  ],
  [
    'routers that a file hands out in an object, behind a file that hands it on',
    {
      'main.js': `const express = require('express')\nconst routes = require('./routes')\nconst app = express()\napp.use('/', routes.pages)\napp.use('/api', routes.api)\napp.use('/files', routes.files)\napp.use('/users', routes.people)\napp.listen(3000)\n`,
      'routes/index.js': `module.exports = require('./routes')\n`,
      'routes/routes.js': `const { Router } = require('express')\nconst people = require('./people')\nconst pages = Router()\npages.get('/about', about)\nconst apiRouter = Router()\napiRouter.get('/links', list)\nmodule.exports = { api: apiRouter, pages, files: require('./files'), people }\n`,
      'routes/files.js': `const router = require('express').Router()\nrouter.get('/:name', read)\nmodule.exports = router\n`,
      'routes/people.js': `const router = require('express').Router()\nrouter.put('/:id', save)\nmodule.exports = router\n`,
    },
    ['GET /about', 'GET /api/links', 'GET /files/:name', 'PUT /users/:id'],
  ],
  [
    'several routers of one file, each under its own path',
    {
      'main.js': `import express from 'express'\nimport { users, posts } from './routers.js'\nconst app = express()\napp.use('/users', users)\napp.use('/posts', posts)\napp.listen(3000)\n`,
      'routers.js': `import { Router } from 'express'\nexport const users = Router()\nexport const posts = Router()\nusers.get('/', list)\nposts.put('/:id', save)\n`,
    },
    ['PUT /posts/:id', 'GET /users'],
  ],
  [
    'routers under other names, behind a file that exports all of several others',
    {
      'main.js': `import express from 'express'\nimport { Users, Posts } from './controllers/index.js'\nconst app = express()\napp.use('/users', Users)\napp.use('/posts', Posts)\napp.listen(3000)\n`,
      'controllers/index.js': `export * from './users.js'\nexport * from './posts.js'\n`,
      'controllers/users.js': `import Router from 'express-promise-router'\nconst router = Router()\nrouter.get('/:id', show)\nexport const Users = router\n`,
      'controllers/posts.js': `import Router from 'express-promise-router'\nconst router = Router()\nrouter.get('/', list)\nexport const Posts = router\n`,
    },
    ['GET /posts', 'GET /users/:id'],
  ],
  [
    'a list of routers that a loop mounts, and names of paths',
    {
      'main.js': `const express = require('express')\nconst app = express()\nconst BASE = '/v1'\nconst list = [{ path: '/auth', route: require('./auth') }]\nconst router = express.Router()\nlist.forEach(entry => router.use(entry.path, entry.route))\napp.use('/api', router)\napp.get(\`\${BASE}/me\`, me)\napp.post(['/a', '/b'], save)\napp.listen(3000)\n`,
      'auth.js': `const router = require('express').Router()\nrouter.post('/login', login)\nmodule.exports = router\n`,
    },
    ['POST /a', 'POST /api/auth/login', 'POST /b', 'GET /v1/me'],
  ],
  [
    'routes that functions of other files add to a router they are given',
    {
      'main.js': `import express from 'express'\nimport routes from './routes.js'\nimport config from './config.js'\nconst app = express()\napp.use(config.api.prefix, routes())\napp.listen(3000)\n`,
      'config.js': `export default { api: { prefix: '/api' } }\n`,
      'routes.js': `import { Router } from 'express'\nimport user from './user.js'\nexport default () => {\n  const app = Router()\n  user(app)\n  return app\n}\n`,
      'user.js': `import { Router } from 'express'\nconst route = Router()\nexport default app => {\n  app.use('/users', route)\n  route.get('/me', me)\n}\n`,
    },
    ['GET /api/users/me'],
  ],
  [
    'routers of objects, which the application makes',
    {
      'main.js': `import express from 'express'\nimport { Api } from './api.js'\nimport { Hls } from './hls.js'\nimport Pages from './pages.js'\nconst hls = new Hls()\nclass Server {\n  constructor() {\n    this.app = express()\n    this.api = new Api(this)\n    this.app.use('/api', auth, this.api.router)\n    this.app.use('/hls', hls.router)\n    this.app.use('/pages', new Pages().router)\n    this.app.listen(3000)\n  }\n}\nnew Server()\n`,
      ...Object.fromEntries(
        ['export class Api', 'export class Hls', 'export default class Pages'].map(head => {
          const name = head.slice(head.lastIndexOf(' ') + 1).toLowerCase()
          return [
            `${name}.js`,
            `import { Router } from 'express'\n${head} {\n  constructor() {\n    this.router = Router()\n    this.router.get('/${name}s', list)\n  }\n}\n`,
          ]
        }),
      ),
    },
    ['GET /api/apis', 'GET /hls/hlss', 'GET /pages/pagess'],
  ],
  [
    'nothing that only describes a route',
    {
      'main.js': `import express from 'express'\nimport { OpenAPIRegistry } from '@asteasolutions/zod-to-openapi'\nconst app = express()\nconst users = express.Router()\nconst registry = new OpenAPIRegistry()\nregistry.registerPath({ method: 'get', path: '/users', responses })\nusers.get('/', list)\napp.use('/users', users)\napp.listen(3000)\n`,
    },
    ['GET /users'],
  ],
  [
    'nothing of clients, caches and settings',
    {
      'main.js': `import express from 'express'\nimport axios from 'axios'\nconst app = express()\nconst http = axios.create()\napp.get('/real', async () => { await http.post('/users', body); cache.get('/x', load); config.get('/y', z); axios.get('/z', options) })\napp.get('port', x)\napp.listen(3000)\n`,
    },
    ['GET /real'],
  ],
]

describe('express', () => {
  it.each(EXPRESS)('%s', async (_, files, wanted) => {
    const isModule = files['main.js']?.startsWith('import') === true
    expect(routes(await node(['express'], files, isModule ? 'module' : 'commonjs'))).toEqual(wanted)
  })
})

describe('other frameworks of Node', () => {
  it('fastify: routes that say the types of what they are asked', async () => {
    const service = await node(['fastify'], {
      'main.ts': `import Fastify, { type FastifyInstance } from 'fastify'\nfunction build(): FastifyInstance {\n  const app = Fastify()\n  app.get<{ Params: { hall: string } }>('/halls/:hall', async request => request.params)\n  app.put<{\n    Params: { hall: string; seat: string }\n    Reply: Promise<string>\n  }>(\n    '/halls/:hall/seats/:seat',\n    async () => 'ok',\n  )\n  return app\n}\nawait build().listen({ port: 3000 })\n`,
      'tsconfig.json': '{ "compilerOptions": { "outDir": "." } }',
    })
    expect(routes(service)).toEqual(['GET /halls/:hall', 'PUT /halls/:hall/seats/:seat'])
  })

  it('fastify: prefixes of plugins, routes as objects, folders that are loaded', async () => {
    const own = await node(['fastify'], {
      'main.js': `import Fastify from 'fastify'\nimport { users } from './routes/account/users.js'\nconst app = Fastify()\napp.register(users)\nawait app.listen({ port: 3000 })\n`,
      'routes/account/users.js': `export async function users(app) {\n  app.get('/users', list)\n}\n`,
    })
    expect(routes(own)).toEqual(['GET /users'])
    const service = await node(['fastify', '@fastify/autoload'], {
      'main.js': `import Fastify from 'fastify'\nimport autoload from '@fastify/autoload'\nimport users from './users.js'\nconst app = Fastify()\napp.register(users, { prefix: '/users' })\napp.register(async api => { api.get('/ping', handler) }, { prefix: '/inline' })\napp.register(autoload, { dir: 'routes' })\napp.route({ method: ['GET', 'HEAD'], url: '/object', handler })\nawait app.listen({ port: 3000 })\n`,
      'users.js': `export default async function users(fastify) {\n  fastify.get('/', list)\n  fastify.patch('/:id', { schema }, save)\n}\n`,
      'routes/shop/items/index.js': `const plugin = async fastify => { fastify.get('/:sku', show) }\nexport default plugin\n`,
    })
    expect(routes(service)).toEqual([
      'GET /inline/ping',
      'GET /object',
      'HEAD /object',
      'GET /shop/items/:sku',
      'GET /users',
      'PATCH /users/:id',
    ])
  })

  it('fastify: folders that are loaded under a prefix, and the route of a plugin that watches the load', async () => {
    const service = await node(['fastify', '@fastify/autoload', '@fastify/under-pressure'], {
      'main.js': `import Fastify from 'fastify'\nimport path from 'node:path'\nimport AutoLoad from '@fastify/autoload'\nimport underPressure from '@fastify/under-pressure'\nconst app = Fastify()\nawait app.register(AutoLoad, {\n  dir: path.join(import.meta.dirname, './modules'),\n  dirNameRoutePrefix: false,\n  options: { prefix: '/api' },\n})\nawait app.register(AutoLoad, { dir: path.join(import.meta.dirname, 'pages') })\napp.register(underPressure, { exposeStatusRoute: { url: '/healthz' } })\nawait app.listen({ port: 3000 })\n`,
      'modules/user/users.route.js': `export default async function users(fastify) {\n  fastify.get('/v1/users', list)\n}\n`,
      'pages/about/index.js': `export default async function about(fastify) {\n  fastify.get('/', list)\n}\n`,
    })
    expect(routes(service)).toEqual(['GET /about', 'GET /api/v1/users', 'GET /healthz'])
    expect(service.healthPaths.map(({ value }) => value)).toEqual(['/healthz'])
  })

  it('fastify: a prefix that only the running program knows is a parameter, and no probe is found behind it', async () => {
    const service = await node(['fastify'], {
      'main.js': `import Fastify from 'fastify'\nimport { api } from './api.js'\nconst app = Fastify()\napp.register(api, { version: 'v1' })\nawait app.listen({ port: 3000 })\n`,
      'api.js': `export async function api(app, options) {\n  const { version = 'v2' } = options\n  app.register(async i => { i.get('/users', list); i.get('/health', alive) }, { prefix: \`/\${version}\` })\n  app.register(async i => { i.get('/ping', list) }, { prefix: options.base })\n}\n`,
    })
    expect(routes(service)).toEqual(['GET /:base/ping', 'GET /:version/health', 'GET /:version/users'])
    expect(service.healthPaths).toEqual([])
  })

  it.each([
    ['of the same file', "const BASE = '/api'\n", ''],
    ['of another file', "import { BASE } from './base.js'\n", "export const BASE = '/api'\n"],
  ])('a prefix that is a constant %s is known', async (_, made, base) => {
    const files = { 'base.js': base, 'shop.js': "export const shop = Router()\nshop.get('/health', alive)\n" }
    const express = `import express, { Router } from 'express'\nimport { shop } from './shop.js'\n${made}const app = express()\napp.use(BASE, shop)\napp.listen(3000)\n`
    const mounted = await node(['express'], {
      ...files,
      'main.js': express,
      'shop.js': `import { Router } from 'express'\n${files['shop.js']}`,
    })
    expect(mounted.healthPaths.map(({ value }) => value)).toEqual(['/api/health'])
    const fastify = `import Fastify from 'fastify'\n${made}const app = Fastify()\napp.register(async i => { i.get('/health', alive) }, { prefix: BASE })\napp.register(async i => { i.get('/ping', alive) }, { prefix: \`\${BASE}/v1\` })\nawait app.listen({ port: 3000 })\n`
    const registered = await node(['fastify'], { ...files, 'main.js': fastify })
    expect(routes(registered)).toEqual(['GET /api/health', 'GET /api/v1/ping'])
  })

  it('fastify: a route that a file exports again has the prefix of where it is mounted', async () => {
    const service = await node(['fastify'], {
      'main.js': `import Fastify from 'fastify'\nimport { show } from './routes/index.js'\nconst app = Fastify()\napp.register(async i => { i.route(show) }, { prefix: '/v8' })\nawait app.listen({ port: 3000 })\n`,
      'routes/index.js': `export { find as show } from './find.js'\n`,
      'routes/find.js': `export const find = { method: 'GET', url: '/items', handler() {} }\n`,
    })
    expect(routes(service)).toEqual(['GET /v8/items'])
  })

  it('nest: the prefix of the application from its settings, versions, and what is excluded', async () => {
    const service = await serviceOf({
      'package.json': manifest({
        dependencies: { '@nestjs/core': '11', '@nestjs/common': '11', '@nestjs/config': '4' },
        scripts: { start: 'node dist/main.js' },
      }),
      'src/main.ts': `import { NestFactory } from '@nestjs/core'\nimport settings from './app.config'\nimport { Users } from './users.controller'\nasync function bootstrap() {\n  const app = await NestFactory.create(AppModule)\n  const config = app.get(ConfigService)\n  app.setGlobalPrefix(config.getOrThrow('app.prefix', { infer: true }), { exclude: ['/'] })\n  app.enableVersioning({ type: VersioningType.URI })\n  await app.listen(3000)\n}\nbootstrap()\n`,
      'src/app.config.ts': `import { registerAs } from '@nestjs/config'\nexport default registerAs<App>('app', () => ({ prefix: process.env.API_PREFIX || 'api' }))\n`,
      'src/users.controller.ts': `@Controller({ path: 'users', version: '1' })\nexport class Users {\n  @Get() list() {}\n  @Post(':id/posts') create() {}\n  @Version('2') @Delete(':id') remove() {}\n}\n@Controller()\nexport class Home { @Get() home() {} }\n`,
    })
    expect(routes(service)).toEqual([
      'GET /',
      'GET /api/v1/users',
      'DELETE /api/v1/users/:id',
      'POST /api/v1/users/:id/posts',
      'DELETE /api/v2/users/:id',
    ])
  })

  it('nestjs: the paths that modules have, one inside of the other', async () => {
    const service = await node(['@nestjs/core', '@nestjs/common'], {
      'main.js': `import { NestFactory } from '@nestjs/core'\nimport { Root } from './root.js'\nconst app = await NestFactory.create(Root)\napp.setGlobalPrefix('api')\nawait app.listen(3000)\n`,
      'root.js': `import { Module } from '@nestjs/common'\nimport { RouterModule } from '@nestjs/core'\nimport { Shop, Stock } from './shop/index.js'\nimport { tree } from './tree.js'\nimport { Home } from './home.js'\n@Module({ imports: [RouterModule.register(tree), Shop, Stock], controllers: [Home] })\nexport class Root {}\n`,
      'tree.js': `import { Shop, Stock } from './shop/index.js'\nconst FRONT = '/shop'\nexport const tree = [{ path: FRONT, module: Shop, children: [{ path: 'stock', module: Stock }] }]\n`,
      'home.js': `import { Controller, Get } from '@nestjs/common'\n@Controller()\nexport class Home { @Get('about') about() {} }\n`,
      'shop/index.js': `export { Shop } from './shop.js'\nexport { Stock } from './stock.js'\n`,
      'shop/shop.js': `import { Controller, Get, Module } from '@nestjs/common'\n@Controller('orders')\nclass Orders { @Get() list() {} @Get('health') health() {} }\n@Module({ controllers: [Orders] })\nexport class Shop {}\n`,
      'shop/stock.js': `import { Module } from '@nestjs/common'\nimport { Items } from './items.js'\n@Module({ controllers: [Items] })\nexport class Stock {}\n`,
      'shop/items.js': `import { Controller, Post } from '@nestjs/common'\n@Controller('items')\nexport class Items { @Post() add() {} }\n`,
    })
    expect(routes(service)).toEqual([
      'GET /api/about',
      'GET /api/shop/orders',
      'GET /api/shop/orders/health',
      'POST /api/shop/stock/items',
    ])
    expect(all(service.healthPaths)).toEqual(['/api/shop/orders/health'])
  })

  it('hono: chains that are kept, base paths, and described routes', async () => {
    const service = await node(['hono', '@hono/node-server', '@hono/zod-openapi'], {
      'main.js': `import { Hono } from 'hono'\nimport { serve } from '@hono/node-server'\nimport { users } from './users.js'\nimport { createRoute } from '@hono/zod-openapi'\nconst app = new Hono().basePath('/api')\napp.route('/users', users)\napp.on(['PUT', 'POST'], '/on', save)\nconst list = createRoute({ method: 'get', path: '/tasks/{id}', responses: {} })\nserve({ fetch: app.fetch, port: 3000 })\n`,
      'users.js': `import { Hono } from 'hono'\nexport const users = new Hono().get('/', list).post('/:id', create)\n`,
    })
    expect(routes(service)).toEqual([
      'POST /api/on',
      'PUT /api/on',
      'GET /api/users',
      'POST /api/users/:id',
      'GET /tasks/{id}',
    ])
  })

  it('koa: prefixes of routers', async () => {
    const service = await node(['koa', '@koa/router'], {
      'main.js': `import Koa from 'koa'\nimport Router from '@koa/router'\nconst app = new Koa()\nconst router = new Router({ prefix: '/api' })\nconst inner = new Router()\ninner.get('/tags', list)\nrouter.use('/v1', inner.routes())\nrouter.del('/x', remove)\napp.use(router.routes())\napp.listen(3000)\n`,
    })
    expect(routes(service)).toEqual(['GET /api/v1/tags', 'DELETE /api/x'])
  })

  it('elysia: groups and prefixes', async () => {
    const service = await node(['elysia'], {
      'main.js': `import { Elysia } from 'elysia'\nconst users = new Elysia({ prefix: '/users' }).get('/', list).delete('/:id', remove)\nnew Elysia().group('/api', app => app.use(users).get('/me', me)).listen(3000)\n`,
    })
    expect(routes(service)).toEqual(['GET /api/me', 'GET /api/users', 'DELETE /api/users/:id'])
  })

  it('next: files, with the methods that they export', async () => {
    const service = await serviceOf({
      'package.json': manifest({ dependencies: { next: '16' }, scripts: { build: 'next build', start: 'next start' } }),
      'app/(shop)/api/items/[id]/route.ts': 'export async function GET() {}\nexport const DELETE = handler\n',
      'pages/api/old.ts': 'export default handler\n',
    })
    expect(routes(service)).toEqual(['DELETE /api/items/[id]', 'GET /api/items/[id]', 'ANY /api/old'])
  })
})

const RUST: readonly (readonly [string, readonly string[], string, readonly string[]])[] = [
  [
    'axum: methods, nests, merges, constants and functions that return routers',
    ['axum = "0.8"', 'tokio = "1"'],
    `const ITEMS: &str = "/items";
    fn users() -> Router { Router::new().route("/", get(list).post(create)).route("/{id}", delete(remove)) }
    fn more() -> Router { Router::new().route(ITEMS, axum::routing::put(save)).route("/any", any(h)).route("/on", on(MethodFilter::PATCH, h)) }
    fn app() -> Router { let api = Router::new().nest("/users", users()).merge(more()); Router::new().nest("/api", api).route("/slash/", get(h)).route("/x", handler) }
    async fn run() { axum::serve(tokio::net::TcpListener::bind("0.0.0.0:3000").await.unwrap(), app()).await; }
    fn main() { run() }`,
    [
      'ANY /api/any',
      'PUT /api/items',
      'PATCH /api/on',
      'GET /api/users',
      'POST /api/users',
      'DELETE /api/users/{id}',
      'GET /slash/',
      'ANY /x',
    ],
  ],
  [
    'axum: paths that belong to types, each to its own, also behind a function of their trait',
    ['axum = "0.8"', 'tokio = "1"'],
    `trait Page { const PATH: &'static str; fn path() -> &'static str { Self::PATH } }
    struct Halls; impl Page for Halls { const PATH: &'static str = "/halls"; }
    struct Seat; impl Page for Seat { const PATH: &'static str = "/halls/{id}"; }
    fn app() -> Router { Router::new().nest("/api", Router::new().route(Halls::path(), get(list)).route(pages::Seat::PATH, delete(remove))).route(Halls::path_for("x"), get(h)) }
    async fn run() { axum::serve(tokio::net::TcpListener::bind("0.0.0.0:3000").await.unwrap(), app()).await; }
    fn main() { run() }`,
    ['GET /api/halls', 'DELETE /api/halls/{id}'],
  ],
  [
    'actix: scopes, resources, attributes and functions that configure',
    ['actix-web = "4"'],
    `#[get("/items/{id}")] async fn item() {}
    #[actix_web::route("/both", method = "GET", method = "PUT")] async fn both() {}
    fn configure(cfg: &mut ServiceConfig) { cfg.service(web::scope("/users").route("", web::get().to(list)).service(web::resource("/{id}").route(web::put().to(save)).route(web::delete().to(remove)))); }
    async fn run() { HttpServer::new(|| App::new().service(web::scope("/api").configure(configure).service(item)).service(both).service(web::resource("/all").to(h))).bind("0.0.0.0:8080").run().await; }
    fn main() { run() }`,
    [
      'ANY /all',
      'GET /api/items/{id}',
      'GET /api/users',
      'DELETE /api/users/{id}',
      'PUT /api/users/{id}',
      'GET /both',
      'PUT /both',
    ],
  ],
  [
    'rocket: attributes below what they are mounted under, without the query',
    ['rocket = "0.5"'],
    `#[get("/users?<page>")] fn list() {}
    #[post("/users", data = "<user>")] fn create() {}
    #[launch] fn rocket() -> _ { rocket::build().mount("/api", routes![list, create]) }`,
    ['GET /api/users', 'POST /api/users'],
  ],
  [
    'warp: paths of macros below a path',
    ['warp = "0.3"', 'tokio = "1"'],
    `fn backend() { let text = warp::path!("text" / String).and(warp::get()).map(f); let stats = warp::path!("stats").map(f); text.or(stats) }
    async fn run() { warp::serve(warp::path("api").and(backend())).run(([0, 0, 0, 0], 3030)).await; }
    fn main() { run() }`,
    ['ANY /api/stats', 'GET /api/text/{String}'],
  ],
  [
    'salvo: routers within routers',
    ['salvo = "0.80"', 'tokio = "1"'],
    `fn app() -> Router { Router::new().push(Router::with_path("users").get(list).push(Router::with_path("{id}").get(show).patch(save))) }
    async fn run() { let l = TcpListener::new("0.0.0.0:5800").bind().await; salvo::Server::new(l).serve(app()).await; }
    fn main() { run() }`,
    ['GET /users', 'GET /users/{id}', 'PATCH /users/{id}'],
  ],
  [
    'utoipa: descriptions count where routes! registers them',
    ['axum = "0.8"', 'tokio = "1"', 'utoipa = "5"', 'utoipa-axum = "0.2"'],
    `#[utoipa::path(get, path = "/described")] async fn described() {}
    #[utoipa::path(post, path = "/only/described")] async fn only() {}
    async fn run() { let app = OpenApiRouter::new().routes(routes!(described)); axum::serve(tokio::net::TcpListener::bind("0.0.0.0:3000").await.unwrap(), app).await; }
    fn main() { run() }`,
    ['GET /described'],
  ],
]

describe('Rust', () => {
  it.each(RUST)('%s', async (_, dependencies, code, wanted) => {
    expect(routes(await serviceOf({ 'Cargo.toml': cargo(dependencies), 'src/main.rs': code }))).toEqual(wanted)
  })
})

it('a route names the line that registers it', async () => {
  const service = await node(['express'], {
    'main.js': `import express from 'express'\nconst app = express()\napp.get('/users', list)\napp.listen(3000)\n`,
  })
  expect(service.routes[0]).toMatchObject({
    certainty: 'likely',
    evidence: [{ path: 'main.js', line: 3, snippet: "app.get('/users', list)" }],
  })
})

it('no more than 500 routes are listed, and each once', async () => {
  const many = Array.from({ length: 600 }, (_, i) => `app.get('/r${String(i)}', h)\napp.get('/r${String(i)}', h)`).join(
    '\n',
  )
  const service = await node(['express'], {
    'main.js': `import express from 'express'\nconst app = express()\n${many}\napp.listen(3000)\n`,
  })
  expect(service.routes).toHaveLength(500)
  expect(new Set(all(service.routes)).size).toBe(500)
})
