import assert from 'node:assert/strict'
import { test } from 'node:test'
import { buildApp } from './app.js'

const held = new Set<string>()
const app = buildApp({
  taken: () => Promise.resolve([...held]),
  hold: (theatre, seat) => Promise.resolve(held.size < held.add(`${theatre}/${seat}`).size),
})

test('a seat that is held is taken', async () => {
  const first = await app.inject({ method: 'PUT', url: '/theatres/rose/seats/A1' })
  assert.equal(first.statusCode, 201)
  const seats = await app.inject({ url: '/theatres/rose/seats' })
  assert.deepEqual(seats.json(), { taken: ['rose/A1'] })
})
