import { describe, expect, it } from 'vitest'
import { all, cargo, crate, factsOf, said, serviceOf, workspace, type Files } from './read.ts'

const main = (body: string): string => `#[tokio::main]\nasync fn main() {\n${body}\n}\n`
const serving = (route: string, port: number, more = ''): string =>
  `use axum::{routing::get, Router};\npub async fn open() {\n    let listener = tokio::net::TcpListener::bind("0.0.0.0:${String(port)}").await.unwrap();\n    axum::serve(listener, Router::new().route("${route}", get(ok))${more}).await.unwrap();\n}\n`

describe('a server in a library of the repository is found', () => {
  it('where the name of the whole repository has a word for observing in it', async () => {
    const files = (library: string): Files => ({
      'Cargo.toml': workspace('app', 'http'),
      'app/Cargo.toml': crate('observatory', [`${library} = { path = "../http" }`, 'tokio = "1"']),
      'app/src/main.rs': main(`    ${library.replaceAll('-', '_')}::open().await`),
      'http/Cargo.toml': crate(library, ['axum = "0.8"', 'tokio = "1"']),
      'http/src/lib.rs': serving('/stars', 8101),
    })
    const service = await serviceOf(files('observatory-http'))
    expect([service.path, said(service.framework), said(service.port)]).toEqual(['app', 'axum 0.8', 8101])
    // What its own name says still counts.
    expect((await factsOf(files('observatory-telemetry'))).services).toEqual([])
  })

  it('and of two the one that answers most is what the program is for', async () => {
    const service = await serviceOf({
      'Cargo.toml': workspace('app', 'reports', 'shop'),
      'app/Cargo.toml': crate('app', [
        'reports = { path = "../reports" }',
        'shop = { path = "../shop" }',
        'tokio = "1"',
      ]),
      'app/src/main.rs': main(
        '    if settings().reports { tokio::spawn(reports::open()); }\n    shop::open_shop().await',
      ),
      'reports/Cargo.toml': crate('reports', ['axum = "0.8"']),
      'reports/src/lib.rs': serving('/report', 8102),
      'shop/Cargo.toml': crate('shop', ['axum = "0.8"']),
      'shop/src/lib.rs': serving('/goods', 8103, '.route("/carts", get(carts)).route("/orders", get(orders))').replace(
        'fn open(',
        'fn open_shop(',
      ),
    })
    expect(said(service.port)).toBe(8103)
  })

  it('where a function of a common name is called by its module', async () => {
    const files = (call: string): Files => ({
      'Cargo.toml': cargo(['axum = "0.8"', 'tokio = "1"']),
      'src/main.rs': `mod server;\nmod forms;\n${main(`    ${call}`)}`,
      'src/forms.rs': 'pub fn build() {}\n',
      'src/bin/other.rs': 'fn main() {}\n',
      'src/server.rs': serving('/stars', 8104).replace('fn open', 'fn build'),
    })
    expect(said((await serviceOf(files('server::build().await'))).port)).toBe(8104)
    expect((await factsOf(files('forms::build()'))).services).toEqual([])
  })

  it('where a command has a function main of its own', async () => {
    const service = await serviceOf({
      'Cargo.toml': cargo(['axum = "0.8"', 'clap = { version = "4", features = ["derive"] }', 'tokio = "1"']),
      'src/main.rs': `mod serve;\n${main('    match command() { Command::Serve(args) => serve::main(args).await, _ => download().await }')}`,
      'src/bin/other.rs': 'fn main() {}\n',
      'src/serve.rs': serving('/stars', 8107).replace('fn open', 'fn main'),
    })
    expect([said(service.entry), said(service.port)]).toEqual(['src/main.rs', 8107])
  })

  it('but not by what only has the name of the type or the method that starts it', async () => {
    const files = (call: string): Files => ({
      'Cargo.toml': cargo(['axum = "0.8"', 'tokio = "1"']),
      'src/lib.rs': 'pub mod pages;\npub mod schemes;\n',
      'src/main.rs': main('    api::pages::Pages::create().await'),
      'src/bin/address.rs': `use api::schemes::Scheme;\nfn main() { println!("{}", ${call}); }\n`,
      'src/pages.rs': `${serving('/stars', 8108).replace('pub async fn open', 'pub struct Pages;\nimpl Pages {\npub async fn create')}}\n`,
      'src/schemes.rs': 'pub enum Scheme { Pages, Texts }\nimpl Scheme { pub fn create() -> Self { Scheme::Pages } }\n',
    })
    expect(said((await serviceOf(files('Scheme::Pages.size()'))).binary)).toBe('api')
    expect(said((await serviceOf(files('Scheme::create()'))).binary)).toBe('api')
    expect((await factsOf(files('api::pages::Pages::create()'))).services).toHaveLength(2)
  })

  it('where the framework is a default feature of a library that hands it on, and a macro makes the application', async () => {
    const files = (code: string): Files => ({
      'Cargo.toml': workspace('desk', 'kit'),
      'desk/Cargo.toml': crate('desk', ['kit = { path = "../kit" }', 'house-server = "1"', 'tokio = "1"']),
      'desk/src/main.rs': main('    house_server::runtime!().exec(desk::run).await'),
      'desk/src/lib.rs': `use kit::web_kit::{self as actix_web};\nuse actix_web::web;\nmacro_rules! routes {\n    ($cfg:expr) => {{\n        $cfg.service(web::scope("/api").route("/desks", web::get().to(desks)))\n    }};\n}\npub async fn run(config: Config) {\n    house_server::Builder::new(move |cfg| { ${code} })\n}\n`,
      'desk/Dockerfile': 'FROM debian:13\nADD target/release/desk /\nENTRYPOINT ["/desk"]\n',
      'kit/Cargo.toml': crate(
        'kit',
        ['actix-web = { version = "4", optional = true }'],
        '\n[features]\ndefault = ["actix"]\nactix = ["actix-web"]\n',
      ),
      'kit/src/lib.rs': 'pub use actix_web as web_kit;\n',
    })
    const service = await serviceOf(files('routes!(cfg);'))
    expect([said(service.workload), said(service.framework)?.split(' ')[0]]).toEqual(['http', 'actix-web'])
    expect(said((await serviceOf(files('nothing(cfg);'))).workload)).toBe('worker')
  })

  it('served by hyper with what a framework made', async () => {
    const files = (service: string): Files => ({
      'Cargo.toml': cargo(['warp = "0.3"', 'hyper = "1"', 'hyper-util = "0.1"', 'tokio = "1"']),
      'src/main.rs': `use hyper_util::server::conn::auto::Builder;\n${main(`    let service = ${service};\n    Builder::new(executor()).serve_connection(io, service).await`)}`,
    })
    expect(said((await serviceOf(files('warp::service(routes())'))).framework)).toBe('warp 0.3')
    expect(said((await serviceOf(files('own(routes())'))).framework)).toBe('hyper 1')
  })
})

