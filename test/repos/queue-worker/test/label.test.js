import assert from 'node:assert/strict'
import { test } from 'node:test'
import { labelOf } from '../src/label.js'

test('a label has the address in capitals', () => {
  assert.equal(labelOf({ name: 'Ida Fern', street: ' Mill Lane 3 ', town: 'Oddby' }), 'IDA FERN\nMILL LANE 3\nODDBY')
})

test('a parcel without a town has no label', () => {
  assert.throws(() => labelOf({ name: 'Ida Fern', street: 'Mill Lane 3', town: '' }), /no town/)
})
