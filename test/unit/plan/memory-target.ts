import type { Change, EditFormat } from '../../../src/edit/types.ts'
import { buildPlan, type PlanInput } from '../../../src/plan/build.ts'
import { emptyManifest } from '../../../src/plan/manifest.ts'
import { WRITES, type Manifest, type Plan, type RenderedEdit, type RenderedFile } from '../../../src/plan/types.ts'

/** A repository in memory: what a plan says is done at once. */
export interface MemoryTarget {
  readonly files: Map<string, string>
  readonly bases: Map<string, string>
  manifest: Manifest
  plan(input: Partial<PlanInput>): Plan
  run(input: Partial<PlanInput>): Plan
}

export function memoryTarget(files: Readonly<Record<string, string>> = {}): MemoryTarget {
  const target: MemoryTarget = {
    files: new Map(Object.entries(files)),
    bases: new Map(),
    manifest: emptyManifest(),
    plan: input =>
      buildPlan({
        rendered: [],
        scope: [],
        manifest: target.manifest,
        readBase: hash => target.bases.get(hash),
        readMine: path => target.files.get(path),
        entryKind: path =>
          target.files.has(path)
            ? 'file'
            : [...target.files.keys()].some(f => f.startsWith(`${path}/`))
              ? 'directory'
              : undefined,
        files: [...target.files.keys()],
        ...input,
      }),
    run: input => {
      const plan = target.plan(input)
      for (const file of plan.files) {
        if (file.entry && file.base !== undefined) target.bases.set(file.entry.base, file.base)
        if (!WRITES.has(file.action)) continue
        if (file.after === undefined) target.files.delete(file.path)
        else target.files.set(file.path, file.after)
      }
      target.manifest = plan.manifest
      return plan
    },
  }
  return target
}

export function file(path: string, text: string, more: Partial<RenderedFile> = {}): RenderedFile {
  return { type: 'file', artifact: 'build/one', path, text, own: 'managed', executable: false, ...more }
}

export function edit(
  path: string,
  format: EditFormat,
  changes: readonly Change[],
  more: Partial<RenderedEdit> = {},
): RenderedEdit {
  return { type: 'edit', artifact: 'build/one', path, format, changes, ...more }
}

/** Lines of an ignore file as changes. */
export function lines(...names: readonly string[]): readonly Change[] {
  return names.map(name => ({ path: [name], value: true }))
}
