import { diffLines } from 'diff'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { grammarOf, loadGrammars } from '../../../src/text/grammars.ts'
import { crateOf, siteOf } from './rust.ts'

/** Where it is used, it serves as well: then there is more than one place. */
const MACRO = 'macro_rules! served {\n    ($app:expr) => {\n        axum::serve(listener, $app)\n    };\n}'

/** What may stand between items. */
const ITEMS = [
  '// mod prod_ready; axum::serve(listener, app)',
  '/* axum::serve(listener, app).await /* .run() */\nmod prod_ready;\n*/',
  '/// Says `axum::serve(listener, app)`.\nconst LIMIT: usize = 3;',
  'mod store;',
  '#[allow(unused)]\nmod words;',
  '#[cfg(test)]\nmod tests {\n    fn it() {\n        axum::serve(listener, app).await;\n        HttpServer::new(|| App::new()).run();\n    }\n}',
  'const TEXT: &str = r##"axum::serve(listener, app) "#quoted"# mod prod_ready;"##;',
  'const SHIP: &str = "🚢 服务 \\" axum::serve(listener, app)";',
  '#[cfg(feature = "x")]\nfn other() {}',
  MACRO,
  "fn life<'a>(x: &'a str) -> &'a str {\n    x\n}",
  'static BYTES: &[u8] = b"HttpServer::new(|| App::new())";',
  '#[derive(Debug)]\nstruct State {\n    name: String,\n}',
]

/** What may stand between statements, and what it becomes. */
const STATEMENTS: readonly (readonly [text: string, now?: string])[] = [
  ['// axum::serve(listener, app).await?;'],
  ['let text = "prod_ready::serve(listener, app)";'],
  ['println!("axum::serve {} .run()", 1);'],
  ["let c = '\"';"],
  ['let add = |a: u32| a + 1;'],
  ['let _ = vec![1, 2];'],
  ['tracing_subscriber::fmt::init();', 'prod_ready::fmt_as_json();'],
  ['env_logger::init();', 'prod_ready::env_logger_as_json();'],
]

interface Kind {
  readonly dependencies: readonly string[]
  readonly head: string
  readonly main: string
  /** What is made before it is served. */
  readonly made: readonly string[]
  /** What serves, and what it becomes; undefined: it is left alone. */
  readonly served: readonly (readonly [text: string, now: string | undefined])[]
}

const ROUTES = '.route("/a", web::get().to(root))'
const GUARD = '.wrap(actix_web::middleware::from_fn(prod_ready::guard))'

const KINDS: Readonly<Record<'axum' | 'actix', Kind>> = {
  axum: {
    dependencies: ['axum = "0.8"', 'tracing-subscriber = "0.3"', 'env_logger = "0.11"'],
    head: 'use axum::{routing::get, Router};\nuse tokio::net::TcpListener;',
    main: '#[tokio::main]\nasync fn main()',
    made: [
      'let app = Router::new().route("/", get(root));',
      'let listener = TcpListener::bind("0.0.0.0:3000").await.unwrap();',
    ],
    served: [
      ['axum::serve(listener, app).await.unwrap();', 'prod_ready::serve(listener, app).await.unwrap();'],
      [
        'axum::serve(listener, app.into_make_service()).await.unwrap();',
        'prod_ready::serve_router(listener, app).await.unwrap();',
      ],
      [
        'axum::serve(listener, app)\n        .with_graceful_shutdown(stop())\n        .await\n        .unwrap();',
        'axum::serve(listener, prod_ready::harden(app)).with_graceful_shutdown(prod_ready::drain(stop())).await.unwrap();',
      ],
      [
        'if let Err(error) = axum::serve(listener, app).await {\n        panic!("{error}");\n    }',
        'if let Err(error) = prod_ready::serve(listener, app).await { panic!("{error}"); }',
      ],
      ['tokio::select! {\n        _ = axum::serve(listener, app) => {}\n    }', undefined],
      ['#[cfg(unix)]\n    axum::serve(listener, app).await.unwrap();', undefined],
      ['axum::serve(listener, make()).await.unwrap();', undefined],
      ['let _ = axum::serve(listener, app).into_future();', undefined],
      ['axum::serve(listener, app).await.unwrap();\n    axum::serve(listener, app).await.unwrap();', undefined],
    ],
  },
  actix: {
    dependencies: ['actix-web = "4"', 'tracing-subscriber = "0.3"', 'env_logger = "0.11"'],
    head: 'use actix_web::{web, App, HttpServer};',
    main: '#[actix_web::main]\nasync fn main()',
    made: [],
    served: [
      [
        `HttpServer::new(|| {\n        App::new()\n            ${ROUTES}\n    })\n    .bind(("0.0.0.0", 80)).unwrap()\n    .run()\n    .await\n    .unwrap();`,
        `HttpServer::new(|| { App::new() ${ROUTES} ${GUARD} }).shutdown_signal(prod_ready::drain()).bind(("0.0.0.0", 80)).unwrap().run().await.unwrap();`,
      ],
      [
        'HttpServer::new(move || App::new().configure(routes))\n        .workers(2)\n        .bind(("0.0.0.0", 80)).unwrap()\n        .run()\n        .await\n        .unwrap();',
        'HttpServer::new(move || prod_ready::harden(App::new().configure(routes))).shutdown_signal(prod_ready::drain()).workers(2).bind(("0.0.0.0", 80)).unwrap().run().await.unwrap();',
      ],
      ['HttpServer::new(app).bind(("0.0.0.0", 80)).unwrap().run().await.unwrap();', undefined],
      [
        'HttpServer::new(|| App::new().configure(routes))\n        .disable_signals()\n        .bind(("0.0.0.0", 80)).unwrap()\n        .run()\n        .await\n        .unwrap();',
        undefined,
      ],
    ],
  },
}

