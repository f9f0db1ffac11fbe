import { expect, it } from 'vitest'
import { contextOf } from '../../support/context.ts'
import { manifest, type Files } from '../detect/read.ts'

const service = (path: string, name: string): Files => ({
  [`${path}package.json`]: manifest({ name, scripts: { start: 'node index.js' }, dependencies: { express: '5' } }),
  [`${path}index.js`]: `require('express')().listen(3000)\n`,
})

const both: Files = {
  'package.json': manifest({
    name: 'shop',
    scripts: { start: 'node index.js', worker: 'node worker.js' },
    dependencies: { express: '5', bullmq: '5' },
  }),
  'index.js': `require('express')().listen(3000)\n`,
  'worker.js': `const { Worker } = require('bullmq')\nnew Worker('mail', async () => {})\n`,
}

const names = async (files: Files): Promise<readonly string[]> =>
  (await contextOf(files)).contract.services.map(({ id }) => id)

const LONG = 'x'.repeat(60)

it.each<[string, Files, readonly string[]]>([
  ['by their own, where these differ', { ...service('a/', 'left'), ...service('b/', 'right') }, ['left', 'right']],
  [
    'by their folder, where they share one',
    { ...service('', 'shop'), ...service('kits/plain/', 'shop'), ...service('kits/full/', 'shop') },
    ['shop', 'shop-full', 'shop-plain'],
  ],
  ['by what they do, where they share the folder as well', both, ['shop', 'shop-worker']],
  [
    'by a number, where the folders share one too',
    { ...service('a/web/', 'shop'), ...service('b/web/', 'shop') },
    ['shop-web', 'shop-web-2'],
  ],
  [
    'never by more than a release of Helm may have',
    { ...service('a/', LONG), ...service('b/', LONG) },
    [`${'x'.repeat(48)}-a`, `${'x'.repeat(48)}-b`],
  ],
])('services are called %s', async (_, files, wanted) => {
  expect(await names(files)).toEqual(wanted)
})