describe('what is compiled without a program of its own', () => {
  const worker = (code: string): Files => ({
    'edge/Cargo.toml': crate(
      'edge',
      ['worker = "0.8"', 'axum = { version = "0.8", default-features = false }'],
      '\n[lib]\ncrate-type = ["cdylib"]\n',
    ),
    'edge/wrangler.toml': 'name = "edge"\nmain = "build/worker/shim.mjs"\n',
    'edge/src/lib.rs': code,
  })
  it('is a service where its platform calls the library', async () => {
    const service = await serviceOf(
      worker(
        'use worker::*;\n#[event(fetch)]\nasync fn fetch(req: HttpRequest, env: Env) -> Result<Response> { router(env).call(req).await }\n',
      ),
    )
    expect([service.path, said(service.workload), said(service.entry), service.binary]).toEqual([
      'edge',
      'serverless',
      'src/lib.rs',
      undefined,
    ])
  })

  it('is none where nothing is called', async () => {
    expect((await factsOf(worker('pub fn helper() {}\n'))).services).toEqual([])
  })
})

describe('a program that people or tests call is no service', () => {
  const server = main(
    '    let listener = tokio::net::TcpListener::bind("127.0.0.1:8105").await.unwrap();\n    axum::serve(listener, app()).await.unwrap();',
  )
  const tool: Files = {
    'Cargo.toml': cargo(['axum = "0.8"', 'tokio = "1"']),
    'src/bin/cargo-ferry.rs': server,
    'src/bin/ferry.rs': server,
  }
  it('where cargo finds it by its name, with the other names of the same tool', async () => {
    const { services, nonServices } = await factsOf(tool)
    expect([services, nonServices.map(({ reason }) => reason)]).toEqual([
      [],
      ['a command of cargo', 'a command of cargo'],
    ])
  })

  it('unless an image starts it', async () => {
    const image = 'FROM debian:13\nCOPY --from=build /app/ferry /ferry\nENTRYPOINT ["/ferry"]\n'
    expect(said((await serviceOf({ ...tool, Dockerfile: image })).binary)).toBe('ferry')
  })

  it.each(['conformance/peer', 'peers/test-server', 'peers/mock-api'])('where it lies in %s', async folder => {
    const files = {
      'Cargo.toml': workspace(folder),
      [`${folder}/Cargo.toml`]: crate('peer', ['axum = "0.8"']),
      [`${folder}/src/main.rs`]: server,
    }
    expect((await factsOf(files)).services).toEqual([])
  })

  it('but the last word of its name says what it is', async () => {
    const files = (name: string): Files => ({
      'Cargo.toml': crate(name, ['tokio = "1"']),
      'src/main.rs': main('    loop { step().await }'),
      Dockerfile: `FROM debian:13\nADD target/release/${name} /\nENTRYPOINT ["/${name}"]\n`,
    })
    expect(said((await serviceOf(files('topic-admin-operator'))).workload)).toBe('worker')
    expect((await factsOf(files('topic-admin'))).services).toEqual([])
  })
})

