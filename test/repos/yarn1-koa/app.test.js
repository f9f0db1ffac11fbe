const assert = require('node:assert/strict')
const { once } = require('node:events')
const { test } = require('node:test')
const app = require('./app')

test('things are found by place', async t => {
  const server = app.listen(0, '127.0.0.1')
  t.after(() => server.close())
  await once(server, 'listening')
  const response = await fetch(`http://127.0.0.1:${server.address().port}/found?where=stairs`)
  assert.deepEqual(await response.json(), [{ what: 'left glove', where: 'stairs' }])
})
