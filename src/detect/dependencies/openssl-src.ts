import type { DependencyTrait } from '../catalogue.ts'

/** Compiles OpenSSL, which configures itself in Perl: in an image with Debian's `perl-base` alone, openssl-src misses `FindBin`. */
export const detector: DependencyTrait = {
  crates: ['openssl-src'],
  buildPackages: ['make', 'perl'],
}
