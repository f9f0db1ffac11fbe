import { describe, expect, it } from 'vitest'
import { factsOf, manifest, said, serviceOf, type Files } from './read.ts'

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

describe('a script with the name of production', () => {
  const started = async (production: string): Promise<unknown> => {
    const service = await serviceOf({
      'package.json': manifest({ scripts: { production, start: 'node app.js' }, dependencies: { express: '5' } }),
      'app.js': SERVER,
      'other.js': SERVER,
    })
    return said(service.startScript)
  }

  it.each(['NODE_ENV=production', 'export NODE_ENV=production TZ=UTC', 'cross-env NODE_ENV=production'])(
    'does not start the service where it only sets variables: %j',
    async line => {
      expect(await started(line)).toBe('start')
    },
  )

  it('starts the service where a program stands behind its variables', async () => {
    expect(await started('NODE_ENV=production node other.js')).toBe('production')
  })
})

describe('a server that developers start beside its front end', () => {
  it.each([
    ['is a script of its own', `concurrently "npm:start:web" "npm:start:api"`],
    ['is a command line', `concurrently -n web,api "vite" "NODE_ENV=development tsx watch api/main.ts"`],
  ])('is found where what runs beside the other %s', async (_, start) => {
    const { services } = await factsOf({
      'package.json': manifest({
        scripts: { build: 'vite build', start, 'start:web': 'vite', 'start:api': 'tsx watch api/main.ts' },
        devDependencies: { express: '5', vite: '7', react: '19', tsx: '4' },
      }),
      'index.html': '<div id="root"></div>\n',
      'api/main.ts': SERVER,
    })
    expect(services.map(it => [it.workload.value, said(it.entry), said(it.port)])).toEqual([
      ['http', 'api/main.ts', 4100],
      ['static', undefined, undefined],
    ])
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

describe('another server of a package', () => {
  const files = (script: string): Files => ({
    'package.json': manifest({
      scripts: { 'start:prod': 'node dist/main', [script]: 'node dist/live/socket' },
      dependencies: { express: '5' },
    }),
    Dockerfile: 'FROM node:22\nCOPY . .\nEXPOSE 4100\nCMD ["npm", "run", "start:prod"]\n',
    'src/main.ts': `import express from 'express'\nimport { rooms } from './live/rooms'\nexpress().listen(4100)\n`,
    'src/live/rooms.ts': `export const rooms = new Map()\n`,
    'src/live/socket.ts': `import express from 'express'\nimport { rooms } from './rooms'\nexpress().listen(process.env.SOCKET_PORT || 4200)\n`,
  })

  it('is found where a script starts it in production, with a port of its own that no image contradicts', async () => {
    const { services, problems } = await factsOf(files('socket:prod'))
    expect(services.map(it => [said(it.entry), said(it.startScript), said(it.port)])).toEqual([
      ['src/main.ts', 'start:prod', 4100],
      ['src/live/socket.ts', 'socket:prod', 4200],
    ])
    expect(problems).toEqual([])
  })

  it.each(['socket:dev', 'start:socket', 'test:prod'])('is none where only %s starts it', async script => {
    const { services } = await factsOf(files(script))
    expect(services).toHaveLength(1)
  })
})

describe('a small server that the image of a worker starts in the background', () => {
  const files = (command: string): Files => ({
    'package.json': manifest({ scripts: { start: 'node main.js' }, dependencies: { express: '5' } }),
    'main.js': `require('express')().listen(4100)\n`,
    'ops/Dockerfile': `FROM node:22\nCOPY . .\nCOPY ops/probe/package.json ops/probe/probe.js /probe/\nCMD ["sh", "-c", "${command}"]\n`,
    'ops/probe/package.json': manifest({
      name: 'probe',
      scripts: { start: 'node probe.js' },
      dependencies: { express: '5' },
    }),
    'ops/probe/probe.js': `require('express')().listen(4200)\n`,
  })

  it('is no service of its own', async () => {
    const { services, nonServices } = await factsOf(files('node /probe/probe.js & npm start'))
    expect(services.map(({ name }) => name.value)).toEqual(['api'])
    expect(nonServices.map(({ reason }) => reason)).toEqual([
      'a helper that the image of another program starts beside it',
    ])
  })

  it('is one where the image starts nothing else', async () => {
    const { services } = await factsOf(files('npm ci && node /probe/probe.js'))
    expect(services.map(({ name }) => name.value).sort()).toEqual(['api', 'probe'])
  })
})

describe('the script that starts a service', () => {
  const files = (scripts: object, image = 'CMD ["node", "lib/app.js"]'): Files => ({
    'package.json': manifest({ scripts, dependencies: { express: '5' } }),
    Dockerfile: `FROM node:22\nCOPY . .\n${image}\n`,
    'lib/app.js': `require('express')().listen(4100)\n`,
    'app.js': `require('./lib/app')\n`,
  })

  it.each([
    ['of one that builds first', { prod: 'npm ci && node lib/app.js', start: 'node lib/app.js' }],
    [
      'of one with variables of somebody',
      { prod: 'env-cmd -f my.env node lib/app.js 0.0.0.0', start: 'node lib/app.js' },
    ],
  ])('is the one that does what the image does, instead %s', async (_, scripts) => {
    expect(said((await serviceOf(files(scripts))).startScript)).toBe('start')
  })

  it('is the one for production where the image tells nothing', async () => {
    const service = await serviceOf(
      files({ prod: 'node lib/app.js 0.0.0.0', start: 'node lib/app.js' }, 'CMD ["./run"]'),
    )
    expect(said(service.startScript)).toBe('prod')
  })

  it('runs a file of the folder lib where it lies there as it is named', async () => {
    expect(said((await serviceOf(files({ start: 'node lib/app.js' }))).entry)).toBe('lib/app.js')
  })

  it('is none where it says that it is for development', async () => {
    const service = await serviceOf(files({ start: 'NODE_ENV=development node lib/app.js' }))
    expect(service.startScript).toBeUndefined()
  })
})

describe('a start script that hands over to a shell', () => {
  const started = async (start: string, shell: string): Promise<Awaited<ReturnType<typeof factsOf>>> =>
    factsOf({
      'package.json': manifest({ scripts: { start }, dependencies: { express: '5' }, bin: { desk: 'app/desk.js' } }),
      'scripts/start.sh': shell,
      'scripts/start': `#!/bin/sh\n${shell}`,
      'app/desk.js': SERVER,
      'app/keys.js': `import { writeFileSync } from 'node:fs'\nwriteFileSync('key', '1')\n`,
      'app/mail.js': `import express from 'express'\nexpress().listen(4200)\n`,
    })
  const SHELL = `#!/usr/bin/env bash\nset -eu\nnode app/keys.js\nnode app/mail.js &\nMAIL=$!\nnode ./app/desk.js\nkill $MAIL\n`

  it.each([
    ['a file that a shell reads', 'bash -e scripts/start.sh', SHELL],
    ['a file that starts by itself', 'NODE_ENV=production scripts/start.sh 2>&1', SHELL],
    ['a file without an ending', './scripts/start', SHELL],
    ['a line', `sh -c 'node app/desk.js'`, ''],
    [
      'a program in its place',
      './scripts/start.sh',
      'if [ -n "$DEBUG" ]; then set -x; fi\nexec node \\\n  app/desk.js\n',
    ],
    ['a condition', './scripts/start.sh', 'if true\nthen node app/desk.js\nfi\n'],
  ])('is followed into %s', async (_, start, shell) => {
    const { services } = await started(start, shell)
    expect(services.map(service => [said(service.entry), said(service.port)])).toEqual([['app/desk.js', 4100]])
  })

  it.each([
    ['what goes on beside it alone', 'node app/desk.js &\n'],
    ['what is only spoken of', '# node app/desk.js\necho "node app/desk.js"\n'],
  ])('starts nothing with %s', async (_, shell) => {
    expect((await started('scripts/start.sh', shell)).services).toEqual([])
  })

  it('is not certain to be all that the file does', async () => {
    const [service] = (await started('scripts/start.sh', 'export PORT=1\nnode app/desk.js\n')).services
    expect(service?.startCommand).toMatchObject({ value: ['node', 'app/desk.js'], certainty: 'likely' })
  })
})
