import { describe, expect, it } from 'vitest'
import { memory, overlay } from '../../../src/workspace/index.ts'

describe('a repository in memory', () => {
  it('lists what is neither ignored, nor a link, nor state of the program', () => {
    const ws = memory(
      { 'b.txt': 'b', 'a.txt': 'a', 'dist/x.js': '', 'linked/y.txt': 'y', '.prod-ready/manifest.json': '{}' },
      { ignored: ['dist/x.js'], links: ['linked'], executables: ['a.txt'] },
    )
    expect(ws.files).toEqual(['a.txt', 'b.txt'])
    expect(ws.read('dist/x.js')).toBe('')
    expect(ws.read('linked/y.txt')).toBeUndefined()
    expect(ws.stat('linked/y.txt')?.kind).toBe('link')
    expect(ws.stat('a.txt')).toEqual({ kind: 'file', size: 1, executable: true })
    expect(ws.stat('dist')?.kind).toBe('directory')
    expect(ws.git.ignored(['dist/x.js', 'a.txt'])).toEqual(['dist/x.js'])
  })

  it('answers for git with what the test gives', () => {
    expect(memory({}).git.state).toBe('none')
    expect(memory({}, { history: { branch: () => 'main' } }).git.branch()).toBe('main')
  })
})

describe('an overlay', () => {
  const base = memory(
    { 'kept.txt': 'kept', 'changed.txt': 'old', 'gone.txt': 'x', 'run.sh': 'old' },
    { executables: ['run.sh'] },
  )
  const ws = overlay(
    base,
    new Map([
      ['changed.txt', 'new'],
      ['gone.txt', undefined],
      ['new/file.txt', 'made'],
      ['run.sh', 'newer'],
    ]),
  )

  it('shows files replaced, added and gone, and leaves the base as it is', () => {
    expect(ws.files).toEqual(['changed.txt', 'kept.txt', 'new/file.txt', 'run.sh'])
    expect([ws.read('changed.txt'), ws.read('kept.txt'), ws.read('new/file.txt'), ws.read('gone.txt')]).toEqual([
      'new',
      'kept',
      'made',
      undefined,
    ])
    expect(base.read('changed.txt')).toBe('old')
    expect(base.has('gone.txt')).toBe(true)
  })

  it('tells sizes, folders and the executable bit of what it shows', () => {
    expect(ws.stat('run.sh')).toEqual({ kind: 'file', size: 5, executable: true })
    expect(ws.stat('new')?.kind).toBe('directory')
    expect(ws.stat('gone.txt')).toBeUndefined()
  })
})
