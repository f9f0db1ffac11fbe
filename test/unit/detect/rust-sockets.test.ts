import { describe, expect, it } from 'vitest'
import type { Facts } from '../../../src/detect/index.ts'
import { cargo, factsOf, said, serviceOf, type Files } from './read.ts'

const program = (code: string, more: Files = {}): Files => ({
  'Cargo.toml': cargo(['axum = "0.8"', 'tokio = { version = "1", features = ["full"] }']),
  'src/main.rs': code,
  ...more,
})
const found = ({ services, nonServices }: Facts): readonly unknown[] => [
  services.map(s => said(s.binary)),
  nonServices.map(item => item.name),
]

describe('a server that a program opens for itself', () => {
  const addresses: readonly (readonly [string, string])[] = [
    ['an address that ends in port 0', 'let l = TcpListener::bind("127.0.0.1:0").await.unwrap();'],
    ['a pair of host and 0', 'let l = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();'],
    [
      'a variable that is put together before',
      'let at = SocketAddr::from(([127, 0, 0, 1], 0));\nlet s = std::net::TcpListener::bind(&at).unwrap();\nlet l = TcpListener::from_std(s).unwrap();',
    ],
    [
      'a variable of a variable',
      'let host = IpAddr::V4(Ipv4Addr::new(127, 0, 0, 1));\nlet free = SocketAddr::new(host, 0);\nlet at = free;\nlet l = TcpListener::bind(at).await.unwrap();',
    ],
  ]
  it.each(addresses)('at any port that is free is no service: %s', async (_, open) => {
    const facts = await factsOf(
      program('mod fake;\n#[tokio::main]\nasync fn main() { fake::start().await; ask().await }\n', {
        'src/fake.rs': `pub async fn start() {\n${open}\ntokio::spawn(async move { axum::serve(l, app()).await.unwrap() });\n}\n`,
      }),
    )
    expect(found(facts)).toEqual([[], ['api']])
  })

  const known: readonly (readonly [string, string])[] = [
    [
      'beside a socket through which it asks others',
      'let ask = UdpSocket::bind("0.0.0.0:0").await.unwrap();\nlet l = open().await;',
    ],
    [
      'where its address is in settings that are made of other numbers',
      'let settings = Settings::read("api", 0);\nlet l = TcpListener::bind(settings.address).await.unwrap();',
    ],
    [
      'beside another one at any port',
      'let extra = TcpListener::bind("127.0.0.1:0").await.unwrap();\nlet l = TcpListener::bind(("0.0.0.0", 4100)).await.unwrap();',
    ],
  ]
  it.each(known)('does not hide the one that others call, %s', async (_, sockets) => {
    const service = await serviceOf(
      program(
        `#[tokio::main]\nasync fn main() {\n${sockets}\naxum::serve(l, app()).await.unwrap();\n}\nasync fn open() -> TcpListener { TcpListener::bind(("0.0.0.0", 4100)).await.unwrap() }\n`,
      ),
    )
    expect([said(service.workload), said(service.port)]).toEqual(['http', 4100])
  })

  it('is not one whose port a variable gives, with 0 as its default', async () => {
    const service = await serviceOf(
      program(
        '#[tokio::main]\nasync fn main() {\nlet port: u16 = std::env::var("PORT").ok().and_then(|p| p.parse().ok()).unwrap_or(0);\nlet l = TcpListener::bind((Ipv4Addr::new(0, 0, 0, 0), port)).await.unwrap();\naxum::serve(l, app()).await.unwrap();\n}\n',
      ),
    )
    expect(said(service.workload)).toBe('http')
  })
})

it('a bare socket at all addresses of the machine is a service, though these are written with zeros', async () => {
  const service = await serviceOf({
    'Cargo.toml': cargo(['tokio = { version = "1", features = ["full"] }']),
    'src/main.rs':
      '#[tokio::main]\nasync fn main() { let port = 4200; let l = TcpListener::bind(([0, 0, 0, 0], port)).await.unwrap(); loop { l.accept().await; } }\n',
  })
  expect([said(service.workload), said(service.port)]).toEqual(['tcp', 4200])
})

