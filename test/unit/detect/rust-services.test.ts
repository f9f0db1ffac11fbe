import { describe, expect, it } from 'vitest'
import { all, cargo, crate, factsOf, said, serviceOf, workspace, type Files } from './read.ts'

const axum = (code: string, more: Files = {}): Files => ({
  'Cargo.toml': cargo(['axum = "0.8"', 'tokio = { version = "1", features = ["full"] }', 'clap = "4"']),
  'src/main.rs': code,
  ...more,
})
const main = (body: string): string =>
  `#[tokio::main]\nasync fn main() {\n${body}\n    axum::serve(listener, app()).await.unwrap();\n}\n`

describe('the port of a Rust service', () => {
  const cases: readonly (readonly [string, string, number, string | undefined, boolean | undefined])[] = [
    [
      'an address',
      `let listener = tokio::net::TcpListener::bind("0.0.0.0:3001").await.unwrap();`,
      3001,
      undefined,
      false,
    ],
    ['a loopback address', `let listener = TcpListener::bind("127.0.0.1:3002").await.unwrap();`, 3002, undefined, true],
    [
      'SocketAddr::from',
      `let addr = SocketAddr::from(([0, 0, 0, 0], 3003));\nlet listener = TcpListener::bind(addr).await.unwrap();`,
      3003,
      undefined,
      false,
    ],
    [
      'a variable with unwrap_or_else',
      `let port = std::env::var("PORT").unwrap_or_else(|_| "3004".to_string());\nlet listener = TcpListener::bind(format!("0.0.0.0:{port}")).await.unwrap();`,
      3004,
      'PORT',
      false,
    ],
    [
      'a variable that is parsed',
      `let port: u16 = env::var("APP_PORT").ok().and_then(|p| p.parse().ok()).unwrap_or(3_005);\nlet listener = TcpListener::bind((Ipv4Addr::UNSPECIFIED, port)).await.unwrap();`,
      3005,
      'APP_PORT',
      false,
    ],
  ]
  it('is followed into a file that opens no socket', async () => {
    const files = axum(main(`let addr = env::addr();\nlet listener = TcpListener::bind(&addr).await.unwrap();`), {
      'src/env.rs': `const VAR: &str = "FERRY_ADDRESS";\n\npub fn addr() -> String {\n    std::env::var(VAR).unwrap_or_else(|_| "0.0.0.0:3006".to_string())\n}\n`,
    })
    const service = await serviceOf(files)
    expect([said(service.port), said(service.portVariable)]).toEqual([3006, 'FERRY_ADDRESS'])
  })

  it.each(cases)('is read from %s', async (_, body, port, variable, loopback) => {
    const service = await serviceOf(axum(main(body)))
    expect([said(service.port), said(service.portVariable), said(service.host)?.loopbackOnly]).toEqual([
      port,
      variable,
      loopback,
    ])
  })

  const settings: readonly (readonly [string, string, number, string | undefined])[] = [
    [
      'clap with a variable',
      `#[derive(Parser)]\nstruct Args {\n    #[arg(long, env = "API_PORT", default_value_t = 4001)]\n    port: u16,\n}\n`,
      4001,
      'API_PORT',
    ],
    [
      'clap with the variable of the field',
      `#[derive(Parser)]\nstruct Args {\n    #[clap(short, long, env, default_value = "4002")]\n    pub port: u16,\n}\n`,
      4002,
      'PORT',
    ],
    [
      'an option that has another name than its field',
      `#[derive(StructOpt)]\nstruct Opts {\n    #[structopt(short = "u", long = "upstream", default_value = "http://127.0.0.1:9000")]\n    to: Uri,\n    #[structopt(short = "l", long = "listen-addr", default_value = "127.0.0.1:4008")]\n    local: SocketAddr,\n}\n`,
      4008,
      undefined,
    ],
    [
      'serde',
      `#[derive(Deserialize)]\nstruct Settings {\n    #[serde(default = "default_port")]\n    port: u16,\n}\nfn default_port() -> u16 { 4003 }\n`,
      4003,
      undefined,
    ],
    [
      'Default',
      `impl Default for Settings {\n    fn default() -> Self { Self { name: "x".into(), port: 4004 } }\n}\n`,
      4004,
      undefined,
    ],
    [
      'a function of its own for variables',
      `fn load() -> Settings { Settings { port: or_default("API_PORT", "4006").parse().unwrap() } }\nfn or_default(key: &str, value: &str) -> String { std::env::var(key).unwrap_or(value.to_string()) }\n`,
      4006,
      'API_PORT',
    ],
    [
      'set_default',
      `fn load() -> Config { Config::builder().set_default("redis.port", 6379).set_default("server.port", 4005).build() }\n`,
      4005,
      undefined,
    ],
  ]
  it.each(settings)('is read from settings by %s', async (_, code, port, variable) => {
    const body = `let settings = load();\nlet listener = TcpListener::bind((settings.host, settings.port)).await.unwrap();`
    const service = await serviceOf(axum(`mod settings;\n${main(body)}`, { 'src/settings.rs': code }))
    expect([said(service.port), said(service.portVariable)]).toEqual([port, variable])
    expect(service.port?.evidence[0]?.path).toBe('src/settings.rs')
  })

  const given: readonly (readonly [string, string, Files, number | undefined])[] = [
    [
      'a file of variables',
      `Settings { url: var("DB_PORT").unwrap(), port: env::var("API_PORT").expect("API_PORT").parse().unwrap() }`,
      { '.env.example': 'DB_PORT=5432\nAPI_PORT=4020\n' },
      4020,
    ],
    [
      'a manifest, through a constant and a variable of the same name as the field',
      'let port = env::var(PORT_VARIABLE).context(Missing)?.parse::<u16>()?;\n    Ok(Settings { port })',
      {
        'deploy.yaml':
          'kind: Deployment\nspec:\n  containers:\n    - env:\n        - name: OTHER_PORT\n          value: "1000"\n        - name: API_PORT\n          value: "4021"\n',
      },
      4021,
    ],
    [
      'a ConfigMap in a chart',
      'Settings { port: env::var(PORT_VARIABLE)?.parse()? }',
      {
        'chart/templates/config.yaml':
          'kind: ConfigMap\nmetadata: {{ include "labels" . }}\ndata:\n  API_PORT: "4022"\n',
        'values.yaml': 'API_PORT: 1000\n',
      },
      4022,
    ],
    [
      'a compose file, for a function of its own that asks for variables',
      'Settings { port: required("API_PORT").parse()? }\n}\nfn required(key: &str) -> String {\n    std::env::var(key).unwrap()',
      { 'compose.yaml': 'services:\n  api:\n    image: example/api\n    environment:\n      API_PORT: 4023\n' },
      4023,
    ],
    [
      'nothing, where the variable is about something else',
      'let port = env::var("DB_PORT").unwrap().parse().unwrap();\n    Settings { port }',
      { '.env.example': 'DB_PORT=5432\n' },
      undefined,
    ],
  ]
  it.each(given)('of a variable without a default is given by %s', async (_, code, more, port) => {
    const body = `let settings = load();\nlet listener = TcpListener::bind((settings.host, settings.port)).await.unwrap();`
    const settings = `const PORT_VARIABLE: &str = "API_PORT";\npub fn load() -> Settings {\n    ${code}\n}\n`
    const service = await serviceOf(axum(`mod settings;\n${main(body)}`, { 'src/settings.rs': settings, ...more }))
    expect([said(service.port), said(service.portVariable)]).toEqual([port, port && 'API_PORT'])
  })

  const filled: readonly (readonly [string, string, string, Files, number, string])[] = [
    [
      'envy',
      'envy::from_env::<Settings>()',
      '',
      { '.env.example': 'HOST=localhost\nPORT=4030\nDB_PORT=5432\n' },
      4030,
      'PORT',
    ],
    ['envy with a prefix', 'envy::prefixed("API_").from_env()', '', { '.env': 'API_PORT=4031\n' }, 4031, 'API_PORT'],
    ['envy, which has a default', 'envy::from_env()', '#[serde(default = "usual")]', {}, 4032, 'PORT'],
    ['envconfig', 'Settings::init_from_env()', '#[envconfig(from = "AT")]', { '.env': 'AT=4034\n' }, 4034, 'AT'],
    [
      'config',
      'Config::builder().add_source(Environment::with_prefix("API")).build()?.try_deserialize()',
      '',
      { 'compose.yaml': 'services:\n  api:\n    environment:\n      API_PORT: 4033\n' },
      4033,
      'API_PORT',
    ],
  ]
  it.each(filled)(
    'is in the variable of the field that is filled by %s',
    async (_, read, attribute, more, ...wanted) => {
      const settings = `#[derive(Deserialize)]\npub struct Settings {\n    pub host: String,\n    pub db_port: u16,\n    ${attribute}\n    pub port: u16,\n}\nfn usual() -> u16 { 4032 }\npub fn load() -> Settings { ${read}.unwrap() }\n`
      const body = `let settings = load();\nlet listener = TcpListener::bind((settings.host, settings.port)).await.unwrap();`
      const service = await serviceOf(axum(`mod settings;\n${main(body)}`, { 'src/settings.rs': settings, ...more }))
      expect([said(service.port), said(service.portVariable)]).toEqual(wanted)
    },
  )

  it('is that of the address which is passed to what opens the socket', async () => {
    const service = await serviceOf(
      axum(
        'mod serve;\nfn main() { serve::start(load(), args.bind.unwrap_or_else(|| ([127, 0, 0, 1], 4007).into())) }\n',
        {
          'src/serve.rs':
            'pub fn start(settings: Settings, bind: SocketAddr) { rt.block_on(listen(bind, settings)) }\n' +
            'async fn listen(to: SocketAddr, settings: Settings) { axum::serve(TcpListener::bind(to).await.unwrap(), app()).await }\n',
        },
      ),
    )
    expect([said(service.port), said(service.host)?.loopbackOnly]).toEqual([4007, true])
  })

  it('is that of the setting which the address is made of that is passed to what opens the socket', async () => {
    const service = await serviceOf(
      axum('mod run;\nmod serve;\nmod settings;\nmod upstream;\nfn main() { run::all(settings::load()) }\n', {
        'src/run.rs':
          'fn http_addr(settings: &Settings) -> SocketAddr { ([0, 0, 0, 0], settings.web_port).into() }\n' +
          'pub fn all(settings: Settings) { let at = http_addr(&settings); serve::start(at, settings) }\n',
        'src/serve.rs':
          'pub async fn start(addr: SocketAddr, settings: Settings) { axum::serve(TcpListener::bind(addr).await?, app()).await }\n',
        'src/settings.rs':
          '#[derive(Envconfig)]\npub struct Settings {\n    #[envconfig(from = "WEB_PORT", default = "4011")]\n    pub web_port: u16,\n}\n',
        'src/upstream.rs': 'fn nearest() -> Endpoint { let mut number = 17447; Endpoint { port: number } }\n',
      }),
    )
    expect([said(service.port), said(service.portVariable)]).toEqual([4011, 'WEB_PORT'])
  })

  it.each([
    ['what a value must be like', 'value_parser = port_in_range, default_value_t = USUAL'],
    ['what is said of it', 'value_name = "9999", long = "at", default_value_t = 4012'],
  ])('is what an attribute takes where nothing is given, whatever it says of %s', async (_, options) => {
    const service = await serviceOf(
      axum(
        `const RANGE: RangeInclusive<usize> = 81..=65535;\nconst USUAL: u16 = 4012;\nfn port_in_range(text: &str) -> Result<u16, String> { RANGE.contains(text) }\n#[derive(Parser)]\nstruct Args {\n    #[arg(short, ${options})]\n    port: u16,\n}\n${main('let listener = TcpListener::bind(("0.0.0.0", args.port)).await.unwrap();')}`,
      ),
    )
    expect(said(service.port)).toBe(4012)
  })

  it('is not a byte of the address', async () => {
    const service = await serviceOf(
      axum(main('let listener = TcpListener::bind(SocketAddr::from((config.address, config.port))).await.unwrap();'), {
        'src/config.rs':
          'impl Default for Config {\n    fn default() -> Self {\n        Config { address: Ipv4Addr::new(127, 0, 0, 1).into(), port: 4013 }\n    }\n}\n',
      }),
    )
    expect(said(service.port)).toBe(4013)
  })

  it('is that of the type whose method makes the addresses that are listened at one by one', async () => {
    const service = await serviceOf(
      axum(
        'mod config;\nmod alarm;\nfn main() { for listen_addr in config().listen_addrs().into_iter() { serve(listen_addr) } }\nfn serve(addr: SocketAddr) { axum::serve(TcpListener::bind(addr), app()) }\n',
        {
          'src/alarm.rs':
            'pub struct AlarmConfig {\n    #[serde(default = "alarm_port")]\n    pub port: u16,\n}\nfn alarm_port() -> u16 { 9999 }\n',
          'src/config.rs':
            'pub struct Config {\n    #[serde(default = "usual_port")]\n    pub port: u16,\n}\nfn usual_port() -> u16 { 4014 }\nimpl Config {\n    pub fn listen_addrs(&self) -> Vec<SocketAddr> { self.ips().iter().map(|ip| SocketAddr::new(*ip, self.port)).collect() }\n}\n',
        },
      ),
    )
    expect(said(service.port)).toBe(4014)
  })

  it('is not that of settings which another function passes on whole', async () => {
    const service = await serviceOf(
      axum('mod serve;\nfn main() { serve::start(load()) }\n', {
        'src/serve.rs':
          'const DEFAULT_PORT: u16 = 4010;\n' +
          'pub fn start(settings: Settings) { axum::serve(TcpListener::bind((settings.host, settings.port)).await.unwrap(), app()).await }\n' +
          'pub fn start_local() { let settings = Settings { http: Http { number: 15411 } }; start(settings) }\n',
      }),
    )
    expect(said(service.port)).toBe(4010)
  })

  it('is what a proxy adds to its service', async () => {
    const service = await serviceOf({
      'Cargo.toml': cargo(['pingora = "0.5"']),
      'src/main.rs':
        'use pingora::prelude::*;\nfn main() { let mut proxy = http_proxy_service(&server.configuration, Gateway);\n    proxy.add_tcp("0.0.0.0:6188");\n}\n',
    })
    expect([said(service.framework), said(service.port)]).toEqual(['pingora 0.5', 6188])
  })

  it('is in what settings call the URL that a socket is opened at', async () => {
    const service = await serviceOf({
      'workspace/Cargo.toml': '[workspace]\nmembers = ["web", "base"]\n',
      'workspace/.env': 'CALLS_URL = 0.0.0.0:4998\nHTTP_URL = 0.0.0.0:4009\n',
      'workspace/base/Cargo.toml': cargo([]).replace('"api"', '"base"'),
      'workspace/base/src/lib.rs':
        'pub static SETTINGS: LazyLock<Settings> = LazyLock::new(Settings::default);\nimpl Default for Settings {\n    fn default() -> Self { Self { calls_url: var("CALLS_URL").unwrap(), http_url: var("HTTP_URL").unwrap() } }\n}\n',
      'workspace/web/Cargo.toml': cargo(['axum = "0.8"', 'base = { path = "../base" }']),
      'workspace/web/src/main.rs': main(
        'let listener = tokio::net::TcpListener::bind(&SETTINGS.http_url).await.unwrap();',
      ),
    })
    expect([said(service.port), said(service.portVariable)]).toEqual([4009, 'HTTP_URL'])
  })

  it('is in the address that a variable is given in a file of examples', async () => {
    const service = await serviceOf(
      axum(main(`let listener = TcpListener::bind(std::env::var("BIND_ADDRESS").unwrap()).await.unwrap();`), {
        '.env.example': 'BIND_ADDRESS=127.0.0.1:4008\n',
      }),
    )
    expect([said(service.port), said(service.portVariable)]).toEqual([4008, 'BIND_ADDRESS'])
  })

  it('is neither how many may wait nor where a certificate is asked for', async () => {
    const settings = `struct Settings {\n    #[arg(long, default_value = "4009")]\n    pub signal_port: u16,\n    #[serde(default = "acme_bind")]\n    pub acme_bind: String,\n}\nfn acme_bind() -> String { "0.0.0.0:8081".to_string() }\n`
    const body = `let challenge = TcpListener::bind(config.acme_bind).await.unwrap();\nlet listener = TcpListener::bind(SocketAddr::new(config.ip, config.signal_port)).await.unwrap();`
    const service = await serviceOf(
      axum(`mod packets;\nmod settings;\n${main(body)}`, {
        'src/packets.rs':
          'const BACKLOG: usize = 128;\npub fn open() -> TcpListener { listen(&socket, BACKLOG).unwrap() }\n',
        'src/settings.rs': settings,
      }),
    )
    expect(said(service.port)).toBe(4009)
  })

  it('is read from a configuration file, defaults before environments', async () => {
    const service = await serviceOf({
      ...axum(main(`let listener = TcpListener::bind(address(&config)).await.unwrap();`)),
      'Cargo.toml': cargo(['axum = "0.8"', 'config = "0.14"']),
      'configuration/local.yaml': 'application:\n  port: 1111\n',
      'fixtures/default/config.yaml': 'server:\n  port: 2222\n',
      'configuration/base.yaml': 'database:\n  port: 5432\napplication:\n  port: 8000\n',
    })
    expect(said(service.port)).toBe(8000)
    expect(service.port?.evidence[0]).toMatchObject({ path: 'configuration/base.yaml', line: 4, snippet: 'port: 8000' })
  })

  it('is not that of a listener for metrics, nor of one that a test starts', async () => {
    const serve = (name: string, port: string): string =>
      `async fn ${name}(c: Settings) {\n    let listener = TcpListener::bind((c.host, c.${port})).await.unwrap();\n    axum::serve(listener, app()).await.unwrap();\n}\n`
    const settings = (name: string, port: number): string =>
      `impl Settings {\n    fn ${name}() -> Self { Self { metrics_port: 9090, web_port: ${port} } }\n}\n`
    const service = await serviceOf(
      axum(`mod a;\nmod b;\n#[tokio::main]\nasync fn main() { metrics(load()).await; web(load()).await }\n`, {
        'src/a.rs': `${serve('metrics', 'metrics_port')}${settings('for_tests', 15411)}`,
        'src/b.rs': `${serve('web', 'web_port')}${settings('usual', 8080)}`,
      }),
    )
    expect(said(service.port)).toBe(8080)
  })

  it('is not that of a variable of another function, which has the same name', async () => {
    const code = [
      `fn call() {\n    let addr = "10.0.0.1:9005";\n    request(addr)\n}`,
      `async fn serve(addr: String) {\n    let listener = TcpListener::bind(addr).await.unwrap();\n    axum::serve(listener, app()).await.unwrap();\n}`,
      `#[tokio::main]\nasync fn main() { serve(std::env::args().nth(1).unwrap()).await }`,
    ]
    expect((await serviceOf(axum(code.join('\n')))).port).toBeUndefined()
  })

  it('is not taken from comments, strings, tests or SQL', async () => {
    const code = [
      `// TcpListener::bind("0.0.0.0:9001")`,
      `const HELP: &str = r#"TcpListener::bind("0.0.0.0:9002")"#;`,
      `fn query() { sqlx::query("select 1").bind(9003); }`,
      main(`let listener = TcpListener::bind("0.0.0.0:3000").await.unwrap();`),
      `#[cfg(test)]\nmod tests {\n    fn server() { TcpListener::bind("127.0.0.1:9004"); }\n}`,
    ]
    expect(said((await serviceOf(axum(code.join('\n')))).port)).toBe(3000)
  })
})

