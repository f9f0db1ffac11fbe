import type { AppSite } from '../../../src/detect/app/types.ts'
import { loadGrammars } from '../../../src/text/grammars.ts'
import { serviceIn, unwired, wired, type Files } from './wiring.ts'

/** What a test of a Rust program may say beside its main.rs. */
export interface Crate {
  readonly dependencies?: readonly string[]
  readonly more?: Files
  readonly edition?: string
  readonly rust?: string
}

/** As much of the module as shows that it is there. */
const SERVES = `use axum::Router;\n\npub async fn serve(listener: TcpListener, app: Router) {\n    axum::serve(listener, harden(app)).await\n}\n\npub async fn serve_router(listener: TcpListener, app: Router) {\n    axum::serve(listener, harden(app)).await\n}\n`

/** @returns a package with a program */
export function crateOf(
  main: string,
  { dependencies = ['axum = "0.8"'], more = {}, edition = '2021', rust }: Crate = {},
): Files {
  const minimum = rust === undefined ? '' : `rust-version = "${rust}"\n`
  return {
    'Cargo.toml': `[package]\nname = "ferry"\nversion = "0.1.0"\nedition = "${edition}"\n${minimum}\n[dependencies]\n${dependencies.join('\n')}\ntokio = { version = "1", features = ["full"] }\n`,
    'src/main.rs': main,
    ...more,
  }
}

/** @returns the site of the only service, with the text of its entry file once the module is called, and without it again */
export async function siteOf(files: Files): Promise<{ site: AppSite; after: Files; again: AppSite; back: Files }> {
  await loadGrammars(Object.keys(files), ['rust'])
  const site = (await serviceIn(files)).appSite
  if (!site) throw new Error('no site')
  const after = { ...wired(files, site), [site.module]: SERVES }
  const again = (await serviceIn(after)).appSite
  if (!again) throw new Error('no site once it is wired')
  return { site, after, again, back: unwired(after, again) }
}

/** @returns what a site asks for, without the places, which count for the first time only */
export function wishes({ wiring, refused, traits, module }: AppSite): object {
  return {
    module,
    traits,
    refused: refused?.reason,
    wiring: wiring.map(({ path, changes }) => ({
      path,
      changes: changes.map(({ change: { place: _, ...change }, feature }) => ({ ...change, feature })),
    })),
  }
}
