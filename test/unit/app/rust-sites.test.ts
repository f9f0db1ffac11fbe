import { describe, expect, it } from 'vitest'
import { crateOf, siteOf, wishes, type Crate } from './rust.ts'
import { diffOf, serviceIn, type Files } from './wiring.ts'

const APP = 'let app = Router::new().route("/", get(root));'
const SERVE = 'axum::serve(listener, app).await.unwrap();'
const USE = 'use axum::{routing::get, Router};\nuse tokio::net::TcpListener;\n\n'
const BIND = 'let listener = TcpListener::bind("0.0.0.0:3000").await.unwrap();'
const ROOT = '\nasync fn root() -> &\'static str {\n    "ok"\n}\n'
const ACTIX: Crate = { dependencies: ['actix-web = "4"'] }

/** @returns a main.rs that serves with `body` */
function main(body: string, before = ''): string {
  const lines = [APP, BIND, body].map(line => `    ${line}\n`).join('')
  return `${USE}${before}#[tokio::main]\nasync fn main() {\n${lines}}\n${ROOT}`
}

function actix(server: string): string {
  return `use actix_web::{web, App, HttpServer};\n\n#[actix_web::main]\nasync fn main() -> std::io::Result<()> {\n${server}}\n`
}

const LOG = '+    prod_ready::log_as_json();'
const CHECK = '+    prod_ready::check_configuration();'
const MOD = '+mod prod_ready;'

