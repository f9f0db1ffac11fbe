import { expect, it, vi } from 'vitest'
import { copyOf, lazily } from '../../../src/detect/lazy.ts'

it('what is worked out later is worked out once, and only when it is read', () => {
  const work = vi.fn(() => ['a'])
  const made = lazily({ name: 'x' }, { list: work })
  const copy = copyOf<{ readonly name: string; readonly list: readonly string[] }>(made, { name: 'y' })
  expect(work).not.toHaveBeenCalled()
  expect(copy.name).toBe('y')
  expect(copy.list).toBe(made.list)
  expect(JSON.stringify(made)).toBe('{"name":"x","list":["a"]}')
  expect({ ...made }).toEqual({ name: 'x', list: ['a'] })
  expect(work).toHaveBeenCalledTimes(1)
})
