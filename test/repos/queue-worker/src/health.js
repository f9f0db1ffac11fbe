import { createServer } from 'node:http'

/** Answers for the worker: 503 until it is connected, and again when it ends. */
export function answerForHealth(isReady, port) {
  const server = createServer((request, response) => {
    const known = request.url === '/healthz'
    response.writeHead(known ? (isReady() ? 200 : 503) : 404, { 'content-type': 'text/plain' })
    response.end(known ? 'labels\n' : 'not found\n')
  })
  server.listen(port)
  return server
}
