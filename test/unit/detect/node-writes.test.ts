import { describe, expect, it } from 'vitest'
import { manifest, serviceOf } from './read.ts'

const SERVER = `const express = require('express')\nrequire('./src/files')\nexpress().listen(3000)\n`

/** @returns the folders that a service writes files into whose module `src/files.js` says `code` */
async function written(code: string): Promise<readonly string[]> {
  const service = await serviceOf({
    'package.json': manifest({ dependencies: { express: '5' }, scripts: { start: 'node server.js' } }),
    'server.js': SERVER,
    'src/files.js': code,
  })
  return (service.writtenFolders ?? []).map(({ value }) => value)
}

const winston = `const winston = require('winston')\n`
const multer = `const multer = require('multer')\n`
const fs = `const fs = require('node:fs')\nconst path = require('node:path')\n`

describe('a folder that the program writes files into is known', () => {
  it.each<readonly [what: string, code: string, folder: string]>([
    ['of a log', `${winston}new winston.transports.File({ filename: 'logs/all.log' })\n`, 'logs'],
    ['of a log by its folder', `${winston}new winston.transports.File({ dirname: 'var', filename: 'a.log' })\n`, 'var'],
    [
      'of a log for each day',
      `const D = require('winston-daily-rotate-file')\nconst DailyRotateFile = D\nnew DailyRotateFile({ filename: 'logs/%DATE%.log' })\n`,
      'logs',
    ],
    ['of uploads', `${multer}multer({ dest: './uploads/' })\n`, 'uploads'],
    ['of uploads in a store', `${multer}multer.diskStorage({ destination: 'files' })\n`, 'files'],
    [
      'that a function hands on',
      `${multer}multer.diskStorage({ destination: (req, file, done) => done(null, 'up') })\n`,
      'up',
    ],
    [
      'that a method hands on',
      `${multer}multer.diskStorage({ destination(req, file, cb) {\n  cb(null, 'up/')\n} })\n`,
      'up',
    ],
    [
      'of an interceptor',
      `import { FileInterceptor } from '@nestjs/platform-express'\nFileInterceptor('file', { dest: 'in' })\n`,
      'in',
    ],
    ['of a form', `const formidable = require('formidable')\nformidable({ uploadDir: 'forms' })\n`, 'forms'],
    [
      'of logs that change their file',
      `const rfs = require('rotating-file-stream')\nrfs.createStream('a.log', { path: 'log' })\n`,
      'log',
    ],
    ['beside the code', `${fs}fs.createWriteStream(path.join(__dirname, '../logs', 'access.log'))\n`, 'logs'],
    [
      'under a name',
      `${fs}const dir = path.resolve(process.cwd(), 'journal')\nfs.createWriteStream(path.join(dir, 'a.txt'))\n`,
      'journal',
    ],
    [
      'that a variable may change',
      `${fs}const dir = process.env.LOGS || 'logs'\nfs.createWriteStream(path.join(dir, 'a.log'))\n`,
      'logs',
    ],
    ['with a name that changes', `${fs}fs.createWriteStream(\`out/\${Date.now()}.csv\`)\n`, 'out'],
    [
      'above one that changes',
      `${multer}multer.diskStorage({ destination: (req, file, done) => done(null, \`up/\${req.user}\`) })\n`,
      'up',
    ],
    ['above several that change', `${fs}fs.createWriteStream(\`out/\${year}/days/\${day}/a.csv\`)\n`, 'out'],
    ['in a template from the code', `${fs}fs.createWriteStream(\`\${__dirname}/../out/a.csv\`)\n`, 'out'],
    ['put together', `${fs}fs.createWriteStream(__dirname + '/../out/a.csv')\n`, 'out'],
    ['of the program itself', `${winston}new winston.transports.File({ filename: 'error.log' })\n`, '.'],
  ])('%s', async (_, code, folder) => {
    expect(await written(code)).toEqual([folder])
  })

  it.each<readonly [what: string, code: string]>([
    ['of the system', `${fs}fs.createWriteStream('/tmp/a.txt')\n`],
    ['that only the running program knows', `${fs}module.exports = file => fs.createWriteStream(file)\n`],
    [
      'with a name in front that only the running program knows',
      `${fs}module.exports = f => fs.createWriteStream(\`\${f}/a\`)\n`,
    ],
    ['outside of the repository', `${fs}fs.createWriteStream('../../a/b.txt')\n`],
    ['in a comment', `// new winston.transports.File({ filename: 'logs/a.log' })\n`],
    ['of something else called File', `const { File } = require('node:buffer')\nnew File([], 'logs/a.log')\n`],
  ])('but not one %s', async (_, code) => {
    expect(await written(code)).toEqual([])
  })

  it('but not one outside of its package', async () => {
    const service = await serviceOf({
      'package.json': manifest({ private: true, workspaces: ['apps/*'] }),
      'apps/api/package.json': manifest({
        name: 'api',
        dependencies: { express: '5' },
        scripts: { start: 'node server.js' },
      }),
      'apps/api/server.js': `${fs}fs.createWriteStream('../logs/a.log')\nfs.createWriteStream('own/b.log')\nrequire('express')().listen(3000)\n`,
    })
    expect(service.writtenFolders?.map(({ value }) => value)).toEqual(['own'])
  })
})
