import { describe, expect, it } from 'vitest'
import { getStaticTOMLValue, parseTOML } from 'toml-eslint-parser'
import { artifact } from '../../../generators/build/rust-release-profile/index.ts'
import { memory } from '../../../src/workspace/index.ts'
import { add, CARGO, contextOf, manifest, text, type Files } from '../cicd/support.ts'

const MAIN = { 'src/main.rs': 'fn main() {}\n' }
const SERVER = {
  'Cargo.toml': `${CARGO}[dependencies]\naxum = "0.8"\ntokio = { version = "1", features = ["full"] }\n`,
  'src/main.rs':
    'use axum::Router;\n#[tokio::main]\nasync fn main() {\n    let listener = tokio::net::TcpListener::bind("0.0.0.0:3000").await.unwrap();\n    axum::serve(listener, Router::new()).await.unwrap();\n}\n',
}

const profile = (toml: string): unknown =>
  (getStaticTOMLValue(parseTOML(toml)) as { readonly profile?: { readonly release?: unknown } }).profile?.release

describe('the release profile', () => {
  const all = { lto: 'thin', 'codegen-units': 1, strip: 'debuginfo', panic: 'unwind' }

  it.each<[string, string, object, string]>([
    ['is added', '', all, 'absent'],
    [
      'keeps what is set',
      '\n[profile.release]\nlto = true # fat\npanic = "abort"\n',
      { lto: true, panic: 'abort', 'codegen-units': 1, strip: 'debuginfo' },
      'partial',
    ],
    [
      'keeps debug information that was asked for',
      '\n[profile.release]\ndebug = 1\n',
      { debug: 1, ...all, strip: 'none' },
      'absent',
    ],
    ['stays beside other profiles', '\n[profile.dev]\nopt-level = 1\n', all, 'absent'],
    [
      'is left alone when it is complete',
      '\n[profile.release]\nlto = "fat"\ncodegen-units = 4\nstrip = true\npanic = "abort"\n',
      { lto: 'fat', 'codegen-units': 4, strip: true, panic: 'abort' },
      'present',
    ],
    [
      'may be written with dots',
      '\nprofile.release.lto = false\n'.replace('\n', ''),
      { lto: false, 'codegen-units': 1, strip: 'debuginfo', panic: 'unwind' },
      'partial',
    ],
  ])('%s', async (_, tail, wanted, state) => {
    const before = tail.startsWith('profile') ? `${tail}${CARGO}` : CARGO + tail
    const result = await add([artifact], { 'Cargo.toml': before, ...MAIN })
    expect(artifact.audit(result.before).state).toBe(state)
    const after = result.texts['Cargo.toml'] ?? before
    expect(profile(after)).toEqual(wanted)
    expect(result.plan.files.flatMap(file => file.reason ?? [])).toEqual([])
    for (const line of before.split('\n')) expect(after).toContain(line)
    expect(artifact.audit(result.after).state).toBe('present')
    expect(
      artifact
        .audit(result.after)
        .evidence.every(e => e.line === undefined || after.split('\n')[e.line - 1]?.includes(e.snippet ?? '')),
    ).toBe(true)
  })

  it('says why a server unwinds, and what panics cost', async () => {
    const result = await add([artifact], SERVER)
    expect(text(result, 'Cargo.toml')).toMatch(
      /# A panic ends one request; with "abort" it would end the server .*costs .*texts of panics.*\npanic = "unwind"/,
    )
  })

  it('is set once, in the root of a workspace', async () => {
    const files = {
      'Cargo.toml': '[workspace]\nmembers = ["api"]\n',
      'api/Cargo.toml': CARGO,
      'api/src/main.rs': 'fn main() {}\n',
    }
    expect(Object.keys((await add([artifact], files)).texts)).toEqual(['Cargo.toml'])
  })

  it.each<[string, Files, string]>([
    ['a library', { 'Cargo.toml': CARGO, 'src/lib.rs': '\n' }, 'only libraries'],
    ['Node', { 'package.json': manifest({}) }, 'no Cargo.toml'],
    ['a fuzzer', { 'Cargo.toml': `${CARGO}[dependencies]\nlibfuzzer-sys = "0.4"\n`, ...MAIN }, 'only libraries'],
  ])('does not apply to %s', async (_, files, reason) => {
    expect(artifact.applies(await contextOf(memory(files)))).toContain(reason)
  })

  it('names the instructions of the processor where it is explained, not as a setting', async () => {
    const result = await add([artifact], { 'Cargo.toml': CARGO, ...MAIN })
    expect(Object.keys(result.texts)).toEqual(['Cargo.toml'])
    expect(artifact.why).toContain('.cargo/config.toml')
  })
})