const ENTRY = fc.record({
  kind: fc.constantFrom('axum' as const, 'actix' as const),
  shape: fc.nat(),
  head: fc.constantFrom('', '//! A program.\n', '// Copyright somebody.\n\n', '#![allow(dead_code)]\n\n'),
  items: fc.shuffledSubarray(ITEMS, { minLength: 3, maxLength: 3 }),
  statements: fc.shuffledSubarray([...STATEMENTS], { minLength: 2, maxLength: 2 }),
  crlf: fc.boolean(),
  brace: fc.constantFrom(' {', ' { // starts', '\n{'),
})

type Entry = typeof ENTRY extends fc.Arbitrary<infer T> ? T : never

interface Program {
  readonly text: string
  /** The program with the module around it, laid out in any way; undefined where it is left alone. */
  readonly now: string | undefined
}

function programOf({ kind, shape, head, items, statements, crlf, brace }: Entry): Program {
  const { head: uses, main, made, served: all } = KINDS[kind]
  const [served, as] = all[shape % all.length] ?? ['', undefined]
  const now = kind === 'axum' && items.includes(MACRO) ? undefined : as
  const [first = '', second = '', third = ''] = items
  // one logger is enough for a program
  const loggers = statements.filter(([, as]) => as !== undefined)
  const said = statements.filter(statement => !loggers.slice(1).includes(statement))
  const written = (serves: string, which: 0 | 1): string => {
    const body = [...said.map(([text, as]) => (which === 1 ? (as ?? text) : text)), ...made, serves]
    return [head + first, uses, second, main + brace, ...body.map(line => `    ${line}`), '}', third, ''].join('\n')
  }
  const text = written(served, 0)
  return { text: crlf ? text.replaceAll('\n', '\r\n') : text, now: now === undefined ? undefined : written(now, 1) }
}

/** @returns the words and marks of a program without comments: blanks and lines do not count, a literal is one word */
function wordsOf(text: string): readonly string[] {
  const words: string[] = []
  let last = 0
  const upTo = (end: number): void => void words.push(...(text.slice(last, end).match(/\w+|[^\s\w]/g) ?? []))
  grammarOf('rust')
    .parse(text)
    .iterate({
      enter: ({ name, from, to }) => {
        if (!/Comment$|^(String|RawString|Char)$/.test(name)) return undefined
        upTo(from)
        if (!name.endsWith('Comment')) words.push(text.slice(from, to))
        last = to
        return false
      },
    })
  upTo(text.length)
  return words
}

const OPENED: readonly (readonly [words: string, depth: number])[] = [
  ['mod prod_ready ;', 0],
  ['prod_ready : : check_configuration ( ) ;', 1],
  ['prod_ready : : log_as_json ( ) ;', 1],
]

/** @returns the words without what the module adds as lines of its own, of which each stands once and in a place where a line may stand */
function withoutLines(words: readonly string[]): readonly string[] {
  return OPENED.reduce<readonly string[]>((rest, [line, depth]) => {
    const wanted = line.split(' ')
    const at = rest.findIndex((_, i) => wanted.every((word, j) => rest[i + j] === word))
    if (at === -1) return rest
    const before = rest.slice(0, at)
    const open = before.filter(word => word === '{').length - before.filter(word => word === '}').length
    expect([line, open]).toEqual([line, depth])
    expect([undefined, ';', '}', '{', ']']).toContain(before.at(-1))
    // an attribute belongs to the item behind it, but for one of the whole file
    if (before.at(-1) === ']')
      expect(before.slice(before.lastIndexOf('#')).join(' ')).toMatch(/^# ! |^# \[ rustfmt : : skip \]$/)
    return [...before, ...rest.slice(at + wanted.length)]
  }, words)
}

test('a program in Rust gets the module around what serves, word for word; or it is left alone, and a person is told the lines', async () => {
  await loadGrammars(['a.rs'], ['rust'])
  const seen = { changed: 0, refused: 0 }
  await fc.assert(
    fc.asyncProperty(ENTRY, async entry => {
      const { text, now } = programOf(entry)
      const files = crateOf(text, { dependencies: KINDS[entry.kind].dependencies })
      const { site, after, back } = await siteOf(files)
      const made = after['src/main.rs'] ?? ''
      expect([text, site.refused?.reason, site.refused === undefined]).toEqual([
        text,
        site.refused?.reason,
        now !== undefined,
      ])
      expect(back).toEqual(files)
      if (now === undefined) {
        seen.refused++
        expect([site.wiring, made]).toEqual([[], text])
        expect(site.refused?.lines.map(line => line.code)).toContain('mod prod_ready;')
        return
      }
      seen.changed++
      expect(withoutLines(wordsOf(made))).toEqual(wordsOf(now))
      const changed = diffLines(text, made).filter(({ added, removed }) => added || removed)
      expect(changed.filter(({ removed }) => removed).reduce((sum, { count }) => sum + count, 0)).toBeLessThanOrEqual(3)
      expect(changed.reduce((sum, { count }) => sum + count, 0)).toBeLessThanOrEqual(8)
      expect(/(^|[^\r])\n/.test(made)).toBe(!entry.crlf)
    }),
    { numRuns: 300, seed: 11 },
  )
  expect(seen.changed).toBeGreaterThan(120)
  expect(seen.refused).toBeGreaterThan(80)
}, 60_000)
