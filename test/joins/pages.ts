import { dirname, join } from '../../src/text/paths.ts'
import type { Check, Tree } from './types.ts'

/** Links of every page lead to a file, and to a heading of it where they name one. */
export const pages: Check = ({ tree, exists }) =>
  [...tree]
    .filter(([file]) => file.endsWith('.md'))
    .flatMap(([file, text]) =>
      linksIn(text).flatMap(link => {
        const [path = '', anchor] = link.split('#')
        const target = path === '' ? file : join(dirname(file), path)
        if (!exists(target)) return [{ file, what: `a link leads to ${path}, which is not there` }]
        return anchor === undefined || headingsOf(tree, target).includes(anchor)
          ? []
          : [{ file, what: `no heading ${link}` }]
      }),
    )

function linksIn(text: string): readonly string[] {
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link).filter(link => !/^[a-z]+:/.test(link))
}

/** As GitHub makes anchors of headings. */
function headingsOf(tree: Tree, file: string): readonly string[] {
  const headings = [...(tree.get(file) ?? '').matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => heading)
  return headings.map(heading =>
    heading
      .toLowerCase()
      .replace(/[^\w\s-]/g, '')
      .replace(/\s/g, '-'),
  )
}