/** Shape, main.rs -> the lines that are added and taken away. */
const ACCEPTED: readonly (readonly [string, string, readonly string[], Crate?])[] = [
  [
    'a call that serves',
    main('axum::serve(listener, app).await.unwrap();'),
    [
      '-    axum::serve(listener, app).await.unwrap();',
      MOD,
      CHECK,
      LOG,
      '+    prod_ready::serve(listener, app).await.unwrap();',
    ],
  ],
  [
    'Windows line ends',
    main('axum::serve(listener, app).await.unwrap();').replaceAll('\n', '\r\n'),
    [
      '-    axum::serve(listener, app).await.unwrap();',
      MOD,
      CHECK,
      LOG,
      '+    prod_ready::serve(listener, app).await.unwrap();',
    ],
  ],
  [
    'a service made of the router on one line',
    main('axum::serve(listener, app.into_make_service()).await.unwrap();'),
    [
      '-    axum::serve(listener, app.into_make_service()).await.unwrap();',
      MOD,
      CHECK,
      LOG,
      '+    prod_ready::serve_router(listener, app).await.unwrap();',
    ],
  ],
  [
    'a signal of its own',
    main('axum::serve(listener, app)\n        .with_graceful_shutdown(stop())\n        .await\n        .unwrap();'),
    [
      '-    axum::serve(listener, app)',
      '-        .with_graceful_shutdown(stop())',
      MOD,
      CHECK,
      LOG,
      '+    axum::serve(listener, prod_ready::harden(app))',
      '+        .with_graceful_shutdown(prod_ready::drain(stop()))',
    ],
  ],
  [
    'addresses of clients',
    main(
      'axum::serve(\n        listener,\n        app.into_make_service_with_connect_info::<SocketAddr>(),\n    )\n    .await\n    .unwrap();',
    ),
    [
      '-        app.into_make_service_with_connect_info::<SocketAddr>(),',
      MOD,
      CHECK,
      LOG,
      '+        prod_ready::harden(app).into_make_service_with_connect_info::<SocketAddr>(),',
      '+    .with_graceful_shutdown(prod_ready::drain(prod_ready::stop_signal()))',
    ],
  ],
  [
    'an application that would make its line too long',
    main(
      'axum::serve(listener, application_of_the_shop.into_make_service())\n        .with_graceful_shutdown(stop())\n        .await\n        .unwrap();',
    ).replace('let app', 'let application_of_the_shop'),
    [
      '-        .with_graceful_shutdown(stop())',
      MOD,
      CHECK,
      LOG,
      '+    let application_of_the_shop = prod_ready::harden(application_of_the_shop);',
      '+        .with_graceful_shutdown(prod_ready::drain(stop()))',
    ],
  ],
  [
    'a name for the result of a long line',
    main(
      'let ended = axum::serve(listener, application_of_the_shop.into_make_service())\n        .await;\n    ended.unwrap();',
    ).replace('let app', 'let application_of_the_shop'),
    [
      MOD,
      CHECK,
      LOG,
      '+    let application_of_the_shop = prod_ready::harden(application_of_the_shop);',
      '+        .with_graceful_shutdown(prod_ready::drain(prod_ready::stop_signal()))',
    ],
  ],
  [
    'modules in order, and a logger of one line',
    main('tracing_subscriber::fmt::init();\n    axum::serve(listener, app).await.unwrap();').replace(
      'use axum',
      'mod api;\nmod store;\n\nuse axum',
    ),
    [
      '-    tracing_subscriber::fmt::init();',
      '-    axum::serve(listener, app).await.unwrap();',
      MOD,
      CHECK,
      '+    prod_ready::fmt_as_json();',
      '+    prod_ready::serve(listener, app).await.unwrap();',
    ],
  ],
  [
    'an application with a condition',
    main(SERVE).replace(
      APP,
      `let app = Router::new();
    let app = if let Some(origin) = &settings.origin {
        let layer = cors(origin);
        app.layer(layer)
    } else if settings.plain { app } else {
        Router::new().nest("/api", app)
    };`,
    ),
    [`-    ${SERVE}`, MOD, CHECK, LOG, '+    prod_ready::serve(listener, app).await.unwrap();'],
  ],
  [
    'a logger of the program’s own',
    main('log::set_boxed_logger(Box::new(Lines)).unwrap();\n    axum::serve(listener, app).await.unwrap();'),
    [
      '-    axum::serve(listener, app).await.unwrap();',
      MOD,
      CHECK,
      '+    prod_ready::serve(listener, app).await.unwrap();',
    ],
  ],
  [
    'a logger of another crate',
    main('logforth::starter_log::stdout().apply();\n    axum::serve(listener, app).await.unwrap();'),
    [
      '-    axum::serve(listener, app).await.unwrap();',
      MOD,
      CHECK,
      '+    prod_ready::serve(listener, app).await.unwrap();',
    ],
  ],
  [
    'variables that are read from a file first',
    main('dotenvy::dotenv().ok();\n    axum::serve(listener, app).await.unwrap();'),
    [
      '-    axum::serve(listener, app).await.unwrap();',
      MOD,
      LOG,
      CHECK,
      '+    prod_ready::serve(listener, app).await.unwrap();',
    ],
  ],
  [
    'look-alikes in comments and strings',
    main(
      '// axum::serve(listener, app).await;\n    let text = "axum::serve(listener, app) mod prod_ready;";\n    axum::serve(listener, app).await.expect(text);',
    ),
    [
      '-    axum::serve(listener, app).await.expect(text);',
      MOD,
      CHECK,
      LOG,
      '+    prod_ready::serve(listener, app).await.expect(text);',
    ],
  ],
  [
    'actix-web with one call a line',
    actix(
      '    HttpServer::new(|| {\n        App::new()\n            .route("/a", web::get().to(root))\n            .route("/b", web::get().to(root))\n    })\n    .bind(("0.0.0.0", 80))?\n    .run()\n    .await\n',
    ),
    [
      MOD,
      CHECK,
      LOG,
      '+            .wrap(actix_web::middleware::from_fn(prod_ready::guard))',
      '+    .shutdown_signal(prod_ready::drain())',
    ],
    ACTIX,
  ],
  [
    'actix-web on one line',
    actix(
      '    HttpServer::new(|| App::new().configure(routes))\n        .bind(("0.0.0.0", 80))?\n        .run()\n        .await\n',
    ),
    [
      '-    HttpServer::new(|| App::new().configure(routes))',
      MOD,
      CHECK,
      LOG,
      '+    HttpServer::new(|| prod_ready::harden(App::new().configure(routes)))',
      '+        .shutdown_signal(prod_ready::drain())',
    ],
    ACTIX,
  ],
  ...[
    ['', 'let '],
    ['mut ', ''],
  ].map(([mut = '', again = '']): readonly [string, string, readonly string[], Crate] => [
    `actix-web whose server has a name: let ${mut}`,
    actix(
      `    let ${mut}server = HttpServer::new(|| {\n        App::new()\n            .route("/a", web::get().to(root))\n            .route("/b", web::get().to(root))\n    });\n    server.bind(("0.0.0.0", 80))?.run().await\n`,
    ),
    [
      MOD,
      CHECK,
      LOG,
      '+            .wrap(actix_web::middleware::from_fn(prod_ready::guard))',
      `+    ${again}server = server.shutdown_signal(prod_ready::drain());`,
    ],
    ACTIX,
  ]),
  [
    'actix-web whose application has a name in the closure',
    actix(
      '    HttpServer::new(move || {\n        let mut app = App::new().app_data(1);\n        app = app.route("/a", web::get().to(root));\n        if pages {\n            app = app.service(files());\n        } else {\n            app = app.service(empty());\n        }\n        app.default_service(web::to(root))\n    })\n    // the port is fixed\n    .bind(("0.0.0.0", 80))?\n    .run()\n    .await\n',
    ),
    [
      '-        app.default_service(web::to(root))',
      MOD,
      CHECK,
      LOG,
      '+        prod_ready::harden(app.default_service(web::to(root)))',
      '+    .shutdown_signal(prod_ready::drain())',
    ],
    ACTIX,
  ],
  [
    'actix-web whose closure ends a block',
    actix(
      '    let server = HttpServer::new({\n        let limit = args.limit;\n        move || {\n            App::new()\n                .app_data(limit)\n                .route("/a", web::get().to(root))\n        }\n    });\n    server.bind(("0.0.0.0", 80))?.run().await\n',
    ),
    [
      MOD,
      CHECK,
      LOG,
      '+                .wrap(actix_web::middleware::from_fn(prod_ready::guard))',
      '+    let server = server.shutdown_signal(prod_ready::drain());',
    ],
    ACTIX,
  ],
]

