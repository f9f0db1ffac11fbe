import { expect, it } from 'vitest'
import { changedDependencies, missingInCargoLock } from '../../../src/plan/dependencies.ts'

const LOCK = `version = 4

[[package]]
name = "ferry"
version = "0.1.0"
dependencies = [
 "axum",
 "metrics 0.24.6",
]

[[package]]
name = "tracing"
version = "0.1.44"
`

it('a crate counts as locked when the package itself asks for it, not when it is there for another one', () => {
  expect(missingInCargoLock(LOCK, 'ferry', ['axum', 'metrics', 'tracing'])).toEqual(['tracing'])
})

it('a lock file that does not parse has nothing', () => {
  expect(missingInCargoLock('[[', 'ferry', ['axum'])).toEqual(['axum'])
})

it.each([
  ['a dependency', '[dependencies]\naxum = "0.8"\n', '[dependencies]\naxum = "0.8"\nmetrics = "0.24"\n', ['api']],
  [
    'a feature for the workspace',
    '[workspace.dependencies]\ntokio = { features = [] }\n',
    '[workspace.dependencies]\ntokio = { features = ["time"] }\n',
    ['api'],
  ],
  ['a profile', '[package]\n', '[package]\n[profile.release]\nlto = "thin"\n', []],
])('%s changes what Cargo.lock must hold, or not', (_, before, after, folders) => {
  const file = { path: 'api/Cargo.toml', action: 'edit', artifacts: [], executable: false, before, after } as const
  expect(changedDependencies([file], 'rust')).toEqual(folders)
})
