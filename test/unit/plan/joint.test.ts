import { expect, test } from 'vitest'
import { file, memoryTarget } from './memory-target.ts'

const PATH = 'src/module.ts'
const joint = (artifact: string, text: string) => file(PATH, text, { artifact, joint: true })

test('a file that several artifacts make together belongs to all of them', () => {
  const target = memoryTarget()
  target.run({ rendered: [joint('build/b', 'ab\n'), joint('build/a', 'ab\n')] })
  expect(target.files.get(PATH)).toBe('ab\n')
  expect(target.manifest.files[PATH]?.artifacts).toEqual(['build/a', 'build/b'])
})

test('without the part of one of them it stays, with the other', () => {
  const target = memoryTarget()
  target.run({ rendered: [joint('build/a', 'ab\n'), joint('build/b', 'ab\n')] })
  target.run({ rendered: [joint('build/b', 'b\n')], scope: ['build/a'], remove: ['build/a'] })
  expect(target.files.get(PATH)).toBe('b\n')
  expect(target.manifest).toMatchObject({ artifacts: ['build/b'], files: { [PATH]: { artifacts: ['build/b'] } } })
  target.run({ rendered: [], scope: ['build/b'], remove: ['build/b'] })
  expect(target.files.has(PATH)).toBe(false)
})

test('what the user has changed in it survives another part', () => {
  const target = memoryTarget()
  target.run({ rendered: [joint('build/a', 'one\ntwo\nthree\n')] })
  target.files.set(PATH, 'one, mine\ntwo\nthree\n')
  target.run({ rendered: [joint('build/a', 'one\ntwo\nthree\nfour\n'), joint('build/b', 'one\ntwo\nthree\nfour\n')] })
  expect(target.files.get(PATH)).toBe('one, mine\ntwo\nthree\nfour\n')
})

test('two artifacts that want different texts, or do not share the file, are an error', () => {
  const plan =
    (...texts: readonly ReturnType<typeof file>[]) =>
    () =>
      memoryTarget().plan({ rendered: texts })
  expect(plan(joint('build/a', 'a\n'), joint('build/b', 'b\n'))).toThrow(/is written by build\/a and by build\/b/)
  expect(plan(joint('build/a', 'a\n'), file(PATH, 'a\n', { artifact: 'build/b' }))).toThrow(/is written by/)
})
