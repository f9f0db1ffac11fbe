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

const app = new Koa()
app.use(router.routes())
app.use(router.allowedMethods())

module.exports = app
