import type { Finding, Folder, Run, Validator } from './types.ts'

export interface Verdict {
  readonly validator: string
  readonly repository: string
  readonly files: readonly string[]
  readonly findings: readonly Finding[]
  readonly milliseconds: number
}

export interface Subject {
  readonly name: string
  readonly licence: string
  readonly after: Folder
  readonly before: Folder | null
  readonly written: readonly string[]
}

/**
 * Shows a validator the written files of a repository.
 * @param runIn makes a runner of installed programs for a folder
 * @returns what it finds there and did not find in the old version of the same file; null when there is no file for it
 */
export async function judge(
  validator: Validator,
  subject: Subject,
  runIn: (dir: string) => Run,
): Promise<Verdict | null> {
  const { name, licence, after, before, written } = subject
  const look = async (folder: Folder, files: readonly string[]): Promise<readonly Finding[]> => {
    if (files.length === 0) return []
    const found = await validator.check({ ...folder, files, licence, run: runIn(folder.dir), runIn })
    return found.filter(({ file }) => files.includes(file))
  }
  const files = written.filter(file => validator.looksAt(file, after))
  if (files.length === 0) return null
  const start = performance.now()
  const found = await look(after, files)
  const suspects =
    before === null
      ? []
      : files.filter(file => before.all.includes(file) && found.some(finding => finding.file === file))
  const old = before === null ? [] : await look(before, suspects)
  return {
    validator: validator.name,
    repository: name,
    files,
    findings: validator.habits ? strange(found, old) : without(found, old),
    milliseconds: performance.now() - start,
  }
}

/** Findings of rules that the old version of the same file kept. */
function strange(found: readonly Finding[], old: readonly Finding[]): readonly Finding[] {
  return found.filter(({ file, rule }) => !old.some(other => other.file === file && other.rule === rule))
}

/** A finding that only moved to another line is the old one. */
function without(found: readonly Finding[], old: readonly Finding[]): readonly Finding[] {
  const left = old.map(signature)
  return found.filter(finding => {
    const at = left.indexOf(signature(finding))
    if (at < 0) return true
    left.splice(at, 1)
    return false
  })
}

function signature({ file, rule, message }: Finding): string {
  return [file, rule, message.replace(/\d+/g, '0')].join('\n')
}
