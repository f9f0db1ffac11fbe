import assert from 'node:assert/strict'
import { test } from 'node:test'
import { build } from './server.js'

test('*/ ]]> ${{ github.token }} $(touch pwned) is only a greeting', async () => {
  const response = await build().inject('/')
  assert.match(response.json().greeting, /touch pwned/)
})
