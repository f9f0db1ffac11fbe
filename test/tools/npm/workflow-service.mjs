#!/usr/bin/env node
// What GitHub's own editor service says about workflows: `workflow-service.mjs FILE...` prints a list of findings as JSON.
import { readFileSync } from 'node:fs'
import { validate } from '@actions/languageservice'
import { TextDocument } from 'vscode-languageserver-textdocument'

/** Most messages have no code: what they say, as a name. */
const named = message =>
  message
    .toLowerCase()
    .replace(/[^\w]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 80)

const findings = []
for (const file of process.argv.slice(2)) {
  const document = TextDocument.create(`file:///${file}`, 'yaml', 0, readFileSync(file, 'utf8'))
  for (const { code, message, range } of await validate(document, {})) {
    findings.push({ file, line: range.start.line + 1, rule: code ?? named(message), message })
  }
}
console.log(JSON.stringify(findings))
