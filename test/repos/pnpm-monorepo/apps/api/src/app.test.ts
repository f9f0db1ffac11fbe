import assert from 'node:assert/strict'
import { test } from 'node:test'
import { app } from './app.js'

test('departures are shown as times of day', async () => {
  const response = await app.request('/departures')
  const departures = (await response.json()) as { shown: string }[]
  assert.deepEqual(
    departures.map(({ shown }) => shown),
    ['06:15', '18:50'],
  )
})
