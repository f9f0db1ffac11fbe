import type { Validator } from '../types.ts'
import { ofAnyText, own, type Fault } from './plain.ts'

/** Comments that silence a validator, with what they silence; `rule` is missing where it is everything. */
const SILENCERS: readonly (readonly [tool: string, comment: RegExp])[] = [
  ['hadolint', /hadolint\s+(?:global\s+)?ignore=(?<rule>\w+)/],
  ['dockerfile-check', /#\s*check=.*skip=(?<rule>\w+)/],
  ['shellcheck', /shellcheck\s+disable=(?<rule>\w+)/],
  ['zizmor', /zizmor:\s*ignore(?:\[(?<rule>[\w-]+))?/],
  ['yamllint', /yamllint\s+disable(?:-line)?(?:\s+rule:(?<rule>[\w-]+))?/],
  ['markdownlint', /markdownlint-(?:disable|configure|capture)\S*(?:\W+(?<rule>\w+))?/],
  ['prettier', /prettier-ignore/],
  ['gitleaks', /gitleaks:allow/],
]

function silenced(line: string, at: number): readonly Fault[] {
  return SILENCERS.flatMap(([tool, comment]): readonly Fault[] => {
    const match = comment.exec(line)
    return match
      ? [[`${tool}-${match.groups?.['rule'] ?? 'all'}`, at + 1, `silences a validator: ${line.trim().slice(0, 100)}`]]
      : []
  })
}

/** Exceptions are listed in exceptions.txt, with a reason, or not made. */
export const pragmaValidator: Validator = ofAnyText(
  own(
    'pragmas',
    () => true,
    text => text.split('\n').flatMap(silenced),
  ),
)
