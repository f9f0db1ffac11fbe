import { port } from '../values.ts'
import type { View } from '../view.ts'
import type { Deployment } from './deployment.ts'

const BUILDS = /\bdockerTools\s*\.\s*(?:build|stream)(?:Layered)?Image\s*(?:rec\s*)?\{/g
const COMMAND = /\b(?:cmd|entrypoint)\s*=\s*\[([^\]]*)\]/gi
const EXPOSED = /"(\d{2,5})(?:\/tcp)?"\s*=/

/** @returns the images that expressions of Nix make without a Dockerfile: `dockerTools.buildLayeredImage { config.Cmd = [ "${api}/bin/api" ]; }` */
export function nixImages(view: View): readonly Deployment[] {
  return view.files
    .filter(path => path.endsWith('.nix') && (view.text(path) ?? '').includes('dockerTools'))
    .flatMap(path => imagesIn(view, path))
}

function imagesIn(view: View, path: string): readonly Deployment[] {
  // Comments are blanked out: what stands behind them keeps its place.
  const text = (view.text(path) ?? '').replace(/\/\*[^]*?\*\/|(?<=^|\s)#[^\n]*/g, part => part.replace(/[^\n]/g, ' '))
  const found: Deployment[] = []
  BUILDS.lastIndex = 0
  for (let match = BUILDS.exec(text); match; match = BUILDS.exec(text)) {
    const end = closing(text, BUILDS.lastIndex)
    const block = text.slice(BUILDS.lastIndex, end)
    const words = [...block.matchAll(COMMAND)].flatMap(([, list = '']) => stringsIn(list))
    const exposes = port(EXPOSED.exec(block)?.[1])
    const line = text.slice(0, match.index).split('\n').length
    found.push({
      kind: 'dockerfile',
      words,
      names: stringsIn(/\bname\s*=\s*("[^"]*")/.exec(block)?.[1] ?? ''),
      ...(exposes === undefined ? {} : { exposes }),
      evidence: view.evidence(path, line, 'image that Nix builds'),
    })
    BUILDS.lastIndex = end
  }
  return found
}

/** @returns the index of the brace that closes the one before `from` */
function closing(text: string, from: number): number {
  let depth = 1
  for (let at = from; at < text.length; at++) {
    if (text[at] === '{') depth++
    else if (text[at] === '}' && --depth === 0) return at
  }
  return text.length
}

function stringsIn(text: string): readonly string[] {
  return [...text.matchAll(/"([^"]*)"/g)].flatMap(([, value = '']) => value.split(/\s+/)).filter(word => word !== '')
}
