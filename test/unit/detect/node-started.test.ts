import { describe, expect, it } from 'vitest'
import { manifest, said, serviceOf } from './read.ts'

const SERVER = `import express from 'express'\nexpress().listen(4100)\n`

describe('a program that starts what a compiler writes', () => {
  const CONFIGURED = JSON.stringify({ compilerOptions: { rootDir: 'code', outDir: 'made' } })

  it('is read in the folder that the configuration of the compiler names', async () => {
    const service = await serviceOf({
      'package.json': manifest({ scripts: { start: 'node index.js' } }),
      'tsconfig.json': CONFIGURED,
      'index.js': `import('./made/http/server.js').then(({ run }) => run())\n`,
      'code/http/server.ts': `import { createServer } from 'node:http'\nexport const run = () => createServer(answer).listen(4100)\n`,
    })
    expect([said(service.entry), said(service.port)]).toEqual(['index.js', 4100])
  })

  it('starts with the source of the file that its script names', async () => {
    const service = await serviceOf({
      'package.json': manifest({ scripts: { start: 'node made/http/server.js' }, dependencies: { express: '5' } }),
      'tsconfig.json': CONFIGURED,
      'code/http/server.ts': SERVER,
    })
    expect([said(service.entry), said(service.port)]).toEqual(['code/http/server.ts', 4100])
  })
})

describe('a server that developers start beside its front end', () => {
  it.each([
    ['is a script of its own', `concurrently "npm:start:web" "npm:start:api"`],
    ['is a command line', `concurrently -n web,api "vite" "NODE_ENV=development tsx watch api/main.ts"`],
  ])('is found where what runs beside the other %s', async (_, start) => {
    const service = await serviceOf({
      'package.json': manifest({
        scripts: { build: 'vite build', start, 'start:web': 'vite', 'start:api': 'tsx watch api/main.ts' },
        devDependencies: { express: '5', vite: '7', react: '19', tsx: '4' },
      }),
      'index.html': '<div id="root"></div>\n',
      'api/main.ts': SERVER,
    })
    expect([service.workload.value, said(service.entry), said(service.port)]).toEqual(['http', 'api/main.ts', 4100])
  })

  it('is the program, and not the configuration that stands before it', async () => {
    const service = await serviceOf({
      'package.json': manifest({
        scripts: { start: 'node out.js', dev: 'vite-node -c vite.server.config.ts --watch api/main.ts' },
        dependencies: { express: '5' },
      }),
      'vite.server.config.ts': `export default {}\n`,
      'api/main.ts': SERVER,
    })
    expect(said(service.entry)).toBe('api/main.ts')
  })
})
