// Starts the measurement: `npm run bench:module [-- framework …] [--rounds N] [--seconds N] [--no-write]` (see main.ts).
import { register } from 'node:module'

register('../tools/typescript.mjs', import.meta.url)
const { main } = await import('./main.ts')
process.exitCode = await main(process.argv.slice(2)).catch(error => {
  console.error(error.message)
  return 2
})
