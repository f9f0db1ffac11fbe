/** A read-only view of a repository: on disk, in memory (tests), or with files replaced. */
export { openDisk } from './disk.ts'
export { memory, type MemoryOptions } from './memory.ts'
export { overlay } from './overlay.ts'
export type * from './types.ts'
