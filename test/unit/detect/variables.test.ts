import { describe, expect, it } from 'vitest'
import type { Service } from '../../../src/detect/index.ts'
import { isSecret } from '../../../src/detect/services/variables.ts'
import { cargo, manifest, serviceOf, type Files } from './read.ts'

/** `NAME`, `NAME=default`, with `!` for what is required and `*` for a secret. */
const said = (service: Service): readonly string[] =>
  service.variables.map(
    ({ value, default: preset, required, secret }) =>
      `${value}${required ? '!' : ''}${secret ? '*' : ''}${preset === undefined ? '' : `=${preset}`}`,
  )

function node(code: string, more: Files = {}, dependencies: Readonly<Record<string, string>> = {}): Promise<Service> {
  return serviceOf({
    'package.json': manifest({
      type: 'module',
      dependencies: { express: '5', ...dependencies },
      scripts: { start: 'tsx main.ts' },
    }),
    'main.ts': `import express from 'express'\n${code}\nexpress().listen(3000)\n`,
    ...more,
  })
}

const NODE: readonly (readonly [string, string, readonly string[]])[] = [
  [
    'plain readings, with defaults behind ||, ??, ?: and in calls',
    `const a = process.env.A_NAME || 'x'
     const b = Number(process.env.B_PORT ?? 80)
     const c = process.env.C_URL ? process.env.C_URL : 'http://c'
     const d = parseInt(process.env.D_SIZE || '5', 10)
     const e = process.env['E_PLAIN']
     const f = process.env.F_FIRST || process.env.F_SECOND || 'last'
     process.env.SET_ONLY = 'y'
     delete process.env.DELETED`,
    ['A_NAME=x', 'B_PORT=80', 'C_URL=http://c', 'D_SIZE=5', 'E_PLAIN', 'F_FIRST=last', 'F_SECOND=last'],
  ],
  [
    'patterns, and names that the environment is kept under',
    `import { env } from 'node:process'
     const { LOG_LEVEL = 'info', API_URL: url } = process.env
     const own = process.env
     console.log(env.FROM_MODULE, own.FROM_NAME)`,
    ['API_URL', 'FROM_MODULE', 'FROM_NAME', 'LOG_LEVEL=info'],
  ],
  [
    'what fails without a value is required',
    `if (!process.env.JWT_SECRET) throw new Error('no')
     if (!process.env.OPTIONAL_ONE) console.warn('without')
     connect(process.env.MONGO_URL!)
     const key = process.env.API_KEY as string
     invariant(process.env.INSISTED, 'must be set')
     const region = process.env.REGION!.toLowerCase()
     const soft = process.env.SOFT?.trim()`,
    ['API_KEY!*', 'INSISTED!', 'JWT_SECRET!*', 'MONGO_URL!*', 'OPTIONAL_ONE', 'REGION!', 'SOFT'],
  ],
  [
    'functions of the code that are given names',
    `const a = requireEnv('SESSION_SECRET')
     const b = getEnv('CACHE_TTL', '60')
     const c = config.get<string>('MAIL_HOST')
     const d = config.getOrThrow('MAIL_PASSWORD')`,
    ['CACHE_TTL=60', 'MAIL_HOST', 'MAIL_PASSWORD!*', 'SESSION_SECRET!*'],
  ],
  [
    'zod',
    `import { z } from 'zod'
     const env = z.object({ PORT: z.coerce.number().default(3000), DATABASE_URL: z.string().url(), SENTRY_DSN: z.string().optional(), MODE_OF_RUN: z.enum(['a']).catch('a') }).parse(process.env)`,
    ['DATABASE_URL!*', 'MODE_OF_RUN=a', 'PORT=3000', 'SENTRY_DSN*'],
  ],
  [
    'joi does without unless it is told otherwise',
    `import Joi from 'joi'
     const schema = Joi.object().keys({ JWT_SECRET: Joi.string().required(), SMTP_HOST: Joi.string(), LIMIT: Joi.number().default(5) })
     schema.validate(process.env)`,
    ['JWT_SECRET!*', 'LIMIT=5', 'SMTP_HOST'],
  ],
  [
    'envalid, env-var and convict',
    `import { cleanEnv, str, port } from 'envalid'
     import env from 'env-var'
     import convict from 'convict'
     cleanEnv(process.env, { APP_PORT: port({ default: 4000 }), APP_SECRET: str(), APP_DEV: str({ devDefault: 'x' }) })
     const a = env.get('QUEUE_URL').required().asString()
     const b = env.get('QUEUE_SIZE').default('10').asInt()
     convict({ db: { host: { format: String, default: 'localhost', env: 'DB_HOST' }, name: { format: String, default: null, env: 'DB_NAME' } } })`,
    ['APP_DEV!', 'APP_PORT=4000', 'APP_SECRET!*', 'DB_HOST=localhost', 'DB_NAME!', 'QUEUE_SIZE=10', 'QUEUE_URL!'],
  ],
  [
    'JSON schemas, typebox and classes with decorators',
    `const schema = { type: 'object', required: ['MYSQL_USER'], properties: { MYSQL_USER: { type: 'string' }, MYSQL_PORT: { type: 'number', default: 3306 } } }
     defineEnv({ TB_NAME: t.String({ default: 'x' }), TB_KEY: t.String() })
     class Validator { @IsString() CLASS_ONE: string; @IsInt() @IsOptional() CLASS_TWO: number; @ValidateIf(o => o.X) @IsString() CLASS_THREE: string }
     export const unrelated = env`,
    ['CLASS_ONE!', 'CLASS_THREE', 'CLASS_TWO', 'MYSQL_PORT=3306', 'MYSQL_USER!', 'TB_KEY!*', 'TB_NAME=x'],
  ],
  [
    'not what tools set, and no comments or texts',
    `console.log(process.env.npm_package_version, process.env.CI, process.env.HOME, process.env.NODE_ENV)
     // process.env.COMMENTED
     const text = 'process.env.IN_TEXT'`,
    ['NODE_ENV'],
  ],
]