describe('frameworks', () => {
  const cases: readonly (readonly [string, readonly string[], string, string, number | undefined])[] = [
    [
      'actix-web 4',
      ['actix-web = "4"'],
      `use actix_web::{App, HttpServer};\n#[actix_web::main]\nasync fn main() -> std::io::Result<()> {\n    HttpServer::new(|| App::new()).bind(("0.0.0.0", 8081))?.run().await\n}\n`,
      'http',
      8081,
    ],
    [
      'rocket 0.5',
      ['rocket = "0.5"'],
      `#[macro_use] extern crate rocket;\n#[launch]\nfn rocket() -> _ { rocket::build() }\n`,
      'http',
      8000,
    ],
    [
      'warp 0.3',
      ['warp = "0.3"'],
      `#[tokio::main]\nasync fn main() { warp::serve(routes()).run(([0, 0, 0, 0], 3030)).await; }\n`,
      'http',
      3030,
    ],
    [
      'tonic 0.12',
      ['tonic = "0.12"'],
      `use tonic::transport::Server;\n#[tokio::main]\nasync fn main() { Server::builder().add_service(x).serve("[::]:50051".parse().unwrap()).await.unwrap(); }\n`,
      'grpc',
      50051,
    ],
    [
      'loco 0.13',
      ['loco-rs = "0.13"', 'axum = "0.7"'],
      `use loco_rs::cli;\n#[tokio::main]\nasync fn main() { cli::main::<App, Migrator>().await.unwrap() }\n`,
      'http',
      5150,
    ],
  ]
  it.each(cases)('%s is recognised', async (framework, dependencies, code, workload, port) => {
    const service = await serviceOf({ 'Cargo.toml': cargo(dependencies), 'src/main.rs': code })
    expect([said(service.framework), said(service.workload), said(service.port)]).toEqual([framework, workload, port])
  })

  it('need a server that is started: a client or a mention is no service', async () => {
    const client = await factsOf({
      'Cargo.toml': cargo(['tonic = "0.12"', 'axum = "0.8"']),
      'src/main.rs': `// axum::serve(l, app)\nfn main() { let s = "warp::serve(x)"; client(); }\n`,
    })
    expect(client.services).toEqual([])
    expect(client.nonServices).toMatchObject([{ path: '.', name: 'api', reason: 'a program that starts no server' }])
  })
})

