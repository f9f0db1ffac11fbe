import type { Context } from '../../../src/artifact/index.ts'
import type { Package } from '../../../src/detect/types.ts'
import { plain } from '../../../src/text/quote.ts'
import { printSections } from '../_common/sections.ts'
import type { Chart } from './chart.ts'

/** The action `sleep` of a hook is on from this version. */
const KUBERNETES = '>=1.30.0-0'
/** What a tag of an image can be. */
const TAG = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/
/** Longer ones are prose. */
const LONGEST = 200

/** @returns Chart.yaml */
export function manifest(ctx: Context, chart: Chart): string {
  const { id } = chart.service
  const pkg = packageOf(ctx, chart)
  const version = pkg?.version?.value
  const known = version !== undefined && TAG.test(version)
  const description = plain(pkg?.description?.value ?? '').slice(0, LONGEST)
  return printSections(
    [],
    [
      { key: 'apiVersion', about: [], value: 'v2' },
      { key: 'name', about: [], value: id },
      { key: 'description', about: [], value: description || `${id}, as it runs in a cluster` },
      { key: 'type', about: [], value: 'application' },
      { key: 'version', about: ['Of the chart: raise it when a template or a value changes.'], value: '0.1.0' },
      {
        key: 'appVersion',
        about: [
          known
            ? 'Tag of the image, unless image.tag says another one.'
            : 'No version is declared: image.tag says which image is meant.',
        ],
        value: known ? version : '0.0.0',
      },
      { key: 'kubeVersion', about: [], value: KUBERNETES },
    ],
  )
}

function packageOf(ctx: Context, { service: { service } }: Chart): Package | undefined {
  return ctx.facts.projects
    .find(project => project.path === service.project && project.ecosystem === service.ecosystem)
    ?.packages.find(pkg => pkg.path === service.path)
}