describe('sockets beside a server for metrics', () => {
  const files = (server: string): Files => ({
    'Cargo.toml': cargo(['hyper = "1"', 'tokio = "1"', 'socket2 = "0.6"']),
    'src/main.rs': `mod ${server};\nmod settings;\n${main(`    ${server}::open_watch().await;\n    let socket = names(settings.listen_port);\n    loop { let (bytes, from) = socket.recv_from(&mut buffer).await?; }`)}fn names(port: u16) -> UdpSocket {\n    let sock = Socket::new(Domain::IPV4, Type::DGRAM, None)?;\n    sock.bind(&SocketAddr::new(ip, port).into())?;\n    UdpSocket::from_std(sock.into())\n}\n`,
    'src/settings.rs':
      '#[derive(Deserialize)]\npub struct Settings {\n    #[serde(default = "default_port")]\n    pub listen_port: u16,\n}\nfn default_port() -> u16 {\n    53\n}\n',
    [`src/${server}.rs`]:
      'use hyper::server::conn::http1;\npub async fn open_watch() {\n    http1::Builder::new().serve_connection(io, service).await\n}\n',
  })
  it('are what the program is for, at the port that its settings have, however small', async () => {
    const service = await serviceOf(files('prometheus_server'))
    expect([said(service.workload), said(service.framework), said(service.port)]).toEqual(['tcp', undefined, 53])
  })

  it('are not where the server is called after nothing of the kind', async () => {
    expect(said((await serviceOf(files('pages'))).workload)).toBe('http')
  })
})

