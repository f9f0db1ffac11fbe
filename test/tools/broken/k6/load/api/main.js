import { routes } from './routes.js'
export const options = { thresholds: { http_req_failed: ['rate<<0.01'] } }
export default function () { routes() }
