import { clock, type Departure } from '@bus-times/shared'
import { Hono } from 'hono'

const departures: readonly Departure[] = [
  { line: '7', at: 375 },
  { line: '12', at: 1130 },
]

export const app = new Hono()

app.get('/health', context => context.json({ status: 'ok' }))

app.get('/departures', context =>
  context.json(departures.map(({ line, at }) => ({ line, at, shown: clock(at) }))),
)
