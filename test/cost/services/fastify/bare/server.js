import Fastify from 'fastify'
import pg from 'pg'

const app = Fastify()
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL })

app.get('/items/:id', async request => ({ id: request.params.id, name: 'lamp', price: 1200 }))

app.get('/db', async () => {
  const { rows } = await pool.query('select id, name, price from items where id = $1', [7])
  return rows[0]
})

await app.listen({ port: Number(process.env.PORT ?? 3000), host: process.env.HOST })
