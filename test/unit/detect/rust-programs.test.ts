import { describe, expect, it } from 'vitest'
import { all, cargo, factsOf, manifest, said, serviceOf, type Files } from './read.ts'

const AXUM = cargo(['axum = "0.8"', 'tokio = { version = "1", features = ["full"] }'])
const names = (items: readonly { readonly name?: unknown }[]): readonly unknown[] => items.map(item => item.name)

describe('a program for people that is a server as well', () => {
  const files = {
    'Cargo.toml': cargo(['tokio = { version = "1", features = ["full"] }']).replace('"api"', '"pipe-cli"'),
    'src/main.rs': `mod relay;
const PORT: u16 = 7711;
#[tokio::main]
async fn main() { match args() { Command::Send => send().await, Command::Relay => relay::listen_for_all(PORT).await } }
`,
    'src/relay.rs': `pub async fn listen_for_all(port: u16) {
  let listener = TcpListener::bind(("0.0.0.0", port)).await.unwrap();
  loop { let (stream, _) = listener.accept().await.unwrap(); tokio::spawn(relay(stream)); }
}
`,
  }

  it('is a service where the repository makes an image that starts it', async () => {
    const service = await serviceOf({ ...files, Dockerfile: 'FROM scratch\nENTRYPOINT ["./pipe-cli"]\n' })
    expect([said(service.workload), said(service.port)]).toEqual(['tcp', 7711])
  })

  it('is a tool where nothing in the repository runs it', async () => {
    expect((await factsOf(files)).services).toEqual([])
  })

  it('is no service for a server at a port that it looks for', async () => {
    const facts = await factsOf({
      'Cargo.toml': AXUM.replace('"api"', '"echo-cli"'),
      Dockerfile: 'FROM scratch\nENTRYPOINT ["/echo-cli"]\nCMD ["--help"]\n',
      'src/main.rs': 'mod echo;\nfn main() { echo::start_echo() }\n',
      'src/echo.rs': `pub fn start_echo() {
  let port = portpicker::pick_unused_port().expect("none");
  let at = std::net::SocketAddr::from(([127, 0, 0, 1], port));
  tokio::spawn(async move { axum::serve(TcpListener::bind(at).await.unwrap(), app()).await.unwrap() });
}
`,
    })
    expect([facts.services, names(facts.nonServices)]).toEqual([[], ['echo-cli']])
  })
})

it('a folder whose name begins with tests holds no service, though it has an image', async () => {
  const facts = await factsOf({
    'tests-contract/package.json': manifest({ name: 'contract', main: 'src/main.js' }),
    'tests-contract/src/main.js': 'run()\n',
    'tests-contract/Dockerfile': 'FROM node:22\nCOPY src ./src\nENTRYPOINT ["/app/run.sh"]\n',
  })
  expect([facts.services, names(facts.nonServices)]).toEqual([[], ['contract']])
})

it('a library whose file lies beside its manifest is read', async () => {
  const service = await serviceOf({
    'Cargo.toml': '[workspace]\nmembers = ["parts/*"]\n',
    'parts/main/Cargo.toml': `${cargo(['door = { path = "../door" }'])}[[bin]]\nname = "api"\npath = "main.rs"\n`,
    'parts/main/main.rs': 'fn main() { door::open_door() }\n',
    'parts/door/Cargo.toml': `${cargo(['axum = "0.8"', 'tokio = "1"']).replace('"api"', '"door"')}[lib]\npath = "mod.rs"\n`,
    'parts/door/mod.rs': 'mod serve;\npub fn open_door() { serve::forever() }\n',
    'parts/door/serve.rs':
      'pub async fn forever() { axum::serve(TcpListener::bind("0.0.0.0:4300").await.unwrap(), app()).await; }\n',
  })
  expect([said(service.framework), said(service.port)]).toEqual(['axum 0.8', 4300])
})

