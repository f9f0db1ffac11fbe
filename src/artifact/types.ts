import type { ModuleData } from '../contract/app/types.ts'
import type { Contract } from '../contract/types.ts'
import type { Evidence, Fact, Facts } from '../detect/types.ts'
import type { Change, EditFormat } from '../edit/types.ts'
import type { Workspace } from '../workspace/types.ts'

export type Category =
  | 'build'
  | 'quality'
  | 'performance'
  | 'security'
  | 'observability'
  | 'deployment'
  | 'cicd'
  | 'testing'
  | 'database'
  | 'governance'
  | 'operations'

export type ArtifactId = `${Category}/${string}`

/** file: a new file · edit: a change of an existing file · code: a change of the user's source code · doc: prose */
export type ArtifactKind = 'file' | 'edit' | 'code' | 'doc'

/** All that an artifact may look at. */
export interface Context {
  readonly ws: Workspace
  readonly facts: Facts
  readonly contract: Contract
  /** Ids of the artifacts that own `path` because an earlier run wrote it; empty for a file of the user. */
  readonly ownersOf: (path: string) => readonly string[]
}

export type Answer = string | number | boolean | readonly string[]
export type Answers = Readonly<Record<string, Answer>>

interface QuestionBase<T extends Answer> {
  /** The key of `--set key=value` and of config.yaml; artifacts that ask for the same thing share the key. */
  readonly key: string
  readonly message: string
  /** What stands for the value in a command: `<e-mail>`. */
  readonly placeholder: string
  /** Asked only when this holds; otherwise the key has no answer. `answers`: what is known of the questions before it. */
  readonly when?: (ctx: Context, answers?: Answers) => boolean
  /** What the repository says. A certain fact is the answer; any other is offered as the default at a prompt. */
  readonly known?: (ctx: Context) => Fact<T> | undefined
  /** The answer where nobody is asked and nothing is known. Left out when only the user can know. */
  readonly default?: (ctx: Context) => T | undefined
}

export interface TextQuestion extends QuestionBase<string> {
  readonly type: 'text'
  /** @returns true, or what is wrong with the value, as a sentence */
  readonly validate?: (value: string) => true | string
}

export interface ChoiceQuestion extends QuestionBase<string> {
  readonly type: 'choice'
  readonly choices: readonly string[]
}

export interface NumberQuestion extends QuestionBase<number> {
  readonly type: 'number'
  readonly min: number
  readonly max: number
  /** Digits that may stand behind the point; none unless it says so. */
  readonly decimals?: number
}

export interface BooleanQuestion extends QuestionBase<boolean> {
  readonly type: 'boolean'
}

export interface ListQuestion extends QuestionBase<readonly string[]> {
  readonly type: 'list'
  readonly validate?: (value: string) => true | string
}

export type Question = TextQuestion | ChoiceQuestion | NumberQuestion | BooleanQuestion | ListQuestion

/** Is it there already, whoever made it? `partial`: something of it is missing that the artifact would add. */
export interface Presence {
  readonly state: 'present' | 'partial' | 'absent'
  /** What was found; for `absent`, empty. */
  readonly evidence: readonly Evidence[]
  /** One sentence: what was looked for, or what is missing. */
  readonly reason: string
}

/** Text of a file: a template below `templates/` with its data, or the text itself. */
export type Content = TemplateRef | string

export interface TemplateRef {
  /** Path below `templates/`, with its suffix `.ejs` or `.hbs`; any other file is copied byte for byte. */
  readonly template: string
  readonly data: object
}

/** managed: later runs bring it up to date by three-way merge · seed: written once, the user's from then on */
export type Ownership = 'managed' | 'seed'

export interface FileOutput {
  readonly type: 'file'
  readonly path: string
  readonly content: Content
  readonly own: Ownership
  readonly executable?: boolean
}

export interface EditOutput {
  readonly type: 'edit'
  readonly path: string
  readonly format: EditFormat
  readonly changes: readonly Change[]
  /** Text of the file when it does not exist yet; without it the edit needs the file. */
  readonly seed?: string
}

/**
 * What an artifact adds to a file that several artifacts make together: the file is rendered once, with the parts of all artifacts that are
 * chosen now or own it already, and belongs to all of them.
 */
export interface PartOutput {
  readonly type: 'part'
  readonly path: string
  /** Name of the part: `<folder>/<part>.ejs`. */
  readonly part: string
  /** Folder below `templates/` with `module.ejs`, which holds the parts. */
  readonly folder: string
  /** For the templates; the same for all artifacts of the file. */
  readonly data: ModuleData
}

export type Output = FileOutput | EditOutput | PartOutput

/** protect: rules of the default branch · enforce: what is only reported so far · read: documents that need a person's eye · harden: files of the user · answer: options with what only the user knows */
export type StepGroup = 'protect' | 'enforce' | 'read' | 'harden' | 'answer'

export interface GroupedStep {
  readonly group: StepGroup
  /** What it is about, as part of a list. */
  readonly item: string
  /** The page where it is done. */
  readonly page?: string
}

export type NextStep = string | GroupedStep

/** One unit that can be added, updated and removed. */
export interface Artifact {
  readonly id: ArtifactId
  readonly category: Category
  readonly title: string
  readonly kind: ArtifactKind
  /** Why it matters, in one or two sentences. */
  readonly why: string
  /** Rows of the catalogue that it closes. */
  readonly capabilities: readonly string[]
  /** Artifacts that are added with it. */
  readonly needs?: readonly ArtifactId[]
  /** Artifacts whose files it looks for, or takes over: they are rendered before it. That spares a second round; the plan is the same without it. */
  readonly after?: readonly ArtifactId[]
  /** The same for artifacts that change what is known of the repository (scripts, commands in CI, documents): it is looked at again in between. */
  readonly afterFactsOf?: readonly ArtifactId[]
  /** Artifacts that look for its files, and whose files change what it says: it is rendered before them, and once more after them. */
  readonly againAfter?: readonly ArtifactId[]
  /** @returns true, or the reason why it does not apply to this repository */
  readonly applies: (ctx: Context) => true | string
  readonly audit: (ctx: Context) => Presence
  readonly questions: readonly Question[]
  /** What it writes; without side effects, and with an order that does not depend on the machine. */
  readonly outputs: (ctx: Context, answers: Answers) => readonly Output[]
  /** What only a person can do afterwards: an imperative sentence, or a part of one that several artifacts share. */
  readonly next?: (ctx: Context, answers: Answers) => readonly NextStep[]
}
