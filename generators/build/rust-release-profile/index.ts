import { defineArtifact, type Context, type Output } from '../../../src/artifact/index.ts'
import type { Project } from '../../../src/detect/types.ts'
import type { Change, Json } from '../../../src/edit/types.ts'
import { audit } from './audit.ts'
import { KEYS, profileOf, programs, rootManifest, type Key } from './profile.ts'

export const artifact = defineArtifact({
  id: 'build/rust-release-profile',
  title: 'Release profile',
  kind: 'edit',
  why: 'Cargo builds releases for short build times unless it is told otherwise. Link-time optimisation in one unit makes the program faster and smaller, and what a panic does is a decision, not a default. Where every machine that runs the program is known, rustflags = ["-C", "target-cpu=x86-64-v3"] in .cargo/config.toml gains more; on an older processor the program does not start then.',
  capabilities: ['build/rust-release-profile'],
  applies: ctx => {
    if (!ctx.facts.projects.some(project => project.ecosystem === 'rust')) return 'there is no Cargo.toml'
    return programs(ctx).length > 0
      ? true
      : 'only libraries are built here: the profile of the program that uses them counts'
  },
  audit,
  questions: [],
  outputs: ctx =>
    programs(ctx).flatMap((project): readonly Output[] => {
      const list = changes(ctx, project)
      return list.length ? [{ type: 'edit', path: rootManifest(project), format: 'toml', changes: list }] : []
    }),
})

interface Setting {
  readonly value: Json
  readonly comment: string
}

const SETTINGS: Readonly<Record<Exclude<Key, 'panic'>, Setting>> = {
  lto: {
    value: 'thin',
    comment: 'Optimises across crates. "fat" gains a little more, and takes several times as long to link.',
  },
  'codegen-units': { value: 1, comment: 'One unit per crate: slower to build, faster to run.' },
  strip: {
    value: 'debuginfo',
    comment:
      'Names of functions stay, for backtraces and profilers; "symbols" removes them too, and makes the file smaller.',
  },
}

/** What unwinding is good for depends on what runs; what it costs does not. */
function panic(ctx: Context, project: Project): Setting {
  const server = ctx.facts.services.some(service => service.ecosystem === 'rust' && service.project === project.path)
  const why = server
    ? 'A panic ends one request; with "abort" it would end the server and all others.'
    : 'A panic runs destructors and can be caught; with "abort" it does neither.'
  return {
    value: 'unwind',
    comment: `${why} It costs tables for unwinding; texts of panics and source paths are in the file either way.`,
  }
}

/** Debug information that the user asked for would be stripped again. */
const KEEP: Setting = { value: 'none', comment: 'The profile asks for debug information: it stays in the file.' }

/** Values that this or an earlier release of the program wrote: with one of them, the key may be ours. Any other is the user's choice. */
const OWN: Readonly<Record<Key, readonly Json[]>> = {
  lto: ['thin'],
  'codegen-units': [1],
  strip: ['debuginfo', 'none'],
  panic: ['unwind'],
}

function changes(ctx: Context, project: Project): readonly Change[] {
  const { values } = profileOf(ctx, project)
  const debug = values['debug'] ?? false
  const settings: Readonly<Record<Key, Setting>> = {
    ...SETTINGS,
    ...(debug === false || debug === 0 || debug === 'none' ? {} : { strip: KEEP }),
    panic: panic(ctx, project),
  }
  return KEYS.filter(key => values[key] === undefined || OWN[key].some(value => value === values[key])).map(key => ({
    path: ['profile', 'release', key],
    ...settings[key],
  }))
}