it('a server of a crate that a library hands on under its own name is found', async () => {
  const code = (path: string): Promise<unknown> =>
    factsOf({
      'Cargo.toml': cargo(['hyper = "1"', 'tokio = "1"']),
      'src/lib.rs': 'pub use hyper;\npub mod listen;\n',
      'src/main.rs': 'fn main() { api::listen::for_ever() }\n',
      'src/listen.rs': `use ${path}::conn::http1;\npub async fn for_ever() { http1::Builder::new().serve_connection(io, answer).await; }\n`,
    }).then(({ services }) => services.map(service => said(service.framework)))
  expect(await code('crate::hyper::server')).toEqual(['hyper 1'])
  // A module of the package's own may have such a name.
  expect(await code('crate::own::server')).toEqual([])
})

it('the port of a field is read from an attribute that holds its default', async () => {
  const service = await serviceOf({
    'Cargo.toml': AXUM,
    'src/main.rs': `mod settings;
#[tokio::main]
async fn main() {
  let settings = settings::read();
  let at = SocketAddr::from(([0, 0, 0, 0], settings.port));
  axum::serve(TcpListener::bind(&at).await.unwrap(), app()).await.unwrap();
}
`,
    'src/settings.rs': `#[derive(Settings)]
pub struct Settings {
  #[default_value(6120)]
  #[env_key("APP_PORT")]
  pub port: u16,
}
`,
  })
  expect(said(service.port)).toBe(6120)
})

describe('paths behind variables', () => {
  const server = (body: string): Promise<readonly string[]> =>
    serviceOf({
      'Cargo.toml': cargo(['actix-web = "4"']),
      'src/main.rs': `fn main() { HttpServer::new(|| build()).bind("0.0.0.0:8080") }\nfn build() {\n${body}\n}\n`,
    }).then(service => all(service.healthPaths))

  it('are put once below what is around the variable', async () => {
    const paths = await server(`App::new().service(
  web::scope("/api/v2").service({
    let part = web::scope("/health").service(web::resource("").route(web::get().to(ok)));
    part
  }),
)`)
    expect(paths).toEqual(['/api/v2/health'])
  })

  it('are found in time where each variable is made of the one before, many times', async () => {
    const uses = (name: string): string => Array.from({ length: 8 }, () => name).join(', ')
    const steps = Array.from({ length: 10 }, (_, i) => `let r${String(i + 1)} = join(${uses(`r${String(i)}`)});`)
    expect(await server(`let r0 = App::new().route("/health", web::get().to(ok));\n${steps.join('\n')}\nr10`)).toEqual([
      '/health',
    ])
  })
})

it('a queue in a group of settings that may all be left out is optional', async () => {
  const service = await serviceOf({
    'Cargo.toml': cargo(['axum = "0.8"', 'pulsar = "6"', 'clap = { version = "4", features = ["derive", "env"] }']),
    'src/main.rs': `const PULSAR_CONNECTION_RETRIES: u32 = 10;
#[derive(Parser)]
struct Config {
  #[clap(long, env)]
  pulsar_binary_url: Option<Url>,
}
fn main() { axum::serve(TcpListener::bind("0.0.0.0:4000"), app()); }
`,
  })
  expect(service.queues.map(({ value, optional }) => [value, optional])).toEqual([['pulsar', true]])
})

it('the database of a program with Prisma is the one of its schema', async () => {
  const service = await serviceOf({
    'Cargo.toml': '[workspace]\nmembers = ["server", "core"]\n',
    'server/Cargo.toml': cargo(['axum = "0.8"', 'prisma-client-rust = "0.6"', 'core = { path = "../core" }']),
    'server/src/main.rs': 'fn main() { axum::serve(TcpListener::bind("0.0.0.0:4000"), app()); }\n',
    'core/Cargo.toml': cargo(['prisma-client-rust = "0.6"']).replace('"api"', '"core"'),
    'core/src/lib.rs': 'pub mod prisma;\n',
    'core/prisma/schema.prisma':
      'generator client {\n  provider = "cargo prisma"\n}\ndatasource db {\n  provider = "sqlite"\n}\n',
    'core/prisma/migrations/20240101000000_first/migration.sql': 'CREATE TABLE a (b int);\n',
  })
  expect([all(service.databases), all(service.orm), said(service.migrations)]).toEqual([
    ['sqlite'],
    ['prisma'],
    'core/prisma/migrations',
  ])
})

