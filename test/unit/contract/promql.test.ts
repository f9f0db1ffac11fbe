import { expect, test } from 'vitest'
import { noneOf, selector } from '../../../src/contract/promql.ts'

test.each([
  [['/metrics'], 'up{route!="/metrics"}'],
  [['/metrics', '/health.json'], 'up{route!~"/metrics|/health\\\\.json"}'],
])('routes that are not counted: %s', (paths, expected) => {
  expect(selector('up', [noneOf('route', paths)])).toBe(expected)
})
