import { plain } from '../../../src/text/quote.ts'
import type { Step } from './steps.ts'
import { expression } from './yaml.ts'

/** A check that says what it finds and does not fail the job. */
export interface Reported {
  /** Id of its step. */
  readonly id: string
  readonly title: string
}

/** @returns the comment above a step that is reported only; `reason` may hold names of the repository */
export function reportedOnly(reason: string): readonly string[] {
  return wrap(`Reported only: ${plain(reason)}. To require it, remove continue-on-error.`)
}

/** @returns a last step that says on the page of the run what failed without failing it; none when everything is required */
export function reportStep(checks: readonly Reported[]): readonly Step[] {
  if (checks.length === 0) return []
  return [
    {
      name: 'Report what failed without being required',
      if: expression('${{ !cancelled() }}'),
      env: { OUTCOMES: expression(checks.map(({ id, title }) => `\${{ steps.${id}.outcome }} ${title}`).join('\n')) },
      run: expression(SCRIPT),
    },
  ]
}

const SCRIPT = [
  `printf '%s\\n' "$OUTCOMES" | while read -r outcome check; do`,
  '  if [ "$outcome" = failure ]; then',
  '    echo "::warning title=Not required yet::$check: failed, see its log"',
  '    echo "- $check: failed. It does not block yet." >> "$GITHUB_STEP_SUMMARY"',
  '  fi',
  'done',
].join('\n')

const WIDTH = 116

/** @returns `text` on lines of at most WIDTH characters, broken at spaces */
export function wrap(text: string): readonly string[] {
  const lines: string[] = []
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + word.length < WIDTH) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines
}