describe('a shell script that an image starts', () => {
  const files = {
    'Cargo.toml': cargo(['tokio = "1"']).replace('"api"', '"queue-tool"'),
    'src/main.rs': 'async fn main() { let l = TcpListener::bind("0.0.0.0:4700").await; loop { l.accept().await; } }\n',
    'docker/run': '#!/bin/bash\nset -e\nexec "/app/queue-tool" --all\n',
  }

  it('says by its last command which program is deployed', async () => {
    const service = await serviceOf({
      ...files,
      Dockerfile: 'FROM debian\nADD docker/run /usr/local/bin/\nCMD ["run"]\n',
    })
    expect([said(service.workload), said(service.port)]).toEqual(['tcp', 4700])
  })

  it('says nothing where the image takes it in and starts something else', async () => {
    const dockerfile = 'FROM debian\nADD docker/run /usr/local/bin/\nCMD ["bash"]\n'
    expect((await factsOf({ ...files, Dockerfile: dockerfile })).services).toEqual([])
  })
})

it('a server in a folder of benchmarks is deployed where an image starts it', async () => {
  const files = {
    'Cargo.toml': '[workspace]\nmembers = ["bench/results"]\n',
    'bench/results/Cargo.toml': AXUM,
    'bench/results/src/main.rs': 'fn main() { axum::serve(TcpListener::bind("0.0.0.0:4000"), app()); }\n',
  }
  const image = { 'bench/results/Dockerfile': 'FROM debian\nENTRYPOINT ["/app/api"]\n' }
  expect((await factsOf({ ...files, ...image })).services.map(service => service.path)).toEqual(['bench/results'])
  expect((await factsOf(files)).services).toEqual([])
})

it('a server is found behind methods of one name, and in a library where the package has several programs', async () => {
  const { services } = await factsOf({
    'Cargo.toml': '[workspace]\nmembers = ["node", "net"]\n',
    'node/Cargo.toml': `${cargo(['net = { path = "../net" }'])}[[bin]]\nname = "node"\npath = "src/main.rs"\n[[bin]]\nname = "other"\npath = "src/bin/other.rs"\n`,
    'node/src/main.rs': 'async fn main() { net::Front::with(8).start(4500).await }\n',
    'node/src/bin/other.rs': 'fn main() { println!("{}", net::count()) }\n',
    'net/Cargo.toml': cargo(['hyper = "1"']).replace('"api"', '"net"'),
    'net/src/lib.rs':
      'mod socket;\npub struct Front;\nimpl Front {\n  pub async fn start(&self, port: u16) { socket::start(port).await }\n}\n',
    'net/src/socket.rs':
      'use hyper::server::conn::http1;\npub async fn start(port: u16) { http1::Builder::new().serve_connection(io, answer).await; }\n',
  })
  expect(services.map(service => said(service.binary))).toEqual(['node'])
})

describe('a path in front of others', () => {
  const paths = async (more: string): Promise<unknown> => {
    const service = await serviceOf({
      'Cargo.toml': cargo(['actix-web = "4"']),
      'src/main.rs': `mod base;
use base::{base_path, BASE};
fn main() { HttpServer::new(|| App::new()${more}).bind("0.0.0.0:8080") }
`,
      'src/base.rs':
        'const ROOT: &str = "api";\npub const BASE: &str = "/inner";\npub fn base_path() -> String {\n  format!("/{ROOT}/{}", version())\n}\nfn version() -> &\'static str { "v3" }\n',
    })
    return [all(service.healthPaths), said(service.metricsPath)]
  }
  const health = 'web::resource("/health").route(web::get().to(ok))'

  it('may be a function that puts it together from constants', async () => {
    expect(await paths(`.service(web::scope(&base_path()).service(${health}))`)).toEqual([
      ['/api/v3/health'],
      undefined,
    ])
  })

  it('may be a constant', async () => {
    expect(await paths(`.service(web::scope(BASE).service(${health}))`)).toEqual([['/inner/health'], undefined])
  })

  it('is not known where a variable gives it, and what takes metrics in shows none', async () => {
    const received = 'web::resource("/metrics").route(web::post().to(receive))'
    expect(await paths(`.service(web::scope(given).service(${health}).service(${received}))`)).toEqual([
      ['/health'],
      undefined,
    ])
  })
})