describe('Node', () => {
  it.each(NODE)('%s', async (_, code, wanted) => {
    expect(said(await node(code))).toEqual(wanted)
  })

  it('a schema says more than the places that read the variable', async () => {
    const service = await node(
      `import { z } from 'zod'\nz.object({ A_TOKEN: z.string(), B_TOKEN: z.string().optional() }).parse(process.env)\nconst a = process.env.A_TOKEN || ''\nsend(process.env.B_TOKEN!)`,
    )
    expect(said(service)).toEqual(['A_TOKEN*=', 'B_TOKEN*'])
  })

  it('files of configuration that map variables, and the Prisma schema', async () => {
    const service = await node(
      "import config from 'config'",
      {
        'config/custom-environment-variables.yml': 'server:\n  port: PORT\ndb:\n  password:\n    __name: DB_PASSWORD\n',
        'prisma/schema.prisma': 'datasource db {\n  provider = "postgresql"\n  url = env("DATABASE_URL")\n}\n',
      },
      { config: '4', '@prisma/client': '7' },
    )
    expect(said(service)).toEqual(['DATABASE_URL!*', 'DB_PASSWORD*', 'PORT'])
  })

  it('names the line, and the variable of the port with its default', async () => {
    const service = await serviceOf({
      'package.json': manifest({ dependencies: { express: '5' }, scripts: { start: 'node main.js' } }),
      'main.js': `const app = require('express')()\napp.listen(process.env.PORT || 8080)\n`,
    })
    expect(service.variables).toEqual([
      {
        value: 'PORT',
        default: '8080',
        certainty: 'certain',
        required: false,
        secret: false,
        evidence: [
          {
            path: 'main.js',
            line: 2,
            snippet: 'app.listen(process.env.PORT || 8080)',
            rule: 'variable that the code reads',
          },
        ],
      },
    ])
  })
})

