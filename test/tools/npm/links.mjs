#!/usr/bin/env node
// Links to files and headings: `links.mjs FILE...` reads the files as one set and prints a list of findings as JSON.
import { Writable } from 'node:stream'
import { remark } from 'remark'
import gfm from 'remark-gfm'
import validateLinks from 'remark-validate-links'
import { engine } from 'unified-engine'

const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
const findings = []
const collect = files => {
  for (const file of files)
    for (const { fatal, line, reason, ruleId } of file.messages)
      findings.push({
        file: file.history[0],
        line: line ?? 1,
        rule: ruleId ?? (fatal ? 'unreadable' : 'link'),
        message: reason,
      })
  return ''
}
await new Promise((done, failed) => {
  const options = {
    processor: remark,
    files: process.argv.slice(2),
    plugins: [gfm, [validateLinks, { repository: false }]],
  }
  engine(
    {
      ...options,
      out: false,
      detectIgnore: false,
      detectConfig: false,
      streamOut: nowhere,
      streamError: nowhere,
      reporter: collect,
    },
    error => (error ? failed(error) : done()),
  )
})
console.log(JSON.stringify(findings))
