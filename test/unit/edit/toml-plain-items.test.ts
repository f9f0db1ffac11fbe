import { expect, it } from 'vitest'
import { editorFor } from '../../../src/edit/index.ts'

const toml = editorFor('toml')
const at = ['dependencies', 'tokio', 'features', { '': 'time' }] as const

it.each([
  ['tokio = { version = "1", features = ["net"] }', 'tokio = { version = "1", features = ["net", "time"] }'],
  [
    'tokio = { version = "1", features = [\n    "net", # sockets\n] }',
    'tokio = { version = "1", features = [\n    "net", # sockets\n    "time",\n] }',
  ],
])('one feature is added to a list and taken out again: %s', (before, after) => {
  const text = `[dependencies]\n${before}\n`
  const set = toml.set(text, at, 'time')
  expect(set).toBe(`[dependencies]\n${after}\n`)
  expect(toml.get(set, at)).toBe('time')
  expect(toml.remove(set, at)).toBe(text)
})

it('a value that its own step does not name is refused', () => {
  expect(() => toml.set('[dependencies]\ntokio = { features = [] }\n', at, 'net')).toThrow('not the one')
})

it('an inherited dependency is written as the others of its table', () => {
  const text = '[dependencies]\naxum.workspace = true\n'
  const path = ['dependencies', 'metrics', 'workspace']
  const set = toml.set(text, path, true)
  expect(set).toBe('[dependencies]\naxum.workspace = true\nmetrics.workspace = true\n')
  expect(toml.remove(set, path)).toBe(text)
})
