import { next } from '@tram-board/shared'
import express from 'express'

const app = express()

app.get('/health', (_request, response) => {
  response.json({ status: 'ok' })
})

app.get('/next/:minute', (request, response) => {
  response.json({ leaves: next(Number(request.params.minute)) })
})

const server = app.listen(Number(process.env.PORT ?? 3000), '0.0.0.0')

process.once('SIGTERM', () => server.close())
