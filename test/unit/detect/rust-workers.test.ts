import { describe, expect, it } from 'vitest'
import { all, cargo, factsOf, said, serviceOf, type Files } from './read.ts'

describe('a Rust program that opens no socket', () => {
  const program = (dependency: string, body: string): Files => ({
    'Cargo.toml': cargo(['tokio = { version = "1", features = ["full"] }', dependency]),
    'src/main.rs': `#[tokio::main]\nasync fn main() -> anyhow::Result<()> {\n${body}\n}\n`,
  })

  const bots: readonly (readonly [string, string])[] = [
    ['serenity = "0.12"', 'let mut client = Client::builder(token, intents).event_handler(Handler).await?;'],
    ['poise = "0.6"', 'let framework = poise::Framework::builder().options(poise::FrameworkOptions::default());'],
    ['twilight-gateway = "0.16"', 'let mut shard = twilight_gateway::Shard::new(id, token, intents);'],
    ['teloxide = "0.17"', 'teloxide::repl(Bot::from_env(), answer).await;'],
    ['tbot = "0.6"', 'let mut talk = bot.event_loop();\ntalk.polling().start().await?;'],
  ]
  it.each(bots)('is a worker where it answers people as a bot: %s', async (dependency, body) => {
    const service = await serviceOf(program(dependency, body))
    expect([said(service.workload), said(service.port)]).toEqual(['worker', undefined])
  })

  it('is none where it only has the library of a bot, and writes a message', async () => {
    const files = program('serenity = "0.12"', 'Http::new(&token).send_message(channel, "deployed").await?;')
    expect((await factsOf(files)).services).toEqual([])
  })

  it('is a worker where it takes messages from a stream whose broker is a feature', async () => {
    const service = await serviceOf(
      program(
        'sea-streamer = { version = "0.5", features = ["kafka", "runtime-tokio"] }',
        'let consumer = streamer.create_consumer(&[topic], options).await?;',
      ),
    )
    expect([said(service.workload), all(service.queues)]).toEqual(['worker', ['kafka']])
  })
})

it('a Rust service may start by the whole path of a module that is called like its function', async () => {
  const service = await serviceOf({
    'Cargo.toml': cargo(['axum = "0.7"', 'tokio = "1"']),
    'src/main.rs': `#[tokio::main]\nasync fn main() {\n    let listener = TcpListener::bind("0.0.0.0:8090").await.unwrap();\n    axum::serve::serve(listener, app()).await.unwrap();\n}\n`,
  })
  expect([said(service.framework), said(service.port)]).toEqual(['axum 0.7', 8090])
})

it('a Rust program whose application a crate from elsewhere serves is a service where a container runs it', async () => {
  const files: Files = {
    'Cargo.toml': cargo(['axum = "0.8"', 'house-server = "1"', 'tokio = "1"']),
    'src/main.rs': 'mod api;\n#[tokio::main]\nasync fn main() { house_server::serve(api::app(), settings()).await }\n',
    'src/api.rs': 'use axum::Router;\npub fn app() -> Router { Router::new().route("/health", get(ok)) }\n',
  }
  const settings = 'pub struct Builder { port: u16 }\nfn builder() -> Builder { Builder { port: 8120 } }\n'
  const image = 'FROM debian:13\nCOPY --from=build /app/api /api\nEXPOSE 9120\nENTRYPOINT ["/api"]\n'
  const service = await serviceOf({ ...files, 'src/builder.rs': settings, Dockerfile: image })
  expect([said(service.workload), said(service.framework), said(service.port), all(service.healthPaths)]).toEqual([
    'http',
    'axum 0.8',
    9120,
    ['/health'],
  ])
  const quiet = await serviceOf({ ...files, Dockerfile: image.replace('EXPOSE 9120\n', '') })
  expect([said(quiet.workload), said(quiet.framework), said(quiet.port)]).toEqual(['http', 'axum 0.8', undefined])
  const watched = files['src/api.rs']?.replace('"/health"', '"/metrics"') ?? ''
  const worker = await serviceOf({ ...files, 'src/api.rs': watched, Dockerfile: image.replace('EXPOSE 9120\n', '') })
  expect([said(worker.workload), said(worker.framework)]).toEqual(['worker', undefined])
})

describe('a program whose server only answers for its metrics', () => {
  const files = (more: Files): Files => ({
    'Cargo.toml': cargo(['axum = "0.8"', 'prometheus = "0.14"', 'tokio = { version = "1", features = ["full"] }']),
    'src/main.rs':
      'mod metrics;\n#[tokio::main]\nasync fn main() { tokio::spawn(metrics::answer(9400)); work().await }\n',
    'src/metrics.rs':
      'pub async fn answer(port: u16) {\n    let app = Router::new().route("/metrics", get(render)).route("/healthz", get(well));\n    axum::serve(TcpListener::bind(([0, 0, 0, 0], port)).await.unwrap(), app).await;\n}\n',
    ...more,
  })
  const image = { Dockerfile: 'FROM rust\nRUN cargo build --release\nENTRYPOINT ["/usr/local/bin/api"]\n' }

  it('is a worker that is scraped, where something runs it', async () => {
    const service = await serviceOf(files(image))
    expect([said(service.workload), said(service.framework), said(service.port)]).toEqual([
      'worker',
      undefined,
      undefined,
    ])
    expect([said(service.metricsPath), service.healthPaths.map(said)]).toEqual(['/metrics', ['/healthz']])
  })

  it.each([
    ['', 'Router::new().route("/jobs", get(list))'],
    [' below a path that a name stands for', 'Router::new().route(where_jobs_are(), get(list))'],
    [' that changes something', 'App::new().service(web::resource(at).route(web::post().to(add)))'],
  ])('is a server where another file answers for more%s', async (_, routes) => {
    const more = { 'src/jobs.rs': `pub fn jobs(at: &str) -> Router { ${routes} }\n` }
    expect(said((await serviceOf(files({ ...image, ...more }))).workload)).toBe('http')
  })

  it('is a worker whatever its comments and texts speak of', async () => {
    const more = {
      'src/jobs.rs': '// web::post() or route(JOBS, get(list))\nconst HELP: &str = "use routing::post";\n',
    }
    expect(said((await serviceOf(files({ ...image, ...more }))).workload)).toBe('worker')
  })

  it('is not lost where nothing says what runs it', async () => {
    expect(said((await serviceOf(files({}))).workload)).toBe('http')
  })
})

describe('a program that is called an example', () => {
  const files = (more: Files): Files => ({
    'Cargo.toml': cargo(['tokio = "1"', 'kafka = "0.10"']).replace('name = "api"', 'name = "comet-feed-example"'),
    'src/main.rs':
      '#[tokio::main]\nasync fn main() { let feed = kafka::consumer::Consumer::from_hosts(hosts()).create().unwrap(); take(feed).await }\n',
    ...more,
  })

  it('is a worker where an image runs it', async () => {
    const Dockerfile = 'FROM debian:13\nCOPY target/release/comet-feed-example .\nCMD ["./comet-feed-example"]\n'
    expect(said((await serviceOf(files({ Dockerfile }))).workload)).toBe('worker')
  })

  it('is none where nothing runs it', async () => {
    expect((await factsOf(files({}))).services).toEqual([])
  })
})
