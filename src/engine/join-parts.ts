import type { PartOutput } from '../artifact/types.ts'
import type { ModuleData } from '../contract/app/types.ts'
import type { RenderedFile } from '../plan/types.ts'
import { byCodeUnit, join } from '../text/paths.ts'
import type { Workspace } from '../workspace/types.ts'
import { formatCode } from './format.ts'
import { renderIn } from './render.ts'
import { inDialect } from './script-dialect.ts'

/** What one artifact adds to a file that several make. */
export interface Part {
  readonly artifact: string
  readonly output: PartOutput
}

/**
 * Renders each file that artifacts make together, once: `module.ejs` of its folder, in which a line `//# gather <section>` stands for the sections
 * of that name (`//# <section>`) of all parts, in the order of the module. A part without a template of its name is only told to the others.
 * @returns the file for each artifact that has a part in it
 */
export async function joinParts(ws: Workspace, parts: readonly Part[]): Promise<readonly RenderedFile[]> {
  const files: RenderedFile[] = []
  for (const path of [...new Set(parts.map(part => part.output.path))].sort(byCodeUnit)) {
    const all = parts.filter(part => part.output.path === path)
    const [first] = all
    if (!first) continue
    const { data, folder } = first.output
    const text = moduleText(folder, data, [...new Set(all.map(part => part.output.part))])
    const laidOut =
      data.dialect === 'rust' ? text : await formatCode(ws, path, inDialect(text, data.dialect), data.style)
    const artifacts = [...new Set(all.map(part => part.artifact))]
    files.push(
      ...artifacts.map(artifact => ({
        ...{ type: 'file' as const, artifact, path, text: laidOut, own: 'managed' as const },
        executable: false,
        joint: true as const,
      })),
    )
  }
  return files
}

const GATHER = /^[ \t]*\/\/# gather (\S+)\n/gm

function moduleText(folder: string, data: ModuleData, chosen: readonly string[]): string {
  const present = new Set([...data.always, ...chosen])
  const parts = data.order.filter(name => present.has(name))
  const known = { ...data, parts, has: (name: string) => present.has(name), include: includeWith }
  /** Text that the modules of several frameworks share: `templates/app/<name>.ejs` */
  function includeWith(name: string, more: object = {}): string {
    return renderIn(`app/${name}.ejs`, { ...known, ...more })
  }
  const sections = parts.flatMap(name => sectionsOf(renderIn(join(folder, `${name}.ejs`), known)))
  const skeleton = renderIn(`${folder}/module.ejs`, known)
  const joined = skeleton.replace(GATHER, (_, name: string) =>
    sections
      .filter(section => section.name === name)
      .map(section => section.text)
      .join(''),
  )
  return joined.replace(/\n{3,}/g, '\n\n')
}

interface Section {
  readonly name: string
  readonly text: string
}

/** Blank lines at both ends of a section belong to the template; an empty line between sections is asked for with `//# <section> apart`. */
function sectionsOf(text: string): readonly Section[] {
  return text
    .split(/^[ \t]*\/\/# (?=\S)/m)
    .slice(1)
    .flatMap(block => {
      const end = block.indexOf('\n')
      const [name = '', apart] = block.slice(0, end).trim().split(' ')
      const body = block.slice(end + 1).replace(/^\n+|\s+$/g, '')
      return body === '' ? [] : [{ name, text: `${apart === 'apart' ? '\n' : ''}${body}\n` }]
    })
}