describe('background work of an application on Loco', () => {
  const settings = (mode: string, kind: string): Files => ({
    'Cargo.toml': cargo(['loco-rs = "0.16"']),
    'src/main.rs': 'async fn main() { loco_rs::cli::main::<App>().await }\n',
    'config/development.yaml': `workers:\n  mode: ${mode}\n\nqueue:\n  # where it is kept\n  kind: ${kind}\n  uri: {{ get_env(name="REDIS_URL") }}\n`,
  })
  it.each([
    ['in Redis', 'BackgroundQueue', 'Redis', ['redis']],
    ['in the database', 'BackgroundQueue', 'Postgres', []],
    ['in its own process', 'BackgroundAsync', 'Redis', []],
  ] as const)('is kept %s', async (_, mode, kind, queues) => {
    expect(all((await serviceOf(settings(mode, kind))).queues)).toEqual(queues)
  })
})

describe('optional dependencies of a library of the repository', () => {
  const app = (dependency: string, store = 'database'): Files => ({
    'Cargo.toml': `[workspace]\nmembers = ["api", "${store}"]\n`,
    'api/Cargo.toml': cargo(['axum = "0.8"', dependency]),
    'api/src/main.rs': main(`let listener = TcpListener::bind("0.0.0.0:3000").await.unwrap();`),
    [`${store}/Cargo.toml`]:
      `[package]\nname = "${store}"\n\n[features]\ndefault = ["documents"]\ndocuments = ["dep:mongodb"]\n` +
      'sessions = ["redis/tls"]\n\n[dependencies]\nmongodb = { version = "3", optional = true }\nredis = { version = "0.29", optional = true }\n',
    [`${store}/src/lib.rs`]: 'pub fn sessions() -> redis::Client { redis::Client::open(url()).unwrap() }\n',
  })
  const cases: readonly (readonly [string, string, readonly string[], readonly string[]])[] = [
    ['the default features', 'database = { path = "../database" }', ['mongodb'], []],
    ['no features', 'database = { path = "../database", default-features = false }', [], []],
    [
      'features that are asked for',
      'database = { path = "../database", features = ["sessions"] }',
      ['mongodb'],
      ['redis'],
    ],
  ]
  it.each(cases)('are needed as %s say', async (_, dependency, databases, cache) => {
    const service = await serviceOf(app(dependency))
    expect([all(service.databases), all(service.cache)]).toEqual([databases, cache])
    expect([...service.databases, ...service.cache].some(need => need.optional)).toBe(false)
  })

  it('are not needed by default where the library may be handed a connection', async () => {
    const service = await serviceOf(app('files = { path = "../files" }', 'files'))
    expect(all(service.databases)).toEqual([])
  })
})

