import express from 'express'
import pg from 'pg'

const app = express()
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL })

app.get('/items/:id', (request, response) => {
  response.json({ id: request.params.id, name: 'lamp', price: 1200 })
})

app.get('/db', async (_request, response) => {
  const { rows } = await pool.query('select id, name, price from items where id = $1', [7])
  response.json(rows[0])
})

app.listen(Number(process.env.PORT ?? 3000), process.env.HOST)