describe('a program whose library calls its commands', () => {
  const shop = (more: Files): Files => ({
    'Cargo.toml': cargo(['axum = "0.8"', 'launcher = "0.1"', 'clap = { version = "4", features = ["derive"] }']),
    'src/lib.rs': 'pub mod app;\nmod commands;\nmod open;\n',
    'src/main.rs': 'fn main() { launcher::boot(&api::app::SHOP) }\n',
    'src/commands.rs':
      '#[derive(clap::Subcommand, Debug)]\npub(crate) enum Commands {\n    /// Opens the shop\n    Open(OpenCmd),\n}\n#[derive(Parser)]\n#[command(about, version)]\npub struct Entry {\n    #[arg(long)]\n    pub quiet: bool,\n    #[command(subcommand)]\n    command: Commands,\n}\n',
    'src/open.rs':
      'pub struct OpenCmd;\nimpl Runnable for OpenCmd {\n    fn run(&self) { block_on(listen()) }\n}\nasync fn listen() { axum::serve(TcpListener::bind("0.0.0.0:4300").await?, app()).await }\n',
    ...more,
  })
  const application =
    'pub struct Shop;\nimpl launcher::Application for Shop {\n    type Entry = crate::commands::Entry;\n}\n'
  const holders: readonly (readonly [string, string])[] = [
    ['a static', 'pub static SHOP: Cell<Shop> = Cell::new();'],
    ['a static that is made when it is first used', 'lazy_static! { pub static ref SHOP: Shop = Shop; }'],
  ]
  it.each(holders)('is a service where one of them opens a server, and %s holds the application', async (_, holder) => {
    const service = await serviceOf(shop({ 'src/app.rs': `${holder}\n${application}` }))
    expect([said(service.binary), said(service.port)]).toEqual(['api', 4300])
  })

  it('is told apart from one that only knows the type of the command', async () => {
    const facts = await factsOf(
      shop({
        'src/app.rs': `pub static SHOP: Cell<Shop> = Cell::new();\n${application}`,
        'src/report.rs': '#[derive(Debug, Default)]\npub struct Report {\n    last: OpenCmd,\n}\n',
        'src/bin/report.rs': 'fn main() { print(api::report::Report::default()) }\n',
      }),
    )
    expect(found(facts)).toEqual([['api'], ['report']])
  })
})

describe('where a program listens by a list of listeners', () => {
  const listed = (list: string): Files =>
    program(
      'mod settings;\n#[tokio::main]\nasync fn main() { for one in settings::read().listeners { let l = one.open(); axum::serve(l, app()).await.unwrap(); } }\n',
      {
        'src/settings.rs': `impl Default for Http {\n    fn default() -> Self {\n        let sizes = [1, 2];\n        Self { listeners: vec![${list}] }\n    }\n}\n`,
      },
    )
  const cases: readonly (readonly [string, string, number])[] = [
    [
      'is the first of them, however it is written',
      'Listener { name: "web", binds: vec![Bind::Address { address: "[::]:4400".into() }] }, Listener { name: "inside", binds: vec![Bind::Port { port: 4401 }] }',
      4400,
    ],
    [
      'is not the one for metrics',
      'Listener { name: "metrics", binds: vec![Bind::Address { address: "[::]:4400".into() }] }, Listener { name: "web", binds: vec![Bind::Port { port: 4401 }] }',
      4401,
    ],
  ]
  it.each(cases)('%s', async (_, list, port) => {
    expect(said((await serviceOf(listed(list))).port)).toBe(port)
  })
})

it('a program listens where the defaults say that it is compiled with, by the name of the setting', async () => {
  const service = await serviceOf(
    program(
      'mod settings;\n#[tokio::main]\nasync fn main() {\nlet settings = settings::read();\nlet l = TcpListener::bind(settings.web.listen_socket).await.unwrap();\naxum::serve(l, app()).await.unwrap();\n}\n',
      {
        'src/settings.rs':
          'pub fn read() -> Settings { parse(include_str!("../defaults.toml")) }\nimpl Default for Offers { fn default() -> Self { Self { port: "4501".to_string() } } }\n',
        'defaults.toml': '[metrics]\nlisten_socket = "0.0.0.0:4502"\n\n[web]\nlisten_socket = "0.0.0.0:4500"\n',
      },
    ),
  )
  expect([said(service.port), service.port?.evidence[0]?.path]).toEqual([4500, 'defaults.toml'])
})