describe('code is changed in a few lines, found again, and taken back', () => {
  const rows = ACCEPTED.map(([name, text, lines, crate = {}]) => ({ name, text, lines, crate }))
  it.each(rows)('$name', async ({ text, lines, crate }) => {
    const files = crateOf(text, crate)
    const { site, after, again, back } = await siteOf(files)
    expect(site.refused).toBeUndefined()
    const diff = diffOf(text, after['src/main.rs'] ?? '')
    expect([...diff].sort()).toEqual([...lines].sort())
    expect(wishes(again)).toEqual(wishes(site))
    expect(back).toEqual(files)
  })
})

/** Shape, main.rs -> part of the reason. */
const REFUSED: readonly (readonly [string, string, string, Crate?])[] = [
  [
    'a macro around it',
    main(`tokio::select! { _ = axum::serve(listener, app) => {}, _ = stop() => {} }`),
    'part of select!',
  ],
  ['two servers', main(`${SERVE}\n    ${SERVE}`), 'in 2 places'],
  ['a condition', main(`#[cfg(feature = "server")]\n    ${SERVE}`), 'under a condition'],
  [
    'another service than a router',
    main(SERVE).replace(APP, 'let app = NormalizePath::trim_trailing_slash(1);'),
    'no axum::Router',
  ],
  [
    'a condition of which one side is another service',
    main(SERVE).replace(APP, 'let app = if plain { Router::new() } else { NormalizePath::new(Router::new()) };'),
    'no axum::Router',
  ],
  [
    'a condition with a side that is not seen',
    main(SERVE).replace(APP, 'let app = if plain { Router::new() } else { if open { all() } else { some() } };'),
    'no axum::Router',
  ],
  [
    'a router whose state is missing',
    main(SERVE).replace(APP, 'let app: Router<State> = Router::new();'),
    'no axum::Router',
  ],
  [
    'a Unix socket',
    main(SERVE).replace('TcpListener::bind("0.0.0.0:3000")', 'UnixListener::bind("a.sock")'),
    'Unix socket',
  ],
  [
    'a listener that is wrapped',
    main(SERVE).replace('.await.unwrap();', '.await.unwrap().tap_io(|_| {});'),
    'too long',
  ],
  [
    'TLS from another library beside it',
    main(SERVE, 'fn secure() {\n    axum_server::bind_rustls(address(), config());\n}\n\n'),
    'axum_server serves there as well',
  ],
  ['nothing that awaits it', main('let _ = axum::serve(listener, app).into_future();'), 'not awaited'],
  [
    'a name of its own for the function',
    main('serve(listener, app).await.unwrap();').replace('use axum::{', 'use axum::{serve, '),
    'called as serve',
  ],
  ['an old edition', main(SERVE), 'edition before 2021', { edition: '2018' }],
  ['an old Rust', main(SERVE), 'Rust 1.70', { rust: '1.70' }],
  [
    'a function that makes the application',
    actix('    HttpServer::new(app).bind(("0.0.0.0", 80))?.run().await\n'),
    'closure',
    ACTIX,
  ],
  [
    'a server that a function is given',
    actix(
      '    start(HttpServer::new(|| {\n        App::new()\n            .route("/a", web::get().to(root))\n            .route("/b", web::get().to(root))\n    }))\n',
    ),
    'nor bound to a name',
    ACTIX,
  ],
  [
    'an application that another function makes',
    actix(
      '    HttpServer::new(|| {\n        let app = application();\n        app.service(files())\n    })\n    .bind(("0.0.0.0", 80))?\n    .run()\n    .await\n',
    ),
    'does not end with App::new()',
    ACTIX,
  ],
  [
    'signals that actix-web does not handle',
    actix(
      '    HttpServer::new(|| {\n        App::new()\n            .route("/a", web::get().to(root))\n    })\n    .disable_signals()\n    .bind(("0.0.0.0", 80))?\n    .run()\n    .await\n',
    ),
    'way of its own',
    ACTIX,
  ],
]

