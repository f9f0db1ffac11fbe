import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readRust } from '../../../src/detect/source/rust.ts'
import { crateOf, siteOf, wishes } from './rust.ts'
import { diffOf } from './wiring.ts'

/** What may stand between items. */
const ITEM = fc.constantFrom(
  '',
  '// mod prod_ready; axum::serve(listener, app)',
  '/* axum::serve(listener, app).await\nmod prod_ready;\n*/',
  '/// Is a doc comment.\nconst LIMIT: usize = 3;',
  'mod store;',
  'pub mod store;\nmod words;',
  '#[allow(unused)]\nmod store;',
  'const TEXT: &str = r#"axum::serve(listener, app) "quoted" mod prod_ready;"#;',
  'const SHIP: &str = "🚢 服务";',
  '#[cfg(test)]\nmod tests {\n    fn it() {\n        axum::serve(listener, app).await;\n    }\n}',
  '#[cfg(feature = "x")]\nfn other() {}',
  'macro_rules! served {\n    ($app:expr) => {\n        serve_of($app)\n    };\n}',
  "fn life<'a>(x: &'a str) -> &'a str {\n    x\n}",
)

/** What may stand between statements. */
const STATEMENT = fc.constantFrom(
  '',
  '    // axum::serve(listener, app).await?;',
  '    let text = "prod_ready::serve(listener, app)";',
  '    println!("axum::serve {}", 1);',
  '    let app = app.layer(layer());',
  '    let listener = wrapped(listener);',
  '    tracing_subscriber::fmt::init();',
  '    env_logger::init();',
  '    dotenvy::dotenv().ok();',
  '    tracing_subscriber::fmt().json().init();',
  "    let c = '\"';",
)

const SERVED = fc.constantFrom(
  '    axum::serve(listener, app).await.unwrap();',
  '    axum::serve(listener, app.into_make_service()).await.unwrap();',
  '    axum::serve(listener, app.into_make_service())\n        .await\n        .expect("serve");',
  '    axum::serve(listener, app)\n        .with_graceful_shutdown(stop())\n        .await\n        .unwrap();',
  '    axum::serve(listener, app)\n        .with_graceful_shutdown(async {\n            stop().await;\n        })\n        .await\n        .unwrap();',
  '    axum::serve(listener, app.into_make_service_with_connect_info::<std::net::SocketAddr>())\n        .with_graceful_shutdown(stop())\n        .await\n        .unwrap();',
  '    #[cfg(unix)]\n    axum::serve(listener, app).await.unwrap();',
  '    tokio::select! {\n        _ = axum::serve(listener, app) => {}\n    }',
  '    if let Err(error) = axum::serve(listener, app).await {\n        panic!("{error}");\n    }',
  '    axum::serve(listener, make()).await.unwrap();',
  '    axum::serve(listener, NormalizePath::new(app)).await.unwrap();',
  '    axum::serve(listener, app).await.expect("the server runs until it is stopped by somebody");',
)

const ENTRY = fc.record({
  head: fc.constantFrom('', '//! A program.\n', '// Copyright somebody.\n\n', '#![allow(dead_code)]\n\n'),
  items: fc.array(ITEM, { minLength: 3, maxLength: 3 }),
  statements: fc.array(STATEMENT, { minLength: 3, maxLength: 3 }),
  served: SERVED,
  crlf: fc.boolean(),
  brace: fc.constantFrom(' {', ' { // starts', '\n{'),
})

type Entry = typeof ENTRY extends fc.Arbitrary<infer T> ? T : never

function textOf({ head, items, statements, served, crlf, brace }: Entry): string {
  const [first, second, third] = items.map((item, i, all) => (all.indexOf(item) === i ? item : ''))
  const [above, between, below] = statements.map((item, i, all) => (all.indexOf(item) === i ? item : ''))
  const lines = [
    head + (first ?? ''),
    'use axum::{routing::get, Router};\nuse tokio::net::TcpListener;\n',
    second,
    `#[tokio::main]\nasync fn main()${brace}`,
    above,
    '    let app = Router::new().route("/", get(root));',
    '    let listener = TcpListener::bind("0.0.0.0:3000").await.unwrap();',
    between,
    served,
    below,
    '}\n',
    third,
  ]
  const text = `${lines.filter(line => line !== '').join('\n')}\n`
  return crlf ? text.replaceAll('\n', '\r\n') : text
}

const OURS =
  /^\+\s*((#\[rustfmt::skip\] )?mod prod_ready;|.*\bprod_ready::(serve|serve_router|harden|drain|log_as_json|fmt_as_json|env_logger_as_json|check_configuration)\b.*)$/

test('whatever stands around it, code is changed in the right place or not at all, and comes back byte for byte', async () => {
  let changed = 0
  await fc.assert(
    fc.asyncProperty(ENTRY, async entry => {
      const text = textOf(entry)
      const files = crateOf(text)
      const { site, after, again, back } = await siteOf(files)
      expect(wishes(again)).toEqual(wishes(site))
      if (site.refused) {
        expect(site.wiring).toEqual([])
        expect(after['src/main.rs']).toBe(text)
        return
      }
      changed++
      const diff = diffOf(text, after['src/main.rs'] ?? '')
      const added = diff.filter(line => line.startsWith('+'))
      expect(added.filter(line => !OURS.test(line.replace(/\r$/, '')))).toEqual([])
      expect(diff.length).toBeLessThanOrEqual(8)
      const { tokens } = readRust('after.rs', after['src/main.rs'] ?? '')
      const called = tokens.filter(token => token.kind === 'word' && token.text === 'prod_ready').length
      expect(called).toBeGreaterThanOrEqual(added.length)
      expect(back).toEqual(files)
    }),
    { numRuns: 150, seed: 7 },
  )
  expect(changed).toBeGreaterThan(30)
}, 60_000)
