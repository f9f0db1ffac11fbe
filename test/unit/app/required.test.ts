import { expect, it } from 'vitest'
import { requiredOf } from '../../../src/contract/app/index.ts'
import { crateOf } from './rust.ts'
import { serviceIn } from './wiring.ts'

const MAIN = `use axum::Router;

#[derive(clap::Parser)]
struct Options {
    #[arg(long, env = "APP_ID")]
    app_id: u64,
}

#[tokio::main]
async fn main() {
    let options = Options::parse();
    let token = std::env::var("TOKEN").expect("TOKEN is not set");
    let listener = tokio::net::TcpListener::bind("0.0.0.0:3000").await.unwrap();
    axum::serve(listener, Router::new()).await.unwrap();
}
`

it('a variable that a flag may say as well is not asked for at start: the program does that, and answers --help', async () => {
  const service = await serviceIn(crateOf(MAIN, { dependencies: ['axum = "0.8"', 'clap = "4"'] }))
  expect(service.variables.filter(variable => variable.required).map(variable => variable.value)).toEqual([
    'APP_ID',
    'TOKEN',
  ])
  expect(requiredOf(service)).toEqual(['TOKEN'])
})