describe('of several settings of the same name', () => {
  const settings = `pub struct Settings {\n    pub reports: Reports,\n    pub http: Http,\n}\n#[derive(Config)]\npub struct ReportServer {\n    #[setting(name = "REPORT_PORT", default = 8201)]\n    pub port: u16,\n}\n#[derive(Config)]\npub struct Http {\n    #[setting(name = "HTTP_PORT", default = 8200)]\n    pub port: u16,\n}\n`
  const files = (holder: string): Files => ({
    'Cargo.toml': cargo(['axum = "0.8"', 'tokio = "1"']),
    'src/main.rs': `mod settings;\n${main(`    let settings = settings::read();\n    let listener = tokio::net::TcpListener::bind(format!("0.0.0.0:{}", settings.${holder}.port)).await.unwrap();\n    axum::serve(listener, app()).await.unwrap();`)}`,
    'src/settings.rs': settings,
  })
  it('the port is that of the part which the socket is opened with', async () => {
    expect(said((await serviceOf(files('http'))).port)).toBe(8200)
    expect(said((await serviceOf(files('report_server'))).port)).toBe(8201)
  })
})

it('an arm for tests only says nothing of the port, and the arms behind it do', async () => {
  const files = (feature: string): Files => ({
    'Cargo.toml': cargo(['axum = "0.8"', 'tokio = "1"']),
    'src/main.rs': `mod hops;\n${main('    let listener = tokio::net::TcpListener::bind((host, hops::listen_port(hop))).await.unwrap();\n    axum::serve(listener, app()).await.unwrap();')}`,
    'src/hops.rs': `pub fn listen_port(hop: Hop) -> u16 {\n    match hop {\n        #[cfg(feature = "${feature}")]\n        Hop::Near { .. } => 9301,\n        Hop::Far { .. } => 8301,\n    }\n}\n`,
  })
  expect(said((await serviceOf(files('test_mode'))).port)).toBe(8301)
  expect(said((await serviceOf(files('latest'))).port)).toBe(9301)
})

describe('what a Rust program needs', () => {
  const program = main(
    '    let listener = tokio::net::TcpListener::bind("0.0.0.0:8106").await.unwrap();\n    axum::serve(listener, app()).await.unwrap();',
  )
  const files = (section: string): Files => ({
    'Cargo.toml': workspace('app', 'core', 'store'),
    'app/Cargo.toml': crate('app', ['axum = "0.8"', 'core = { path = "../core" }']),
    'app/src/main.rs': program,
    'core/Cargo.toml': crate(
      'core',
      [section === '' ? 'store = { path = "../store" }' : ''],
      `\n[dev-dependencies]\nstore = { path = "../store", features = ["test"] }\n`,
    ),
    'core/src/lib.rs': 'pub use store::open;\n',
    'store/Cargo.toml': crate('store', ['rusqlite = "0.37"']),
    'store/src/lib.rs': 'pub fn open() -> rusqlite::Connection { rusqlite::Connection::open("a.db").unwrap() }\n',
  })
  it('is there where the tests of a library ask for more of it', async () => {
    expect(all((await serviceOf(files(''))).databases)).toEqual(['sqlite'])
  })

  it('is not where only the tests of a library need it', async () => {
    expect(all((await serviceOf(files('dev'))).databases)).toEqual([])
  })

  it('is not what the lock file has for the tests of a library, or for a feature that nobody switched on', async () => {
    const lock = (from: string): string =>
      `version = 4\n\n[[package]]\nname = "app"\nversion = "0.1.0"\ndependencies = [\n "axum",\n "core",\n]\n\n[[package]]\nname = "core"\nversion = "0.1.0"\ndependencies = [\n "${from}",\n]\n\n[[package]]\nname = "helper"\nversion = "1.0.0"\nsource = "registry"\ndependencies = [\n "rdkafka",\n]\n\n[[package]]\nname = "rdkafka"\nversion = "0.36.0"\nsource = "registry"\n`
    const base = (dependency: string): Files => ({
      'Cargo.toml': workspace('app', 'core'),
      'app/Cargo.toml': crate('app', ['axum = "0.8"', 'core = { path = "../core" }']),
      'app/src/main.rs': program,
      'core/Cargo.toml': crate('core', [dependency]),
      'core/src/lib.rs': 'pub fn nothing() {}\n',
    })
    const tested = await serviceOf({ ...base(''), 'Cargo.lock': lock('rdkafka') })
    expect(all(tested.queues)).toEqual([])
    const hidden = await serviceOf({ ...base('helper = "1"'), 'Cargo.lock': lock('helper') })
    expect(hidden.queues.map(({ value, optional }) => [value, optional])).toEqual([['kafka', true]])
  })
})

