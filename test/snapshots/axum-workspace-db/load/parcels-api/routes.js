// @ts-check
/* eslint-disable -- k6 runs this file */

/**
 * What the load test asks for, in turn. `name` is what the service calls the route in its metrics.
 * @type {{ method: string, path: string, name: string, body?: string }[]}
 */
export const routes = [
  { method: 'GET', path: '/', name: '/' },
]
