// Loaded before the program (NODE_OPTIONS=--import): writes what it used of the machine to METER_FILE when it ends.
import { writeFileSync } from 'node:fs'

process.on('exit', () => writeFileSync(process.env.METER_FILE, JSON.stringify(process.resourceUsage())))