describe('programs', () => {
  it('are told apart when one package has several: only those that reach the server are services', async () => {
    const facts = await factsOf({
      'Cargo.toml': cargo(['axum = "0.8"'], '\n[[bin]]\nname = "server"\npath = "src/serve.rs"\n'),
      'src/lib.rs': `pub async fn run_server() { axum::serve(l, app()).await; }\npub fn seed_data() {}\n`,
      'src/serve.rs': `#[tokio::main]\nasync fn main() { api::run_server().await }\n`,
      'src/bin/seed.rs': `fn main() { api::seed_data() }\n`,
    })
    expect(facts.services.map(s => [said(s.binary), said(s.entry)])).toEqual([['server', 'src/serve.rs']])
    expect(facts.nonServices.map(item => item.name)).toEqual(['seed'])
  })

  it('do not reach a server by a variable, a method or a module that has the name of a function on the way', async () => {
    const facts = await factsOf({
      'Cargo.toml': cargo(['warp = "0.3"']),
      'src/lib.rs': 'pub mod cli;\npub mod report;\npub mod server;\n',
      'src/server.rs':
        'pub fn run() { rt.block_on(async { warp::serve(routes()).run(([127, 0, 0, 1], 8000)).await }) }\n',
      'src/cli.rs': 'pub struct Cli;\nimpl Cli { pub fn run(&self) { crate::server::run() } }\n',
      'src/report.rs': 'pub fn write(runs: &[Run]) { for run in runs { print(run); job.run() } }\n',
      'src/main.rs': 'use api::cli::Cli;\nfn main() { Cli.run() }\n',
      'src/bin/report.rs': 'fn main() { api::report::write(&[]) }\n',
    })
    expect(facts.services.map(s => said(s.binary))).toEqual(['api'])
    expect(facts.nonServices.map(item => item.name)).toEqual(['report'])
  })

  it('do not reach a server by a function of another crate that has the same name', async () => {
    const facts = await factsOf({
      'Cargo.toml': cargo(['axum = "0.8"', 'env_logger = "0.11"', 'tracing-subscriber = "0.3"']),
      'src/web.rs': 'pub async fn init() { axum::serve(listener, app()).await }\n',
      'src/main.rs': 'mod web;\nfn main() { env_logger::init(); rt.block_on(web::init()) }\n',
      'src/bin/inspect.rs': 'use tracing_subscriber::fmt;\nfn main() { env_logger::init(); fmt::init(); }\n',
    })
    expect(facts.services.map(s => said(s.binary))).toEqual(['api'])
    expect(facts.nonServices.map(item => item.name)).toEqual(['inspect'])
  })

  it('work when something in the repository runs them, and on a schedule when a CronJob does', async () => {
    const worker = {
      'Cargo.toml': cargo(['tokio = "1"']),
      'src/main.rs': `#[tokio::main]\nasync fn main() { loop {} }\n`,
    }
    expect((await factsOf(worker)).services).toEqual([])
    const job = 'kind: CronJob\nspec:\n  containers:\n    - name: job\n      command: ["api", "--once"]\n'
    expect(
      said(
        (
          await serviceOf({
            ...worker,
            'chart/templates/job.yaml': `{{- if .Values.on }}\napiVersion: batch/v1\n${job}{{- end }}\n`,
          })
        ).workload,
      ),
    ).toBe('cron')
    expect(
      said(
        (
          await serviceOf({
            ...worker,
            Dockerfile: 'FROM debian\nCOPY --from=build /app/api /api\nENTRYPOINT ["/api"]\n',
          })
        ).workload,
      ),
    ).toBe('worker')
  })

  it('that people call are no services, even with an image', async () => {
    const facts = await factsOf({
      'Cargo.toml': cargo(['tokio = "1"', 'indicatif = "0.17"']),
      'src/main.rs': 'fn main() {}\n',
      Dockerfile: 'FROM debian\nENTRYPOINT ["/api"]\n',
    })
    expect(facts.services).toEqual([])
  })

  it('that write in colours may be servers all the same', async () => {
    const files = (crate: string): Files => ({
      'Cargo.toml': cargo(['axum = "0.8"', 'tokio = "1"', `${crate} = "0.15"`]),
      'src/main.rs': 'mod run;\nfn main() { run::start() }\n',
      'src/run.rs':
        'pub fn start() { axum::serve(tokio::net::TcpListener::bind("0.0.0.0:4015").await.unwrap(), app()) }\n',
    })
    expect(said((await serviceOf(files('console'))).port)).toBe(4015)
    expect((await factsOf(files('dialoguer'))).services).toEqual([])
  })

  it('work when they take messages, without a runtime for asynchronous code as well', async () => {
    const worker = {
      'Cargo.toml': cargo(['amiquip = "0.3"', 'env_logger = "0.11"']),
      'src/main.rs': 'mod jobs;\nfn main() { jobs::take() }\n',
      'src/jobs.rs': 'pub fn take() { let consumer = queue.consume(ConsumerOptions::default())?; }\n',
      Dockerfile: 'FROM rust\nCMD ["/usr/local/cargo/bin/api"]\n',
    }
    const service = await serviceOf(worker)
    expect([said(service.workload), all(service.queues)]).toEqual(['worker', ['rabbitmq']])
  })

  const once: readonly (readonly [string, string])[] = [
    ['benchmarks', 'collector/compile-benchmarks/server'],
    ['what prepares something once', 'docker/bootstrap'],
  ]
  it.each(once)('that are %s are no services, even where a container runs them', async (_, folder) => {
    const name = folder.split('/').at(-1) ?? ''
    const facts = await factsOf({
      [`${folder}/Cargo.toml`]: `[package]\nname = "${name}"\n\n[dependencies]\ntokio = "1"\n`,
      [`${folder}/src/main.rs`]: '#[tokio::main]\nasync fn main() {}\n',
      'docker-compose.yml': `services:\n  ${name}:\n    build: ./${folder}\n`,
    })
    expect([facts.services, facts.nonServices.map(item => item.path)]).toEqual([[], [folder]])
  })

  it('are servers where a library opens the socket, and a compose file says at which port', async () => {
    const files = (ports: string): Files => ({
      'Cargo.toml': cargo(['tokio = "1"', 'sockets = "2"']),
      'src/main.rs':
        '#[tokio::main]\nasync fn main() { let listener = sockets::open(args.port).await; loop { listener.accept().await; } }\n',
      'docker-compose.yml': `services:\n  api:\n    image: example/api\n    command: api -k _\n${ports}`,
    })
    const served = await serviceOf(files('    ports:\n      - 53:53/udp\n      - 127.0.0.1:80:2117\n'))
    expect([said(served.workload), said(served.port)]).toEqual(['tcp', 2117])
    const quiet = await serviceOf(files(''))
    expect([said(quiet.workload), said(quiet.port)]).toEqual(['worker', undefined])
  })

  it('run as the processes of a Procfile', async () => {
    const files = axum(main(`let listener = TcpListener::bind("0.0.0.0:3000").await.unwrap();`), {
      Procfile:
        'release: ./target/release/api migrate\nweb: ./target/release/api server\njobs: ./target/release/api work\n',
    })
    expect((await factsOf(files)).services.map(s => [said(s.workload), said(s.port)])).toEqual([
      ['http', 3000],
      ['worker', undefined],
    ])
  })
})

