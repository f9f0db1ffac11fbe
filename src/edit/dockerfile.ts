import { hasBom, lineAt, withoutBom } from '../text/lines.ts'
import { baseImages, type BaseImage } from './dockerfile-read.ts'
import { splice, type Splice } from './splice.ts'
import { EditError, type Editor, type KeyPath } from './types.ts'

/**
 * Reads and changes the digests of base images. A path is the image as FROM names it, without digest; with its tag where the file
 * uses several tags of it, since each tag has a digest of its own. The value is `sha256:…`, or null for an image without digest.
 */
export const dockerfileEditor: Editor = {
  empty: '',
  get: (text, path) => {
    const uses = usesOf(withoutBom(text), path)
    const digest = uses[0]?.digest ?? null
    return uses.length === 0 ? undefined : uses.every(use => use.digest === digest) ? digest : null
  },
  set: (text, path, value) => {
    if (value !== null && !(typeof value === 'string' && /^sha256:[0-9a-f]{64}$/.test(value))) {
      throw new EditError('a digest is sha256: and 64 hexadecimal digits')
    }
    return onBody(text, body => {
      const uses = editable(body, path)
      if (uses.length === 0) throw new EditError(`no FROM uses ${nameOf(path)}`)
      return splice(body, ...uses.map(use => digestOf(use, value === null ? '' : `@${value}`)))
    })
  },
  remove: (text, path) => onBody(text, body => splice(body, ...editable(body, path).map(use => digestOf(use, '')))),
}

function onBody(text: string, edit: (body: string) => string): string {
  return (hasBom(text) ? text.slice(0, 1) : '') + edit(withoutBom(text))
}

function digestOf(use: BaseImage, text: string): Splice {
  return { start: use.at, end: use.end, text }
}

function usesOf(text: string, path: KeyPath): readonly BaseImage[] {
  const wanted = nameOf(path)
  return baseImages(text).filter(
    use => use.name === wanted || (use.tag !== undefined && `${use.name}:${use.tag}` === wanted),
  )
}

function nameOf([name, ...rest]: KeyPath): string {
  if (typeof name !== 'string' || rest.length > 0) throw new EditError('the path of a base image is its name')
  if (/[$@\s]/.test(name)) throw new EditError(`${name} is not the name of one image`)
  return name
}

/** @returns the uses of the image; throws EditError where one digest cannot be right for all of them */
function editable(text: string, path: KeyPath): readonly BaseImage[] {
  const uses = usesOf(text, path)
  for (const use of uses) {
    const line = lineAt(text, use.at)
    if (use.tag?.includes('$')) throw new EditError(`the tag of ${use.name} is only known when it is built`, line)
    if (use.tag !== uses[0]?.tag)
      throw new EditError(`${use.name} is used with several tags, and each has a digest of its own`, line)
  }
  return uses
}
