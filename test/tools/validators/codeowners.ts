import type { Finding, Look, Validator } from '../types.ts'

const NAME = 'codeowners'
const OWNER = /^(@[a-z\d](?:-?[a-z\d]){0,38}(?:\/[\w-]+)?|[^\s@]+@[^\s@]+\.[^\s@]+)$/i

interface Rule {
  readonly line: number
  readonly pattern: string
  readonly owners: readonly string[]
}

/**
 * GitHub's rules for CODEOWNERS (docs.github.com, "About code owners"): the last matching rule counts, and of gitignore's
 * syntax `!`, `[ ]` and `\#` do not work.
 */
function rulesOf(text: string): readonly Rule[] {
  return text.split('\n').flatMap((line, at) => {
    // a blank in a pattern is written with a backslash before it
    const [pattern, ...owners] = line.replace(/(^|\s)#.*$/, '').match(/(?:\\.|\S)+/g) ?? []
    return pattern === undefined ? [] : [{ line: at + 1, pattern, owners }]
  })
}

/** @returns a test of paths; `docs/*` holds only direct children, a name alone a folder with all that is below */
function matcher(pattern: string): (file: string) => boolean {
  const body = pattern.replace(/^\//, '').replace(/\/$/, '')
  const anchored = pattern.startsWith('/') || body.includes('/')
  const source = body.replace(/\\(.)|\*\*\/|\*\*|\*|\?|[.+^${}()|[\]\\]/g, (token, escaped?: string) => {
    if (escaped !== undefined) return literally(escaped)
    return { '**/': '(?:.*/)?', '**': '.*', '*': '[^/]*', '?': '[^/]' }[token] ?? literally(token)
  })
  const below = pattern.endsWith('/') ? '/.+' : body.endsWith('/*') ? '' : '(?:/.+)?'
  const whole = new RegExp(`^${anchored ? '' : '(?:.*/)?'}${source}${below}$`)
  return file => whole.test(file)
}

function literally(character: string): string {
  return character.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

function faultsOf(
  rule: Rule,
  earlier: readonly Rule[],
  all: readonly string[],
): readonly (readonly [string, string])[] {
  const { pattern, owners } = rule
  const faults: [string, string][] = owners
    .filter(owner => !OWNER.test(owner))
    .map(owner => ['owner', `${owner} is neither @user nor @organisation/team nor an address`])
  if (/^!|[[\]]|^\\#/.test(pattern))
    return [...faults, ['syntax', `${pattern} uses what CODEOWNERS does not know: !, [ ] or \\#`]]
  if (earlier.some(other => other.pattern === pattern)) faults.push(['duplicate', `${pattern} stands there twice`])
  if (!all.some(matcher(pattern))) faults.push(['no-file', `${pattern} matches no file`])
  return faults
}

/** Who owns a file is what the last rule that matches it says. */
function unowned(rules: readonly Rule[], all: readonly string[]): readonly string[] {
  const matchers = rules.map(({ pattern, owners }) => ({ matches: matcher(pattern), owned: owners.length > 0 }))
  return all.filter(file => matchers.findLast(({ matches }) => matches(file))?.owned !== true)
}

function check({ files, all, text }: Look): Promise<readonly Finding[]> {
  const found = files.flatMap(file => {
    const rules = rulesOf(text(file))
    const faults = rules.flatMap((rule, at) =>
      faultsOf(rule, rules.slice(0, at), all).map(([kind, message]) => ({
        file,
        line: rule.line,
        rule: `${NAME}/${kind}`,
        message,
      })),
    )
    const open = unowned(rules, all)
    if (open.length === 0) return faults
    return [
      ...faults,
      {
        file,
        line: 1,
        rule: `${NAME}/unowned`,
        message: `nobody owns ${open.slice(0, 5).join(', ')} (${open.length} files)`,
      },
    ]
  })
  return Promise.resolve(found)
}

export const codeownersValidator: Validator = {
  name: NAME,
  tool: null,
  looksAt: file => /^(\.github\/|\.gitlab\/|docs\/)?CODEOWNERS$/.test(file),
  check,
}