it('the list of migrations in the code says more than a folder that is called so', async () => {
  const files = (list: string): Files => ({
    'Cargo.toml': cargo([
      'axum = "0.8"',
      'sea-orm = { version = "1", features = ["sqlx-postgres"] }',
      'sea-orm-migration = "1"',
    ]),
    'src/main.rs': 'mod steps;\nfn main() { axum::serve(a, b); }\n',
    'src/rights/migrations/folders.rs': 'pub fn folders() {}\n',
    'src/steps/mod.rs': list,
    'src/steps/m2025_stars.rs': 'pub struct Migration;\n',
  })
  const service = await serviceOf(files('pub struct Migrator;\nimpl MigratorTrait for Migrator { }\n'))
  expect(said(service.migrations)).toBe('src/steps')
  expect(said((await serviceOf(files('mod m2025_stars;\n'))).migrations)).toBe('src/rights/migrations')
})

it('a program that an image starts and calls a port of is more than a worker, whatever opens the socket', async () => {
  const files = (image: string): Files => ({
    'Cargo.toml': cargo(['anyhow = "1"', 'tokio = "1"']),
    'src/main.rs': 'fn main() { std::process::Command::new("radiusd").exec(); }\n',
    Dockerfile: `FROM debian:13\nCOPY --from=build /app/api /usr/bin/api\n${image}CMD ["/usr/bin/api"]\n`,
  })
  const service = await serviceOf(files('EXPOSE 1812 1813\n'))
  expect([said(service.workload), said(service.port)]).toEqual(['tcp', 1812])
  const quiet = await serviceOf(files(''))
  expect([said(quiet.workload), said(quiet.port)]).toEqual(['worker', undefined])
})

it('a package is a member where the root puts it in the place of a release', async () => {
  const files = (patch: string): Files => ({
    'Cargo.toml': `${crate('ferry', ['ferry-web = "=0.0.0"'])}\n[workspace]\n${patch}`,
    'src/main.rs': 'fn main() { ferry_web::open() }\n',
    'crates/web/Cargo.toml': crate('ferry-web', ['axum = "0.8"', 'tokio = "1"']),
    'crates/web/src/lib.rs': serving('/stars', 8106),
  })
  const service = await serviceOf(files('[patch.crates-io]\nferry-web = { path = "crates/web" }\n'))
  expect([service.path, said(service.framework), said(service.port)]).toEqual(['.', 'axum 0.8', 8106])
  expect((await factsOf(files(''))).services).toEqual([])
})

it('what cargo refuses to build is no service, unless it is built somewhere else', async () => {
  const files: Files = {
    'Cargo.toml': workspace('app'),
    'app/Cargo.toml': crate('app', []),
    'app/src/lib.rs': 'pub fn open() {}\n',
    'old/server/Cargo.toml': crate('server', ['axum = "0.8"']),
    'old/server/src/main.rs': 'fn main() { axum::serve(a, b); }\n',
  }
  const names = async (more: Files): Promise<unknown> =>
    (await factsOf({ ...files, ...more })).services.map(service => service.name.value)
  expect(await names({})).toEqual([])
  expect((await factsOf(files)).nonServices.map(({ reason }) => reason)).toEqual([
    'cargo does not build it: Cargo.toml neither names nor excludes it',
  ])
  expect(await names({ 'Cargo.toml': `${workspace('app')}exclude = ["old"]\n` })).toEqual(['server'])
  expect(await names({ 'old/server/Cargo.lock': 'version = 4\n' })).toEqual(['server'])
  expect(await names({ 'old/server/Dockerfile': 'FROM debian:13\nCMD ["/server"]\n' })).toEqual(['server'])
  expect(await names({ 'old/server/Cargo.toml': `${files['old/server/Cargo.toml'] ?? ''}\n[workspace]\n` })).toEqual([
    'server',
  ])
})
