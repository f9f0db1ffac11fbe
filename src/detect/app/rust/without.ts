import { bareOf, type Bare, type OwnCall } from './bare.ts'
import { DETECTORS } from './frameworks/index.ts'
import type { RustKind } from './kind.ts'

const KINDS: readonly RustKind[] = DETECTORS
const CALLS: readonly OwnCall[] = KINDS.flatMap(({ own }) => own)

/** @returns a Rust file as it is without the module of any framework */
export function withoutModule(path: string, text: string): Bare {
  return bareOf(path, text, CALLS)
}