const RUST: readonly (readonly [string, string, readonly string[]])[] = [
  [
    'plain readings, with what is done where there is no value',
    `fn a() -> Result<()> {
       let a = std::env::var("A_REQUIRED")?;
       let b = env::var("B_EXPECTED").expect("must be set");
       let c = env::var("C_PORT").unwrap_or_else(|_| "8080".to_string()).parse::<u16>().unwrap();
       let d = env::var("D_SIZE").ok().and_then(|v| v.parse().ok()).unwrap_or(16u32);
       let e = env::var_os("E_FLAG").is_some();
       let f = dotenvy::var("F_CONTEXT").context("F_CONTEXT")?;
       if let Ok(g) = env::var("G_OPTIONAL") {}
       env::set_var("H_SET", "x");
       let i = option_env!("I_COMPILED");
     }`,
    ['A_REQUIRED!', 'B_EXPECTED!', 'C_PORT=8080', 'D_SIZE=16', 'E_FLAG', 'F_CONTEXT!', 'G_OPTIONAL'],
  ],
  [
    'functions of the code that are given names',
    `fn a() -> Result<()> { let a = required_var("SESSION_KEY")?; let b = var("S3_REGION")?; let c = env_or("CACHE_SIZE", 10); }`,
    ['CACHE_SIZE=10', 'S3_REGION', 'SESSION_KEY!*'],
  ],
  [
    'clap, by attribute and by builder',
    `#[derive(Parser)]
     struct Args {
       /// Port
       #[arg(long, env = "APP_PORT", default_value_t = 3000)]
       port: u16,
       #[clap(long, env)]
       database_url: String,
       #[arg(long, env = "APP_TOKEN")]
       token: Option<String>,
     }
     fn args() { Arg::new("level").env("APP_LEVEL").default_value("info"); Arg::new("name").env("APP_NAME").required(true); }`,
    ['APP_LEVEL=info', 'APP_NAME!', 'APP_PORT=3000', 'APP_TOKEN*', 'DATABASE_URL!*'],
  ],
  [
    'envy fills a struct',
    `#[derive(Deserialize)]
     struct Settings { database_url: String, #[serde(default)] workers: usize, sentry_dsn: Option<String> }
     fn load() { let s = envy::prefixed("SHOP_").from_env::<Settings>(); }`,
    ['SHOP_DATABASE_URL!*', 'SHOP_SENTRY_DSN*', 'SHOP_WORKERS'],
  ],
  [
    'envy fills the struct that the variable is of, not another one',
    `#[derive(Deserialize)] struct Client { address: String, key: String }
     #[derive(Deserialize)] struct Settings { shop_title: String }
     pub fn settings() -> &'static Client { CONFIG.get_or_init(|| { let env: Settings = match envy::from_env().context("bad") { Ok(env) => env, Err(e) => panic!("{e}") }; Client::of(env) }) }`,
    ['SHOP_TITLE!'],
  ],
  [
    'config and figment fill nested structs',
    `#[derive(Deserialize)] struct Settings { application: Application, pool: Vec<u8> }
     #[derive(Deserialize)] struct Application { port: u16, #[serde(rename = "hmac")] secret: String }
     fn load() -> Result<Settings, E> { Config::builder().add_source(config::Environment::with_prefix("APP").separator("__")).build()?.try_deserialize::<Settings>() }`,
    ['APP__APPLICATION__HMAC', 'APP__APPLICATION__PORT', 'APP__POOL'],
  ],
  [
    'the filter of logs',
    `fn logs() { tracing_subscriber::fmt().with_env_filter(EnvFilter::from_default_env()).init(); }`,
    ['RUST_LOG'],
  ],
]

describe('Rust', () => {
  it.each(RUST)('%s', async (_, code, wanted) => {
    const service = await serviceOf({
      'Cargo.toml': cargo(['axum = "0.8"', 'tokio = "1"']),
      'src/main.rs': `use std::env;\n${code}\nasync fn run() { axum::serve(tokio::net::TcpListener::bind("0.0.0.0:3000").await.unwrap(), app()).await; }\nfn main() { run() }\n`,
    })
    expect(said(service)).toEqual(wanted)
  })

  it('what helpers of tests read is not a variable of the service', async () => {
    const service = await serviceOf({
      'Cargo.toml': cargo(['axum = "0.8"', 'tokio = "1"']),
      'src/main.rs': `mod test_utils;\nasync fn run() { axum::serve(tokio::net::TcpListener::bind("0.0.0.0:3000").await.unwrap(), app()).await; }\nfn main() { run() }\n`,
      'src/test_utils.rs': 'fn key() -> String { std::env::var("STORE_ACCESS_KEY").unwrap() }\n',
    })
    expect(said(service)).toEqual([])
  })
})

describe('a name tells a secret', () => {
  it.each([
    'DB_PASSWORD',
    'JWT_SECRET',
    'GITHUB_TOKEN',
    'API_KEY',
    'STRIPE_SECRET_KEY',
    'SENTRY_DSN',
    'DATABASE_URL',
    'REDIS_URL',
    'MONGODB_URI',
    'SESSION_SECRET',
    'AWS_ACCESS_KEY_ID',
    'PASSWORD',
  ])('%s holds one', name => {
    expect(isSecret(name)).toBe(true)
  })
  it.each([
    'PORT',
    'JWT_EXPIRES_IN',
    'TOKEN_TTL',
    'PUBLIC_KEY',
    'NEXT_PUBLIC_API_KEY',
    'API_URL',
    'KEYCLOAK_URL',
    'PASSWORD_MIN_LENGTH',
    'PRIMARY_KEY',
    'MONKEY',
    'RECAPTCHA_SITE_KEY',
  ])('%s holds none', name => {
    expect(isSecret(name)).toBe(false)
  })
})
