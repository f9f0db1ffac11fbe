import assert from 'node:assert/strict'
import { test } from 'node:test'
import { build } from '../src/app.js'

test('a known harbour has a high tide', async () => {
  const response = await build().inject('/tides/eastquay')
  assert.deepEqual(response.json(), { high: '11:47' })
})

test('an unknown harbour is not found', async () => {
  const response = await build().inject('/tides/nowhere')
  assert.equal(response.statusCode, 404)
})