it('a comment on the first method of a server stays above that method', async () => {
  const server =
    '    HttpServer::new(|| App::new().configure(routes))\n        // one port for all\n        // that come\n        .bind(("0.0.0.0", 80))?\n        .run()\n        .await\n'
  const { after } = await siteOf(crateOf(actix(server), ACTIX))
  expect(after['src/main.rs']).toContain(
    '        .shutdown_signal(prod_ready::drain())\n        // one port for all\n        // that come\n        .bind(',
  )
})

describe('code is left alone where the place is not certain, and a person is told what to add', () => {
  const rows = REFUSED.map(([name, text, reason, crate = {}]) => ({ name, text, reason, crate }))
  it.each(rows)('$name', async ({ text, reason, crate }) => {
    const { site } = await siteOf(crateOf(text, crate))
    expect(site.refused?.reason).toContain(reason)
    expect(site.wiring).toEqual([])
    expect(site.refused?.lines.map(line => line.code)).toContain('mod prod_ready;')
  })
})

it('a server in a module of the library is called by the path from its root', async () => {
  const lib = 'pub mod server;\n'
  const server = `${USE}pub async fn run() {\n    ${APP}\n    ${BIND}\n    ${SERVE}\n}\n${ROOT}`
  const files = crateOf('#[tokio::main]\nasync fn main() {\n    ferry::server::run().await;\n}\n', {
    more: { 'src/lib.rs': lib, 'src/server.rs': server },
  })
  const { site, after, back } = await siteOf(files)
  expect(site.module).toBe('src/prod_ready.rs')
  expect(after['src/lib.rs']).toBe('mod prod_ready;\n\npub mod server;\n'.replace('\n\n', '\n'))
  expect(after['src/server.rs']).toContain('crate::prod_ready::serve(listener, app).await.unwrap();')
  expect(back).toEqual(files)
})

it('a repository whose rustfmt has settings of its own leaves the module as it is', async () => {
  const files = crateOf(main(SERVE), { more: { 'rustfmt.toml': 'max_width = 120\nhard_tabs = true\n' } })
  expect((await siteOf(files)).after['src/main.rs']).toContain('#[rustfmt::skip] mod prod_ready;\n\nuse axum')
})

it('a program in src/bin has the module above that folder, where it is no program of its own', async () => {
  const { 'src/main.rs': _, ...rest } = crateOf('', { more: { 'src/bin/ferry.rs': main(SERVE) } })
  const { site, after, back, again } = await siteOf(rest)
  expect(site.module).toBe('src/prod_ready.rs')
  expect(after['src/bin/ferry.rs']).toContain('#[path = "../prod_ready.rs"]\nmod prod_ready;\n\nuse axum')
  expect(wishes(again)).toEqual(wishes(site))
  expect(back).toEqual(rest)
})