describe('migrations beside a workspace', () => {
  const files: Files = {
    'workspace/Cargo.toml': '[workspace]\nmembers = ["web"]\n',
    'workspace/web/Cargo.toml': cargo(['axum = "0.8"', 'sqlx = { version = "0.8", features = ["postgres"] }']),
    'workspace/web/src/main.rs': main('let listener = TcpListener::bind("0.0.0.0:3000").await.unwrap();'),
    'db/migrations/20240101_init.sql': 'create table a ();\n',
  }
  it('are of the service when they belong to no other package', async () => {
    expect(said((await serviceOf(files)).migrations)).toBe('db/migrations')
    expect(said((await serviceOf({ ...files, 'db/go.mod': 'module db\n' })).migrations)).toBe(undefined)
    const own = await serviceOf({ ...files, 'workspace/migrations/1.sql': 'create table b ();\n' })
    expect(said(own.migrations)).toBe('workspace/migrations')
    const { 'db/migrations/20240101_init.sql': _, ...rest } = files
    const other = await serviceOf({ ...rest, 'db/migrations/20240101_init.js': 'exports.up = () => {}\n' })
    expect(said(other.migrations)).toBe(undefined)
  })
})

describe('workspaces', () => {
  const member = (name: string, dependencies: string): string =>
    `[package]\nname = "${name}"\nversion.workspace = true\nrust-version.workspace = true\n\n[dependencies]\n${dependencies}\n`
  const files = {
    'Cargo.toml':
      '[workspace]\nmembers = ["crates/*", "tools/gen"]\nexclude = ["crates/old"]\n\n[workspace.package]\nversion = "2.0.0"\nrust-version = "1.80"\n\n[workspace.dependencies]\naxum = "0.8"\nsqlx = { version = "0.8", features = ["postgres"] }\nstore = { path = "crates/store" }\n',
    'Cargo.lock':
      'version = 4\n\n[[package]]\nname = "axum"\nversion = "0.8.4"\n\n[[package]]\nname = "native-tls"\nversion = "0.2.0"\ndependencies = [\n "openssl-sys",\n]\n\n[[package]]\nname = "openssl-sys"\nversion = "0.9.0"\n\n[[package]]\nname = "sqlx"\nversion = "0.8.0"\ndependencies = [\n "native-tls",\n]\n',
    'crates/server/Cargo.toml': member('server', 'axum.workspace = true\nstore = { workspace = true }'),
    'crates/server/src/main.rs': main(`let listener = TcpListener::bind("0.0.0.0:3000").await.unwrap();`),
    'crates/store/Cargo.toml': member('store', 'sqlx = { workspace = true }'),
    'crates/store/src/lib.rs': 'pub async fn migrate() { sqlx::migrate!("./migrations").run(&pool).await; }\n',
    'crates/store/migrations/1_init.sql': 'create table a ();\n',
    'crates/old/Cargo.toml': member('old', ''),
    'tools/gen/Cargo.toml': member('gen', 'axum.workspace = true'),
    'tools/gen/src/main.rs': main(''),
  }

  it('have the members that cargo takes, with inherited fields', async () => {
    const { projects } = await factsOf(files)
    const [project, old] = projects
    expect([project?.path, project?.workspace, said(project?.lockfile), said(project?.minimumRuntime)]).toEqual([
      '.',
      true,
      'Cargo.lock',
      '1.80',
    ])
    expect(project?.packages.map(pkg => [pkg.path, said(pkg.version)])).toEqual([
      ['crates/server', '2.0.0'],
      ['crates/store', '2.0.0'],
      ['tools/gen', '2.0.0'],
    ])
    expect(old?.path).toBe('crates/old')
  })

  it('give a service what the libraries below it need', async () => {
    const service = await serviceOf(files)
    expect([service.path, service.project, said(service.framework)]).toEqual(['crates/server', '.', 'axum 0.8'])
    expect([all(service.databases), all(service.orm), said(service.migrations)]).toEqual([
      ['postgres'],
      ['sqlx'],
      'crates/store/migrations',
    ])
  })

  it('may have their migrations in a module that lists them', async () => {
    const service = await serviceOf({
      ...files,
      'crates/server/Cargo.toml': member(
        'server',
        'axum.workspace = true\nsea-orm = { version = "1", features = ["sqlx-postgres"] }',
      ),
      'crates/server/src/schema/change/mod.rs':
        'mod m1;\nimpl MigratorTrait for Migrator { fn migrations() -> Steps { vec![] } }\n',
      'crates/server/src/schema/change/m1.rs': 'impl MigrationTrait for Migration {}\n',
    })
    expect(said(service.migrations)).toBe('crates/server/src/schema/change')
  })

  it('show the Debian packages that crates far below need, unless they bring the source along', async () => {
    const service = await serviceOf(files)
    expect([all(service.buildPackages), all(service.runtimePackages)]).toEqual([
      ['libssl-dev', 'pkg-config'],
      ['libssl3t64'],
    ])
    expect(service.buildPackages[0]?.evidence[0]).toMatchObject({ path: 'Cargo.lock', rule: 'crate openssl-sys' })
    const vendored = await serviceOf({
      ...files,
      'Cargo.lock': files['Cargo.lock'].replace(
        'version = "0.9.0"',
        'version = "0.9.0"\ndependencies = [\n "openssl-src",\n]',
      ),
    })
    expect([all(vendored.buildPackages), all(vendored.runtimePackages)]).toEqual([['make', 'perl'], []])
  })

  it('need nothing of a database that sqlx only has in the lock file', async () => {
    const lock = `${files['Cargo.lock']}
[[package]]
name = "sqlx-sqlite"
version = "0.8.0"
dependencies = [
 "libsqlite3-sys",
]

[[package]]
name = "libsqlite3-sys"
version = "0.30.0"
`.replace(' "native-tls",', ' "sqlx-sqlite",')
    const service = await serviceOf({ ...files, 'Cargo.lock': lock })
    expect([...service.buildPackages, ...service.runtimePackages]).toEqual([])
    const manifest = files['Cargo.toml'].replace('"postgres"', '"postgres", "sqlite-unbundled"')
    const both = await serviceOf({ ...files, 'Cargo.lock': lock, 'Cargo.toml': manifest })
    expect(all(both.runtimePackages)).toEqual(['libsqlite3-0'])
  })

  it.each([
    ['figment', 'let config = Figment::new().merge(Yaml::file_exact("config.yaml"));'],
    ['a file that is opened', 'let file = File::open("config.yaml")?;'],
  ])('bring the settings along that they read: %s', async (_how, line) => {
    const service = await serviceOf(
      axum(main(`${line} let listener = TcpListener::bind("0.0.0.0:3000").await.unwrap();`), {
        'config.yaml': 'a: 1\n',
      }),
    )
    expect(all(service.runtimeFiles)).toEqual(['config.yaml'])
  })

  it('bring nothing along for the folder that they are started in', async () => {
    const service = await serviceOf({
      'Cargo.toml': workspace('app', 'client'),
      'app/Cargo.toml': crate('app', ['axum = "0.8"', 'client = { path = "../client" }', 'tokio = "1"']),
      'app/src/main.rs': main('let listener = TcpListener::bind("0.0.0.0:3000").await.unwrap();'),
      'client/Cargo.toml': crate('client', []),
      'client/src/lib.rs':
        'fn folder() -> PathBuf { PathBuf::from(".") }\nfn pages() -> ServeDir { ServeDir::new("pages") }\n',
      'client/pages/index.html': '<h1>ferries</h1>\n',
      'client/src/pages/index.html': '<h1>ferries</h1>\n',
    })
    expect(all(service.runtimeFiles)).toEqual(['../client/src/pages'])
  })

  it.each([
    ['a method', `Arg::new("config").default_value("./config.cfg")`],
    ['an attribute', `#[arg(long, default_value = "config.cfg")]`],
  ])('are settings that an argument names by default: %s', async (_, argument) => {
    const service = await serviceOf({
      'Cargo.toml': cargo(['axum = "0.8"', 'clap = "4"', 'tokio = "1"']),
      'config.cfg': '[server]\n',
      'src/main.rs': `async fn main() {\n    let it = ${argument};\n    axum::serve(tokio::net::TcpListener::bind("0.0.0.0:3000").await.unwrap(), axum::Router::new()).await.unwrap();\n}\n`,
    })
    expect(all(service.runtimeFiles)).toEqual(['config.cfg'])
  })
})

