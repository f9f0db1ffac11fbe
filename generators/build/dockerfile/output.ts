import type { Context } from '../../../src/artifact/index.ts'
import type { Service } from '../../../src/detect/types.ts'
import { isInside, join, normalize } from '../../../src/text/paths.ts'

/**
 * @returns folder of what a build writes, relative to the package: as detected, else the folder of the file that is started, when only
 * a build can make it; undefined when neither is known
 */
export function outputFolder(
  ctx: Context,
  { path, outputDir, buildScript, startCommand }: Service,
): string | undefined {
  if (outputDir) return normalize(outputDir.value)
  if (!buildScript) return undefined
  const file = startCommand?.value
    .slice(1)
    .find(
      word => /^[\w./@-]+$/.test(word) && word.includes('/') && !word.startsWith('-') && !word.includes('node_modules'),
    )
  const top = normalize(file ?? '')?.split('/')[0]
  return top === undefined || top === '.' || ctx.ws.files.some(tracked => isInside(tracked, join(path, top)))
    ? undefined
    : top
}