it('a server that only tests start does not count', async () => {
  const helpers = `${USE}pub async fn spawn() {\n    ${APP}\n    ${BIND}\n    ${SERVE}\n}\n${ROOT}`
  const same = `${helpers}fn app() -> Result<Router, ()> {\n    Err(())\n}\n`
  const made = main(SERVE, '#[cfg(test)]\nmod helpers;\n\n').replace(APP, 'let app = app();')
  const files = crateOf(`${made}fn app() -> Router {\n    Router::new()\n}\n`, { more: { 'src/helpers.rs': same } })
  expect((await siteOf(files)).site.refused).toBeUndefined()
})

it('a module that no file declares tells nothing about the service', async () => {
  const dependencies = ['axum = "0.8"', 'metrics = "0.24"', 'metrics-exporter-prometheus = "0.18"']
  const module = `pub fn harden() {\n    let recorder = PrometheusBuilder::new().build_recorder();\n    metrics::histogram!("http_request_duration_seconds", "route" => path).record(1.0);\n}\n`
  const files = crateOf(main(`${SERVE}\n    ${SERVE}`), { dependencies, more: { 'src/prod_ready.rs': module } })
  const called = { ...files, 'src/main.rs': `mod prod_ready;\n${files['src/main.rs'] ?? ''}` }
  expect((await serviceIn(files)).metrics).toBeUndefined()
  expect((await serviceIn(called)).metrics?.value).toBe('metrics-exporter-prometheus')
})

it.each([
  ['returns', 'let app = routes().with_state(1);', 'fn routes() -> Router<u8> {\n    Router::new()\n}\n'],
  ['is annotated', 'let routes: Router<u8> = Router::new();\n    let app = routes.with_state(1);', ''],
])('a router of a type with a state, as it %s, is one once it is given it', async (_, app, more) => {
  const given = main(SERVE).replace(APP, app) + more
  expect((await siteOf(crateOf(given))).site.refused).toBeUndefined()
  const missing = given.replace('.with_state(1)', '')
  expect((await siteOf(crateOf(missing))).site.refused?.reason).toContain('no axum::Router')
})

it('a listener for metrics is no second server', async () => {
  const metrics = `\nasync fn serve_metrics(app: Router) {\n    let listener = TcpListener::bind("0.0.0.0:9090").await.unwrap();\n    axum::serve(listener, app).await.unwrap();\n}\n`
  const files = crateOf(main(SERVE) + metrics)
  const { site, after, again, back } = await siteOf(files)
  expect(site.refused).toBeUndefined()
  expect(after['src/main.rs']?.match(/\w+::serve\(/g)).toEqual(['prod_ready::serve(', 'axum::serve('])
  expect(wishes(again)).toEqual(wishes(site))
  expect(back).toEqual(files)
})

it('a program that stands in the folder of its package finds the module beside it', async () => {
  const files = crateOf('', {})
  const { 'src/main.rs': _, 'Cargo.toml': manifest = '', ...rest } = files
  const flat = {
    ...rest,
    'Cargo.toml': `${manifest}\n[[bin]]\nname = "ferry"\npath = "ferry.rs"\n`,
    'ferry.rs': main(SERVE),
  }
  const { site, after } = await siteOf(flat)
  expect(site.module).toBe('prod_ready.rs')
  expect((await serviceIn(after)).appModule?.path).toBe('prod_ready.rs')
})

it('a logger that a library of the repository sets up is the only one', async () => {
  const library = (text: string): Files => ({
    'settings/Cargo.toml': '[package]\nname = "settings"\nversion = "0.1.0"\nedition = "2021"\n',
    'settings/src/lib.rs': text,
  })
  const dependencies = ['axum = "0.8"', 'settings = { path = "settings" }']
  const loud = crateOf(main(SERVE), {
    dependencies,
    more: library('pub fn start() {\n    pretty_env_logger::init();\n}\n'),
  })
  const silent = crateOf(main(SERVE), { dependencies, more: library('pub fn start() {}\n') })
  expect((await siteOf(loud)).after['src/main.rs']).not.toContain('log_as_json')
  expect((await siteOf(silent)).after['src/main.rs']).toContain('prod_ready::log_as_json();')
})