describe('routes for probes', () => {
  it.each([
    [
      'axum, nested through a variable and a function',
      { axum: '0.8' },
      `mod routes;\nfn app() -> Router {\n    let api = Router::new().merge(routes::probes());\n    Router::new().nest("/api", api).route("/metrics", get(metrics))\n}\n`,
      `pub fn probes() -> Router { Router::new().route("/healthz", get(|| async { "ok" })) }\n// .route("/ready", get(x))\n`,
      ['/api/healthz'],
      '/metrics',
    ],
    [
      'actix-web, a handler with an attribute in a scope',
      { 'actix-web': '4' },
      `mod routes;\nfn config(cfg: &mut ServiceConfig) { cfg.service(web::scope("/v1").service(routes::health)); }\n`,
      `#[get("/health")]\nasync fn health() -> impl Responder { "ok" }\n#[post("/metrics")]\nasync fn push() {}\n`,
      ['/v1/health'],
      undefined,
    ],
    [
      'actix-web, a scope that is the route',
      { 'actix-web': '4' },
      `mod routes;\nfn config(cfg: &mut ServiceConfig) { cfg.service(web::scope("/v1").service(routes::metrics())); }\n`,
      `pub fn metrics() -> Scope { web::scope("/metrics").service(web::resource("").route(web::get().to(render))) }\npub fn status() -> Scope { web::scope("/status").service(web::resource("/jobs")) }\n`,
      [],
      '/v1/metrics',
    ],
    [
      'a server that compares paths, with several names for one',
      { axum: '0.8' },
      'mod routes;\n',
      `fn answer(request: Request) -> Response { match (request.method(), request.uri().path()) {\n    (&Method::GET, "/live" | "/livez") => live(),\n    _ => nothing(),\n} }\n`,
      ['/live', '/livez'],
      undefined,
    ],
    [
      'a server that compares a path with something else beside it',
      { axum: '0.8' },
      'mod routes;\n',
      `fn answer(request: Request) -> Response { match (request.uri().path(), request.headers().contains_key(UPGRADE)) {\n    ("/healthz", false) => live(),\n    ("/metrics", false) => gather(),\n    _ => { let known = ("/ping", true); nothing(known) }\n} }\n`,
      ['/healthz'],
      '/metrics',
    ],
    [
      'axum, paths of types, where a client asks for others',
      { axum: '0.8' },
      `mod routes;\nfn app() -> Router { Router::new().nest("/inside", Router::new().route(routes::Well::path(), get(well))) }\n`,
      `pub struct Well;\nimpl Page for Well { const PATH: &'static str = "/health"; }\npub struct Ask;\nimpl Request for Ask { const PATH: &'static str = "/ping"; }\n`,
      ['/inside/health'],
      undefined,
    ],
    [
      'what a library brings to answer with metrics, beside a router of metrics that it is not',
      { axum: '0.8', poem: '3' },
      'mod routes;\n',
      `pub fn all() -> Route { Route::new().nest("/prometheus", stats::router()).nest("/internal/metrics", poem::endpoint::PrometheusExporter::new(registry())) }\n`,
      [],
      '/internal/metrics',
    ],
    [
      'salvo, paths without a slash, beside parameters of the same names',
      { axum: '0.8', poem: '3' },
      'mod routes;\n',
      `fn answer(query: &Query, map: &mut Map) { for name in query.get("metrics").unwrap_or_default().split(',') { map.add("health"); } }\nfn app() -> Router { Router::new().push(Router::with_path("ready").get(ready)) }\n`,
      ['/ready'],
      undefined,
    ],
    [
      'warp, paths of macros',
      { axum: '0.8', warp: '0.3' },
      'mod routes;\n',
      `fn probes() -> impl Filter { warp::path!("internal" / "health").map(ok).or(warp::path!("metrics").map(render)).or(warp::path!("jobs" / u32).map(job)) }\n`,
      ['/internal/health'],
      '/metrics',
    ],
    [
      'warp, filters behind a method',
      { axum: '0.8', warp: '0.3' },
      'mod routes;\n',
      `fn all() -> impl Filter { let beat = warp::post().and(warp::path("heartbeat")).and(warp::path::end()).map(beat); warp::get().and(warp::path("ready")).map(ok).or(beat).or(warp::put().and(log()).and(warp::path("live")).map(set)) }\n`,
      ['/ready'],
      undefined,
    ],
  ])('%s', async (_, dependencies, code, routes, health, metrics) => {
    const [name = '', version = ''] = Object.entries(dependencies)[0] ?? []
    const start =
      name === 'axum'
        ? main(`let listener = TcpListener::bind("0.0.0.0:3000").await.unwrap();`)
        : `async fn main() { HttpServer::new(|| App::new().configure(config)).bind("0.0.0.0:3000"); }\n`
    const service = await serviceOf({
      'Cargo.toml': cargo([`${name} = "${version}"`]),
      'src/main.rs': `${code}${start}`,
      'src/routes.rs': routes,
    })
    expect([all(service.healthPaths), said(service.metricsPath)]).toEqual([health, metrics])
  })
})

