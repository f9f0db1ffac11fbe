import { randomUUID } from 'node:crypto'
import express from 'express'
import bundle from 'express-prom-bundle'
import helmet from 'helmet'
import pg from 'pg'
import { pinoHttp } from 'pino-http'

const app = express()
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL })

app.use(
  pinoHttp({
    genReqId: (request, response) => {
      const id = request.headers['x-request-id'] ?? randomUUID()
      response.setHeader('x-request-id', id)
      return id
    },
    // as few fields as a line needs: by default all headers of both sides are in it
    serializers: {
      req: ({ id, method, url }) => ({ id, method, url }),
      res: ({ statusCode }) => ({ statusCode }),
    },
  }),
)
app.use(
  bundle({
    includeMethod: true,
    includePath: true,
    // the template: cheaper than the patterns that are tried by default
    normalizePath: request => `${request.baseUrl}${request.route?.path ?? ''}`,
    promClient: { collectDefaultMetrics: {} },
  }),
)
app.use(helmet())

app.get('/items/:id', (request, response) => {
  response.json({ id: request.params.id, name: 'lamp', price: 1200 })
})

app.get('/db', async (_request, response) => {
  const { rows } = await pool.query('select id, name, price from items where id = $1', [7])
  response.json(rows[0])
})

app.listen(Number(process.env.PORT ?? 3000), process.env.HOST)
