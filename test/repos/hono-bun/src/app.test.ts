import { expect, test } from 'bun:test'
import { app } from './app'

test('a bird that was seen twice is counted twice', async () => {
  await app.request('/birds/wren', { method: 'POST' })
  await app.request('/birds/wren', { method: 'POST' })
  const birds = await app.request('/birds')
  expect(await birds.json()).toEqual({ wren: 2 })
})