it('the table that a program takes its port from is meant, whatever that table is called after', async () => {
  const files = (table: string): Files =>
    program(
      `mod settings;\n#[tokio::main]\nasync fn main() {\nlet settings = settings::read();\nlet port = settings.${table}.star_port;\nlet l = TcpListener::bind(format!("0.0.0.0:{port}")).await.unwrap();\naxum::serve(l, app()).await.unwrap();\n}\n`,
      {
        'src/settings.rs': 'pub fn read() -> Settings { parse(include_str!("../defaults.toml")) }\n',
        'defaults.toml': '[remote]\nstar_port = 4512\n\n[client]\nstar_port = 4510\n',
      },
    )
  expect(said((await serviceOf(files('client'))).port)).toBe(4510)
  expect(said((await serviceOf(files('remote'))).port)).toBe(4512)
})

describe('a socket that asks whether a port is free', () => {
  const serving = 'axum::serve(TcpListener::bind("0.0.0.0:7100").await.unwrap(), app()).await.unwrap();'
  it.each(['.is_ok()', '.ok().map(|free| free.local_addr())', '.is_err()'])(
    'does not say where the program listens: bind(…)%s',
    async end => {
      const service = await serviceOf(
        program(
          `#[tokio::main]\nasync fn main() { let free = std::net::TcpListener::bind("127.0.0.1:9000")${end};\n${serving} }\n`,
        ),
      )
      expect(said(service.port)).toBe(7100)
    },
  )
})

it('a program that listens for its own machine in tests alone can be reached', async () => {
  const host = async (choice: string): Promise<unknown> => {
    const service = await serviceOf(
      program(
        `#[tokio::main]\nasync fn main() { let host = ${choice};\naxum::serve(TcpListener::bind((host, 7100)).await.unwrap(), app()).await.unwrap(); }\n`,
      ),
    )
    return service.host?.value.loopbackOnly
  }
  expect(await host('if cfg!(test) { "127.0.0.1" } else { "0.0.0.0" }')).toBe(false)
  expect(await host('"127.0.0.1"')).toBe(true)
})

describe('settings that a static holds', () => {
  const READ = '"SERVER_PORT").unwrap()'
  const settings = (
    port: string,
    wrapped = (value: string): string => `Lazy<Config> = Lazy::new(|| ${value});`,
  ): Files =>
    program(
      `mod config;\n#[tokio::main]\nasync fn main() {\nlet l = TcpListener::bind(format!("{}:{}", CONFIG.server_host, CONFIG.server_port)).await.unwrap();\naxum::serve(l, app()).await.unwrap();\n}\n`,
      {
        'src/config.rs': `pub struct Config { pub server_host: String, pub server_port: u16 }\npub static CONFIG: ${wrapped(`Config { server_host: std::env::var("SERVER_HOST").unwrap(), server_port: ${port} }`)}\n`,
      },
    )

  it.each([
    ['a closure', settings(`std::env::var(${READ}.parse().unwrap_or(8181)`)],
    [
      'a block',
      settings(
        `std::env::var("SERVER_PORT").ok().and_then(|p| p.parse().ok()).unwrap_or(8181)`,
        value => `LazyLock<Config> = LazyLock::new(|| { let home = dir(); read(home); ${value} });`,
      ),
    ],
    ['a value', settings('8181', value => `Config = ${value};`)],
  ])('give the port of the field that the socket is opened at, in %s', async (name, files) => {
    const service = await serviceOf(files)
    expect(said(service.port)).toBe(8181)
    expect(said(service.portVariable)).toBe(name === 'a value' ? undefined : 'SERVER_PORT')
  })

  it('without a default give the variable alone, not that of the host', async () => {
    const service = await serviceOf(settings(`std::env::var(${READ}.parse().unwrap()`))
    expect([said(service.port), said(service.portVariable)]).toEqual([undefined, 'SERVER_PORT'])
  })
})
