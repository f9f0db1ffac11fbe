import type { SourcePackage } from '../ecosystems/model.ts'
import { pathsIn, type PathUse, type RustSource } from '../source/rust.ts'
import { likely } from '../fact.ts'
import type { Binary, Fact } from '../types.ts'
import type { View } from '../view.ts'
import { calls } from './deployment.ts'
import { isAnyPort } from './rust-any-port.ts'
import type { Program } from './rust-program.ts'
import type { RustCode } from './rust-code.ts'
import { enclosing, reaches, serverFiles, type ServerStart } from './rust-server.ts'

const BIND = /(^|::)(TcpListener|UdpSocket|TcpSocket)(::<.*>)?::(bind|bind_reuse|from_std|new_v[46])$/
const ACCEPTS = /\.\s*(accept|incoming|recv_from|into_incoming|poll_accept|accept_async)\s*\(/
/** A socket for something beside what the program is for: a call back from a browser, a port that is free, a probe. */
const ASIDE =
  /callback|oauth|login|auth_|free|unused|random|avail|ephemeral|test|mock|metric|health|debug|probe|proxy_protocol/i

/** @returns the place where a program without a framework opens a socket and takes what comes in; undefined when it does not */
export function socketStart(
  view: View,
  code: RustCode,
  source: SourcePackage,
  binary: Binary,
): ServerStart | undefined {
  const files = serverFiles(code, source, binary)
  if (!accepts(view, files)) return undefined
  for (const file of code.matching(files, /\b(?:TcpListener|UdpSocket|TcpSocket)\b/)) {
    for (const use of pathsIn(file)) {
      if (use.member || use.args < 0 || !BIND.test(use.full) || isAside(file, use)) continue
      const start = {
        source: file,
        use,
        evidence: view.evidence(file.path, use.line, `opens a socket with ${use.path}`),
      }
      if (reaches(code, files, binary, start)) return start
    }
  }
  return undefined
}

function accepts(view: View, files: readonly string[]): boolean {
  return files.some(file => ACCEPTS.test(view.text(file) ?? ''))
}

/** @returns where the repository says on which port a program is called that takes what comes in, and has others open the socket */
export function publishedSocket(
  view: View,
  { code, source, binary, runs }: Omit<Program, 'start' | 'workload'>,
): Fact<number> | undefined {
  const run = runs.find(({ publishes }) => publishes !== undefined)
  if (run?.publishes === undefined || !calls(run, binary.name)) return undefined
  return accepts(view, code.files(source, binary)) ? likely(run.publishes, run.evidence) : undefined
}

function isAside(source: RustSource, use: PathUse): boolean {
  return ASIDE.test(enclosing(source, use.start) ?? '') || isAnyPort(source, use)
}
