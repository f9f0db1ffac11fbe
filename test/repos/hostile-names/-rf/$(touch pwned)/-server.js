const { createServer } = require('node:http')

const port = Number(process.env.PORT ?? 4000)
const server = createServer((request, response) => response.end('ok'))
server.listen(port, '0.0.0.0')
process.once('SIGTERM', () => server.close())
process.once('SIGINT', () => server.close())
