// Starts the validators: `node test/tools/run.mjs [--fast] [--install-only] [repository ...]` (see options.ts).
import { register } from 'node:module'

register('./typescript.mjs', import.meta.url)
const { main } = await import('./main.ts')
process.exitCode = await main(process.argv.slice(2)).catch(error => {
  console.error(error.message)
  return 2
})
