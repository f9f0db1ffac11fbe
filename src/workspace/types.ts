/** A read-only view of a repository. All paths are relative to its root, with '/' on every platform. */
export interface Workspace {
  /** Absolute real path of the root; '' for a repository in memory. */
  readonly root: string
  /** Every regular file that git shows (tracked, or untracked and not ignored), in code-unit order; never below `.git` or `.prod-ready`. */
  readonly files: readonly string[]
  /** True when `path` is one of `files`. */
  has(path: string): boolean
  /** What the disk has at `path`, whether git ignores it or not; `link` when the path or a folder above it is a symbolic link. */
  stat(path: string): Entry | undefined
  /**
   * @returns the text (UTF-8, byte order mark kept) of a regular file inside the root; undefined for what is missing, not text,
   * larger than `maxBytes` (default 2 MiB), unreadable, or leads out through a link. The reason is in `problems`, except for "missing".
   */
  read(path: string, maxBytes?: number): string | undefined
  /** What could not be read so far, and why. */
  readonly problems: readonly Problem[]
  readonly git: History
}

export interface Entry {
  readonly kind: 'file' | 'directory' | 'link' | 'other'
  readonly size: number
  readonly executable: boolean
}

export interface Problem {
  readonly path: string
  readonly line?: number
  readonly message: string
}

/** What git knows. Every method answers with nothing when there is no git, no commit or no git program. */
export interface History {
  /** 'none': not a git work tree. 'empty': no commit yet. */
  readonly state: 'none' | 'empty' | 'present'
  readonly shallow: boolean
  /** Remotes in the order of the configuration; credentials in a URL are removed. */
  remotes(): readonly Remote[]
  /** Name of the branch that is checked out; undefined when the head is detached. */
  branch(): string | undefined
  /** Default branch as the remote's HEAD names it. */
  defaultBranch(): string | undefined
  /** The newest commits first, without merges. */
  commits(limit: number): readonly Commit[]
  /** The first commit's; undefined in a shallow clone, where it cannot be known. */
  firstCommit(): Commit | undefined
  /** Tags of commits, newest first. */
  tags(): readonly Tag[]
  /** For each author (name, e-mail after .mailmap), how many commits touched each of `files`' top folders within the newest `limit` commits. */
  touched(limit: number): readonly Touch[]
  /** Those of `paths` that are tracked and differ from the last commit, in the index or in the work tree. */
  changed(paths: readonly string[]): readonly string[]
  /** Those of `paths` that an ignore rule hides. */
  ignored(paths: readonly string[]): readonly string[]
}

export interface Remote {
  readonly name: string
  readonly url: string
}

export interface Person {
  readonly name: string
  readonly email: string
}

export interface Commit {
  readonly hash: string
  readonly author: Person
  /** Date of the author, ISO 8601 day (YYYY-MM-DD), in UTC. */
  readonly date: string
  readonly subject: string
}

export interface Tag {
  readonly name: string
  readonly hash: string
  /** Day of the tagged commit (YYYY-MM-DD, UTC). */
  readonly date: string
}

export interface Touch {
  readonly author: Person
  readonly date: string
  readonly paths: readonly string[]
}