describe('a server of hyper that a program puts its routes on', () => {
  const program = (application: string): Promise<unknown> =>
    serviceOf({
      'Cargo.toml': cargo(['axum = "0.8"', 'tonic = "0.14"', 'hyper-util = "0.1"', 'tokio = "1"']),
      'src/main.rs': `use hyper_util::server::conn::auto;
use tonic::service::Routes;
async fn main() {
  let app = ${application};
  let listener = TcpListener::bind("0.0.0.0:4000").await;
  auto::Builder::new(executor).serve_connection(listener.accept().await, app).await;
}
`,
    }).then(service => [said(service.workload), said(service.framework)])

  it('answers gRPC where they are those of tonic', async () => {
    expect(await program('Routes::new(greeter).into_axum_router()')).toEqual(['grpc', 'tonic 0.14'])
  })

  it('answers HTTP where they are not', async () => {
    expect(await program('axum::Router::new().route("/", get(index))')).toEqual(['http', 'axum 0.8'])
  })
})

describe('an address that the program makes somewhere', () => {
  const port = (settings: string): Promise<number | undefined> =>
    serviceOf({
      'Cargo.toml': AXUM,
      'src/main.rs': `mod settings;
async fn main() {
  match settings::socket() {
    Socket::Tcp(at) => axum::serve(TcpListener::bind(at).await.unwrap(), app()).await.unwrap(),
    Socket::Unix(path) => axum::serve(UnixListener::bind(path).unwrap(), app()).await.unwrap(),
  }
}
`,
      'src/settings.rs': `pub fn socket() -> Socket {\n${settings}\n}\n`,
    }).then(service => said(service.port))
  const own = 'Socket::Tcp(SocketAddr::new(Ipv4Addr::UNSPECIFIED.into(), 6088))'

  it('is where it listens when it is the only one', async () => {
    expect(await port(own)).toBe(6088)
  })

  it('says nothing where there are others, or where it is that of another machine', async () => {
    expect(await port(`let peer = SocketAddr::from(([127, 0, 0, 1], 6099));\n${own}`)).toBeUndefined()
    expect(await port('Socket::Tcp(SocketAddr::from(([10, 1, 2, 3], 6099)))')).toBeUndefined()
  })
})

describe('a front end whose build the code of a server names', () => {
  const site = {
    'api/Cargo.toml': AXUM,
    'api/src/main.rs':
      'const PAGES: &str = "../pages/dist";\nfn main() { axum::serve(TcpListener::bind("0.0.0.0:4000"), app()); }\n',
    'pages/package.json': manifest({
      name: 'pages',
      dependencies: { vue: '3' },
      devDependencies: { vite: '7' },
      scripts: { build: 'vite build' },
    }),
    'pages/index.html': '<html></html>',
  }
  const folders = async (files: object): Promise<unknown> => {
    const { services, frontends } = await factsOf({ ...site, ...files })
    return [services.map(service => service.path), frontends.map(({ path }) => path)]
  }

  it('is part of the server', async () => {
    expect(await folders({})).toEqual([['api'], ['pages']])
  })

  it('is deployed by itself where an image of its own ends in a web server', async () => {
    const image =
      'FROM node:22 AS build\nRUN npm run build\nFROM caddy:2\nCOPY --from=build /app/dist /usr/share/caddy\n'
    expect(await folders({ 'pages/Dockerfile': image })).toEqual([['api', 'pages'], []])
    expect(await folders({ 'pages/Dockerfile': 'FROM node:22\nCMD ["npm", "run", "build"]\n' })).toEqual([
      ['api'],
      ['pages'],
    ])
  })
})

