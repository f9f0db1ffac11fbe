const { createWriteStream, mkdirSync } = require('node:fs')
const path = require('node:path')

const Koa = require('koa')
const Router = require('@koa/router')

const found = [
  { what: 'umbrella', where: 'hall' },
  { what: 'left glove', where: 'stairs' },
]

const router = new Router()

router.get('/', ctx => {
  ctx.body = 'lost and found\n'
})

router.get('/healthz', ctx => {
  ctx.body = { status: 'ok' }
})

router.get('/found', ctx => {
  const { where } = ctx.query
  ctx.body = where === undefined ? found : found.filter(thing => thing.where === where)
})

// who asked for what is kept for a while, in case something is missed later
const ledger = path.join(__dirname, 'ledger')
mkdirSync(ledger, { recursive: true })
const questions = createWriteStream(path.join(ledger, 'questions.txt'), { flags: 'a' })

const app = new Koa()
app.use(async (ctx, next) => {
  await next()
  questions.write(`${ctx.method} ${ctx.path} ${ctx.status}\n`)
})
app.use(router.routes())
app.use(router.allowedMethods())

module.exports = app
