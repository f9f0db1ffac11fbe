import { dirname, join } from '../../text/paths.ts'
import { certain } from '../fact.ts'
import type { Fact } from '../types.ts'
import { text } from '../values.ts'
import type { View } from '../view.ts'
import { toolVersion } from './tool-versions.ts'

/** @returns the toolchain that rustup (or mise, asdf) takes in `folder`: the nearest file decides */
export function rustToolchain(view: View, folder: string): Fact<string> | undefined {
  for (let at = folder; ; at = dirname(at)) {
    const found =
      fromToml(view, join(at, 'rust-toolchain.toml')) ??
      fromPlain(view, join(at, 'rust-toolchain')) ??
      toolVersion(view, at, 'rust')
    if (found || at === '.') return found
  }
}

function fromToml(view: View, path: string): Fact<string> | undefined {
  const doc = view.has(path) ? view.toml(path) : undefined
  const channel = text(doc?.get('toolchain', 'channel'))
  return doc && channel !== undefined
    ? certain(channel, view.evidence(path, doc.line('toolchain', 'channel'), 'rust-toolchain.toml channel'))
    : undefined
}

/** The old form is one word; rustup reads TOML in it as well. */
function fromPlain(view: View, path: string): Fact<string> | undefined {
  if (!view.has(path)) return undefined
  const content = view.text(path)?.trim() ?? ''
  if (content.includes('[')) return fromToml(view, path)
  return /^[\w.+-]+$/.test(content) ? certain(content, view.evidence(path, 1, 'rust-toolchain')) : undefined
}