describe('a setting that chooses where data is kept', () => {
  const redis = async (choice: string): Promise<unknown> => {
    const service = await serviceOf({
      'Cargo.toml': cargo(['axum = "0.8"', 'redis = "1"', 'serde = { version = "1", features = ["derive"] }']),
      'src/main.rs': `${choice}\nfn main() { axum::serve(TcpListener::bind("0.0.0.0:4000"), app()); }\n`,
    })
    return service.cache.map(({ value, optional }) => [value, optional])
  }

  it('makes a server optional that is one choice beside those that need none', async () => {
    expect(
      await redis(
        '#[derive(Clone, Deserialize)]\n#[serde(rename_all = "snake_case")]\npub enum Keep {\n  /// Gone after a restart.\n  Memory(Size),\n  #[serde(alias = "cache")]\n  RedisStore(Address),\n}',
      ),
    ).toEqual([['redis', true]])
  })

  const required: readonly (readonly [string, string])[] = [
    ['it is the usual one', '#[derive(Default, Deserialize)]\nenum Keep {\n  Memory,\n  #[default]\n  Redis,\n}'],
    [
      'it is the usual one by a function',
      '#[derive(Deserialize)]\nenum Keep { Memory, Redis }\nimpl Default for Keep {\n  fn default() -> Self { Self::Redis }\n}',
    ],
    ['every choice needs a server', '#[derive(Deserialize)]\nenum Keep { Redis, Cluster }'],
    ['the type is not read from anywhere', '#[derive(Debug)]\nenum Event { Memory, Redis }'],
  ]
  it.each(required)('leaves it required where %s', async (_, choice) => {
    expect(await redis(choice)).toEqual([['redis', false]])
  })
})

it('the field of the settings is stronger than a constant that is called like a default', async () => {
  const service = await serviceOf({
    'Cargo.toml': AXUM,
    'src/main.rs': `mod calls;
mod config;
async fn main() {
  let config = config::read();
  axum::serve(TcpListener::bind((host, config.port.first())).await.unwrap(), app()).await.unwrap();
}
`,
    'src/calls.rs': 'const DEFAULT_PORT: &str = ":9443";\npub fn call(name: &str) { connect(name, DEFAULT_PORT) }\n',
    'src/config.rs': `#[derive(Deserialize)]
pub struct Config {
  #[serde(default = "usual_port")]
  port: Ports,
}
fn usual_port() -> Ports { Ports { all: Left(4808) } }
`,
  })
  expect(said(service.port)).toBe(4808)
})

it('the health check of a compose file says which path answers, where the code says nothing', async () => {
  const files = {
    'Cargo.toml': AXUM,
    'src/main.rs':
      'fn main() { axum::serve(TcpListener::bind("0.0.0.0:4000"), Router::new().route("/up", get(up))); }\n',
  }
  const compose = (name: string): string =>
    `services:\n  ${name}:\n    build: .\n    healthcheck:\n      test: ["CMD-SHELL", "curl --fail http://localhost:4000/state?short || exit 1"]\n`
  const asked = async (name: string): Promise<readonly string[]> =>
    all((await serviceOf({ ...files, 'compose.yaml': compose(name) })).healthPaths)
  expect(await asked('api')).toEqual(['/state'])
  expect(await asked('other')).toEqual([])
})

