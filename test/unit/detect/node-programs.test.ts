import { describe, expect, it } from 'vitest'
import { manifest, said, serviceOf, type Files } from './read.ts'

describe('a server that a framework makes from settings', () => {
  it('is found where the settings are a manifest that hapi glues together, with the port of the manifest', async () => {
    const service = await serviceOf({
      'package.json': manifest({
        main: 'lib/index.js',
        scripts: { start: 'node server' },
        devDependencies: { '@hapi/hapi': '21', '@hapi/glue': '9' },
      }),
      'lib/index.js': `exports.plugin = { name: 'own', register: async server => {} }\n`,
      'server/index.js': `const Glue = require('@hapi/glue')\nconst Manifest = require('./manifest')\nGlue.compose(Manifest.get('/')).then(server => server.start())\n`,
      'server/manifest.js': `module.exports = new Store({ server: { port: { $param: 'PORT', $default: 3400 } } })\n`,
    })
    expect(said(service.framework)).toBe('hapi 21')
    expect([said(service.port), said(service.portVariable)]).toEqual([3400, 'PORT'])
  })

  const LIFTED: readonly (readonly [string, Files, string, number])[] = [
    [
      'Sails, which the program lifts',
      {
        'package.json': manifest({
          main: 'app.js',
          scripts: { start: 'nodemon', 'start:prod': 'NODE_ENV=production node app.js --prod' },
          dependencies: { sails: '1' },
        }),
        'app.js': `const sails = require('sails')\nsails.lift(require('sails/accessible/rc')('sails'))\n`,
      },
      'sails 1',
      1337,
    ],
  ]
  it.each(LIFTED)('is found for %s', async (_, files, framework, port) => {
    const service = await serviceOf(files)
    expect([said(service.framework), said(service.port), service.workload.value]).toEqual([framework, port, 'http'])
  })
})
