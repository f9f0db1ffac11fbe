import { describe, expect, it } from 'vitest'
import { all, cargo, crate, factsOf, said, serviceOf, workspace, type Files } from './read.ts'

const main = (body: string): string => `#[tokio::main]\nasync fn main() {\n${body}\n}\n`
const served = (address: string): string =>
  `use axum::{routing::get, Router};\npub async fn open() {\n    let listener = tokio::net::TcpListener::bind(${address}).await.unwrap();\n    axum::serve(listener, Router::new().route("/stars", get(ok))).await.unwrap();\n}\n`

describe('programs that stand beside the product are no services', () => {
  const server = (folder: string): Files => ({
    'Cargo.toml': workspace('api', folder),
    'api/Cargo.toml': crate('api', ['axum = "0.8"', 'tokio = "1"']),
    'api/src/main.rs': `${served('"0.0.0.0:8201"')}${main('    open().await')}`,
    [`${folder}/Cargo.toml`]: crate('second', ['axum = "0.8"', 'tokio = "1"']),
    [`${folder}/src/main.rs`]: `${served('"0.0.0.0:8202"')}${main('    open().await')}`,
  })

  it.each(['ci/memory', 'load/load-generator', 'stress/star-loadgen', '.checks/second', 'star-showroom'])(
    'in %s',
    async folder => {
      expect((await serviceOf(server(folder))).path).toBe('api')
    },
  )

  it('unless nothing says so, or an image runs what is built for checks', async () => {
    expect((await factsOf(server('city/generators-api'))).services).toHaveLength(2)
    const files = {
      ...server('ci/second'),
      Dockerfile: 'FROM debian:13\nCOPY target/release/second /\nCMD ["/second"]\n',
    }
    expect((await factsOf(files)).services).toHaveLength(2)
  })
})

describe('a server for those who look after a program is not what the program is for', () => {
  const broker = (file: string): Files => ({
    'Cargo.toml': cargo(['axum = "0.8"', 'tokio = "1"']),
    'src/main.rs': `mod ${file};\nmod links;\n${main(`    tokio::spawn(${file}::open());\n    links::take().await`)}`,
    [`src/${file}.rs`]: served('settings().shown'),
    'src/links.rs':
      'use tokio::net::TcpListener;\npub async fn take() {\n    let listener = TcpListener::bind("0.0.0.0:8203").await.unwrap();\n    while let Ok((stream, _)) = listener.accept().await { talk(stream); }\n}\n',
  })

  it('where its file is called after what is shown to people', async () => {
    const service = await serviceOf(broker('console'))
    expect([said(service.workload), said(service.framework), said(service.port)]).toEqual(['tcp', undefined, 8203])
  })

  it('but is where nothing is called so', async () => {
    expect(said((await serviceOf(broker('pages'))).workload)).toBe('http')
  })
})

describe('where a Rust program listens', () => {
  const program = (files: Files): Files => ({
    'Cargo.toml': cargo(['axum = "0.8"', 'serde = "1"', 'tokio = "1"']),
    'src/main.rs': `mod server;\nmod settings;\nmod usual;\n${main('    server::open(settings::load()).await')}`,
    'src/server.rs': served('settings.star_addr').replace('open()', 'open(settings: Settings)'),
    ...files,
  })

  it('is what the method gives that is named after the setting', async () => {
    const files = (method: string): Files =>
      program({
        'src/settings.rs': `use crate::usual::DEFAULT_STAR_PORT;\nconst OTHERS: u16 = 8299;\npub struct Settings { star_addr: Option<SocketAddr> }\nimpl Settings {\n    ${method}\n}\n`,
        'src/usual.rs': 'pub const DEFAULT_STAR_PORT: u16 = 8204;\n',
      })
    const given =
      'pub fn star_addr(&self) -> SocketAddr { self.star_addr.unwrap_or((Ipv6Addr::UNSPECIFIED, DEFAULT_STAR_PORT).into()) }'
    expect(said((await serviceOf(files(given))).port)).toBe(8204)
    expect(said((await serviceOf(files(given.replaceAll('star_addr', 'moon_addr')))).port)).toBeUndefined()
  })

  it('is not what another program is asked at where its address names no port', async () => {
    const files = (value: string): Files =>
      program({
        'src/settings.rs': `const DEFAULT_FRIEND_PORT: u16 = 8205;\npub fn friends(text: &str) { let port = ${value}; call(port) }\n`,
      })
    expect(
      said((await serviceOf(files('parts(text).next().and_then(parse).unwrap_or(DEFAULT_FRIEND_PORT);'))).port),
    ).toBeUndefined()
    expect(said((await serviceOf(files('env::var("FRIEND_PORT").map(parse).unwrap_or(8205);'))).port)).toBe(8205)
  })

  it('is not the default of a setting for another server', async () => {
    const files = (name: string): Files =>
      program({
        'src/settings.rs': `#[derive(Deserialize)]\npub struct Settings {\n    #[serde(default = "default_${name}")]\n    pub address: String,\n}\nfn default_${name}() -> String { "127.0.0.1:8206".into() }\n`,
      })
    expect(said((await serviceOf(files('consul_address'))).port)).toBeUndefined()
    expect(said((await serviceOf(files('star_address'))).port)).toBe(8206)
  })

  it.each([
    ['([u8; 4], u16) = ([224, 0, 0, 9], 8207)', undefined],
    ['&str = "239.1.2.3:8207"', undefined],
    ['([u8; 4], u16) = ([0, 0, 0, 0], 8207)', 8207],
  ])('is not the address of a group: %s', async (value, port) => {
    const service = await serviceOf(
      program({
        'src/server.rs': served('crate::settings::ADDRESS').replace('open()', 'open(settings: Settings)'),
        'src/settings.rs': `pub const ADDRESS: ${value};\n`,
      }),
    )
    expect(said(service.port)).toBe(port)
  })
})