describe('a program whose file only calls the library of its package', () => {
  const files = (library: string, call: string): Files => ({
    'Cargo.toml': `${AXUM}${library}`,
    'src/bin/api.rs': `fn main() { ${call} }\n`,
    'src/lib.rs': 'mod http;\npub fn main() { http::Server::open_doors() }\n',
    'src/http.rs': `impl Server {
  pub fn open_doors() { axum::serve(TcpListener::bind("0.0.0.0:7100").await.unwrap(), app()).await.unwrap() }
}
`,
  })

  it.each([
    ['under the name of the package', '', 'api::main()'],
    ['under a name of its own', '\n[lib]\nname = "doors"\n', 'doors::main()'],
  ])('is a service, %s', async (_, library, call) => {
    expect(names((await factsOf(files(library, call))).services.map(it => ({ name: said(it.binary) })))).toEqual([
      'api',
    ])
  })

  it('of several is the one that calls it', async () => {
    const several = { ...files('', 'api::main()'), 'src/bin/seed.rs': 'fn main() { api::seed() }\n' }
    const { services, nonServices } = await factsOf(several)
    expect([services.map(it => said(it.binary)), nonServices.map(it => it.name)]).toEqual([['api'], ['seed']])
  })

  it('is none where it calls a function of that name of another crate', async () => {
    expect((await factsOf(files('', 'clap::main()'))).services).toEqual([])
  })
})

describe('a method that starts a server', () => {
  const server = `impl Doors {
  pub fn open(&self) { axum::serve(TcpListener::bind("0.0.0.0:7100").await.unwrap(), app()).await.unwrap() }
}
`
  const services = async (main: string, files: Files = { 'src/doors.rs': server }): Promise<number> =>
    (
      await factsOf({
        'Cargo.toml': cargo(['axum = "0.8"', 'tokio = { version = "1", features = ["full"] }', 'daemons = "0.5"']),
        'src/main.rs': `mod doors;\n${main}\n`,
        ...files,
      })
    ).services.length

  it.each([
    ['the method itself', 'fn main() { doors().open() }', 1],
    ['its path', 'fn main() { run_all(Doors::open) }', 1],
    ['a variable of that name', 'fn main() { let open = Instant::now(); report(open) }', 0],
    ['a field of that name', 'fn main() { report(shop.open) }', 0],
    ['a method of a type from elsewhere', 'use daemons::Daemon;\nfn main() { Daemon::new().open() }', 0],
  ])('is reached by %s or not', async (_, main, count) => {
    expect(await services(main)).toBe(count)
  })

  it('is none where it waits for the browser of who logs in', async () => {
    const main = 'mod login;\nfn main() { doors().open() }'
    expect(await services(main, { 'src/login.rs': server })).toBe(0)
  })

  it('is one that people log in at where it is all that the program does', async () => {
    const service = await serviceOf({
      'Cargo.toml': AXUM,
      'src/bin/login.rs':
        'fn main() { axum::serve(TcpListener::bind("0.0.0.0:7100").await.unwrap(), app()).await.unwrap() }\n',
    })
    expect(said(service.binary)).toBe('login')
  })
})

describe('the path of a probe', () => {
  const paths = async (code: string, dependency = 'warp = "0.3"'): Promise<readonly string[]> =>
    all(
      (
        await serviceOf({
          'Cargo.toml': cargo([dependency, 'tokio = { version = "1", features = ["full"] }']),
          'src/main.rs': code,
        })
      ).healthPaths,
    )

  it('is not put under a path that it is another choice beside', async () => {
    const code = `#[tokio::main]
async fn main() {
  let well = warp::path("healthz").map(|| "ok");
  let all = warp::path("v1").and(warp::path("readyz").map(|| "ok")).or(well);
  warp::serve(all).run(([0, 0, 0, 0], 7100)).await
}
`
    expect(await paths(code)).toEqual(['/healthz', '/v1/readyz'])
  })

  it('is one where its handler stands behind it', async () => {
    const code = `fn main() {
  gotham::start("0.0.0.0:7100", build_simple_router(|route| { route.get("/readyz").to(well); }))
}
`
    expect(await paths(code, 'gotham = "0.7"')).toEqual(['/readyz'])
  })

  it('is none where another server is asked', async () => {
    const code = `#[tokio::main]
async fn main() {
  let answer = client.get("/readyz")?;
  axum::serve(TcpListener::bind("0.0.0.0:7100").await.unwrap(), Router::new().route("/healthz", get(well))).await.unwrap();
}
`
    expect(await paths(code, 'axum = "0.8"')).toEqual(['/healthz'])
  })
})
