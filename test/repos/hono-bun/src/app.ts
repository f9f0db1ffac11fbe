import { Hono } from 'hono'

const seen = new Map<string, number>()

export const app = new Hono()

app.get('/health', context => context.json({ status: 'ok' }))

app.get('/birds', context => context.json(Object.fromEntries(seen)))

app.post('/birds/:name', context => {
  const name = context.req.param('name')
  seen.set(name, (seen.get(name) ?? 0) + 1)
  return context.json({ name, times: seen.get(name) }, 201)
})
