import type { Suite } from '../../../src/contract/images.ts'
import { byCodeUnit } from '../../../src/text/paths.ts'

/**
 * Version of Debian packages up to the part that stays the same within a Debian release, for trixie and bookworm: an image that is
 * built on another release by mistake then fails instead of linking against another library. Read with `apt-cache policy`.
 */
const VERSIONS: Readonly<Record<string, readonly [trixie: string, bookworm: string]>> = {
  'ca-certificates': ['20*', '20*'],
  clang: ['1:19', '1:14'],
  cmake: ['3', '3'],
  curl: ['8', '7'],
  ffmpeg: ['7:7', '7:5'],
  'g++': ['4:14', '4:12'],
  git: ['1:2', '1:2'],
  'libcairo2-dev': ['1', '1'],
  'libclang-dev': ['1:19', '1:14'],
  'libcurl4-openssl-dev': ['8', '7'],
  'libkrb5-dev': ['1', '1'],
  'libmariadb-dev': ['1:11', '1:10'],
  libmariadb3: ['1:11', '1:10'],
  'libpango1.0-dev': ['1', '1'],
  'libpq-dev': ['17', '15'],
  libpq5: ['17', '15'],
  'libprotobuf-dev': ['3', '3'],
  'librdkafka-dev': ['2', '2'],
  librdkafka1: ['2', '2'],
  'librsvg2-dev': ['2', '2'],
  'libsasl2-2': ['2', '2'],
  'libsasl2-dev': ['2', '2'],
  'libsqlite3-0': ['3', '3'],
  'libsqlite3-dev': ['3', '3'],
  'libssl-dev': ['3', '3'],
  libssl3: ['3', '3'],
  libssl3t64: ['3', '3'],
  'libvips-dev': ['8', '8'],
  lld: ['1:19', '1:14'],
  make: ['4', '4'],
  mold: ['2', '1'],
  nasm: ['2', '2'],
  openssl: ['3', '3'],
  perl: ['5', '5'],
  'pkg-config': ['1', '1'],
  'protobuf-compiler': ['3', '3'],
  python3: ['3', '3'],
  tini: ['0', '0'],
  unixodbc: ['2', '2'],
  'unixodbc-dev': ['2', '2'],
  'zlib1g-dev': ['1:1', '1:1'],
}

/** Packages whose name changed with trixie, where 64-bit time came. */
const RENAMED: Readonly<Record<string, string>> = {
  libssl3: 'libssl3t64',
  libcurl4: 'libcurl4t64',
  libvips42: 'libvips42t64',
}

/** @returns what `apt-get install` is given for these packages: names with the version they have in the release, each once, in order */
export function aptPackages(names: readonly string[], suite: Suite): readonly string[] {
  const wanted = names.map(name =>
    suite === 'trixie' && Object.hasOwn(RENAMED, name) ? (RENAMED[name] ?? name) : name,
  )
  return [...new Set(wanted)].sort(byCodeUnit).map(name => {
    const version = Object.hasOwn(VERSIONS, name) ? VERSIONS[name]?.[suite === 'trixie' ? 0 : 1] : undefined
    return version === undefined ? name : `${name}=${version.endsWith('*') ? version : `${version}.*`}`
  })
}

/** @returns the values that may be names of Debian packages: anything else is kept out of a shell line */
export function packageNames(facts: readonly { readonly value: string }[]): readonly string[] {
  return facts.map(fact => fact.value).filter(name => /^[a-z0-9][a-z0-9+.-]+$/.test(name))
}