it.each([
  ['merged into a figment', '0.5', 'rocket::Config::figment().merge(("workers", 2)).merge(("port", 9100))'],
  ['of a builder', '0.4', 'Config::build(Environment::Production).workers(2).port(9100).finalize().unwrap()'],
])('finds the port among the settings of Rocket: %s', async (_, version, settings) => {
  const service = await serviceOf({
    'Cargo.toml': cargo([`rocket = "${version}"`]),
    'src/main.rs': `fn main() { let settings = ${settings}; rocket::custom(settings).launch(); }\n`,
  })
  expect(said(service.port)).toBe(9100)
})

it('takes the port of the image where the code replaces the one that the framework has by itself', async () => {
  const files = (settings: string): Files => ({
    'Cargo.toml': cargo(['rocket = "0.4"']),
    Dockerfile: 'FROM rust:1\nCOPY . .\nEXPOSE 8080\nCMD ["api"]\n',
    'src/main.rs': `fn main() { let settings = Config::build(Environment::Production)${settings}.finalize().unwrap(); rocket::custom(settings).launch(); }\n`,
  })
  expect(said((await serviceOf(files('.port(load().listen.port())'))).port)).toBe(8080)
  expect(said((await serviceOf(files('.workers(2)'))).port)).toBe(8000)
})