describe('a health check', () => {
  it('is a path that a function of the repository takes with its method and what answers it', async () => {
    const files = (call: string): Files => ({
      'Cargo.toml': cargo(['hyper = "1"', 'tokio = "1"']),
      'src/main.rs': main(
        `    let app = App::new().${call};\n    hyper::server::conn::http1::Builder::new().serve_connection(io, app).await`,
      ),
    })
    const paths = async (call: string): Promise<readonly string[]> => all((await serviceOf(files(call))).healthPaths)
    expect(await paths('request_handler(Method::GET, "/healthz", Box::new(healthy))')).toEqual(['/healthz'])
    expect(await paths('request_handler(Method::POST, "/healthz", Box::new(healthy))')).toEqual([])
    expect(await paths('ask(Method::GET, "/healthz", body)')).toEqual([])
  })
})

describe('what a Rust program can be told to use', () => {
  const files = (arms: string): Files => ({
    'Cargo.toml': cargo(['axum = "0.8"', 'lapin = "4"', 'rumqttc = "0.25"', 'redis = "1"', 'tokio = "1"']),
    'src/main.rs': `${served('"0.0.0.0:8208"')}fn tell(name: &str) -> Box<dyn Told> {\n    match name { ${arms} }\n}\nfn known() { lapin::connect(); redis::connect(); }\n${main('    tell(&settings().name);\n    open().await')}`,
  })
  const needed = async (arms: string): Promise<readonly string[]> => {
    const { queues, cache } = await serviceOf(files(arms))
    return [...queues, ...cache].filter(({ optional }) => !optional).map(({ value }) => value)
  }

  it('is optional where a setting names it among others', async () => {
    expect(await needed('"amqp" => rabbit(), #[cfg(unix)] "mqtt" => mqtt(), _ => bail!("unknown")')).toEqual(['redis'])
  })

  it('and needed where all the names are about the same', async () => {
    expect(await needed('"redis" | "rediss" => redis(), _ => bail!("unknown")')).toEqual(['mqtt', 'rabbitmq', 'redis'])
    expect(await needed('1 => say("amqp"), _ => say("mqtt")')).toEqual(['mqtt', 'rabbitmq', 'redis'])
  })
})

describe('an image that Nix builds', () => {
  const files = (nix: string): Files => ({
    'Cargo.toml': workspace('api', 'mailer'),
    'api/Cargo.toml': crate('api', ['axum = "0.8"', 'tokio = "1"']),
    'api/src/main.rs': `${served('"0.0.0.0:8209"')}${main('    open().await')}`,
    'mailer/Cargo.toml': crate('mailer', ['tokio = "1"']),
    'mailer/src/main.rs': main('    loop { send_all().await }'),
    'nix/images.nix': nix,
  })
  const image =
    '{ pkgs, mailer }: {\n  mailer-image = pkgs.dockerTools.buildLayeredImage {\n    name = "mailer";\n    config.Cmd = [ "${mailer}/bin/mailer" ];\n  };\n}\n'

  it('runs the program that it calls', async () => {
    const { services } = await factsOf(files(image))
    const mailer = services.find(({ path }) => path === 'mailer')
    expect([said(mailer?.workload), mailer?.workload.evidence[0]?.line]).toEqual(['worker', 2])
  })

  it('is none in a comment', async () => {
    expect((await serviceOf(files(`/* ${image} */ {}`))).path).toBe('api')
    expect((await serviceOf(files(image.replace(/^/gm, '# ')))).path).toBe('api')
  })
})

describe('migrations of a Rust service', () => {
  it('are those of the program, where a part of it has a table of its own', async () => {
    const service = await serviceOf({
      'Cargo.toml': cargo(['axum = "0.8"', 'diesel = { version = "2", features = ["postgres"] }', 'tokio = "1"']),
      'src/main.rs': `mod export;\nmod store;\n${served('"0.0.0.0:8210"')}${main('    store::migrate();\n    open().await')}`,
      'src/export/mod.rs':
        'pub const STEPS: EmbeddedMigrations = diesel_migrations::embed_migrations!("src/export/migrations");\n',
      'src/export/migrations/0001_rows/up.sql': 'create table rows (id int);\n',
      'src/store.rs':
        '#[cfg(feature = "postgres")]\npub const STEPS: EmbeddedMigrations = diesel_migrations::embed_migrations!("migrations_postgres");\n',
      'migrations_postgres/0001_stars/up.sql': 'create table stars (id int);\n',
    })
    expect(said(service.migrations)).toBe('migrations_postgres')
  })

  it('and not those of a library beside it, however deep they lie', async () => {
    const steps = 'create table stars (id int);\n'
    const service = await serviceOf({
      'Cargo.toml': workspace('api', 'kit'),
      'api/Cargo.toml': crate('api', [
        'axum = "0.8"',
        'kit = { path = "../kit" }',
        'sqlx = { version = "0.8", features = ["postgres"] }',
        'tokio = "1"',
      ]),
      'api/src/main.rs': `mod store;\n${served('"0.0.0.0:8211"')}${main('    store::migrate();\n    open().await')}`,
      'api/src/store.rs': 'pub fn migrate() { sqlx::migrate!("src/store/postgres/migrations").run() }\n',
      'api/src/store/postgres/migrations/0001_stars.sql': steps,
      'kit/Cargo.toml': crate('kit', ['sqlx = "0.8"']),
      'kit/src/lib.rs': 'pub fn migrate() { sqlx::migrate!("migrations").run() }\n',
      'kit/migrations/0001_stars.sql': steps,
    })
    expect(said(service.migrations)).toBe('api/src/store/postgres/migrations')
  })
})