it('takes the toolchain from the nearest file, in both forms', async () => {
  const files = axum(main('let listener = TcpListener::bind("0.0.0.0:1000").await;'))
  expect(
    said((await serviceOf({ ...files, 'rust-toolchain.toml': '[toolchain]\nchannel = "1.90.0"\n' })).languageVersion),
  ).toBe('1.90.0')
  expect(said((await serviceOf({ ...files, 'rust-toolchain': 'nightly\n' })).languageVersion)).toBe('nightly')
  expect(said((await serviceOf({ ...files, '.tool-versions': 'nodejs 22.0.0\nrust 1.88.0\n' })).languageVersion)).toBe(
    '1.88.0',
  )
})

it('takes a workspace of many programs that nothing deploys for a collection of examples', async () => {
  const names = Array.from({ length: 25 }, (_, i) => `example-${String(i)}`)
  const members = Object.fromEntries(
    names.flatMap(name => [
      [`${name}/Cargo.toml`, cargo(['axum = "0.8"']).replace('"api"', `"${name}"`)],
      [`${name}/src/main.rs`, main('let listener = TcpListener::bind("0.0.0.0:3000").await;')],
    ]),
  )
  const facts = await factsOf({
    'Cargo.toml': `[workspace]\nmembers = [${names.map(name => `"${name}"`).join(', ')}]\n`,
    ...members,
  })
  expect(facts.services).toEqual([])
  expect(facts.nonServices).toHaveLength(25)
})
