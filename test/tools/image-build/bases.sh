#!/usr/bin/env bash
# Makes stand-ins of public base images from Debian packages, the npm registry and the Rust toolchain of this machine: no image registry is needed.
# usage: bases.sh WORK IMAGE...   e.g. node:24-trixie-slim gcr.io/distroless/cc-debian13:nonroot
# prints one line an image: `made`, `have`, or `alias` with what stands for a version that cannot be had here
# needs DOCKER_HOST, root, debootstrap, dpkg, npm; for rust images rustc.
#
# What the public image lacks is absent here too (no ca-certificates in debian and node, no pkg-config in rust). Different on purpose: the certificate
# authorities of this machine (CA_DIR) are in every image, so that builds work behind a proxy that looks into TLS; Rust comes without rustup; nginx,
# PostgreSQL and Redis are Debian's builds; PostgreSQL 17 keeps its data where the image of 18 does.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=${1:?folder to work in}
shift
mkdir -p "$work"
work=$(cd "$work" && pwd)
docker=${DOCKER:-/usr/bin/docker}
export CA_DIR=${CA_DIR:-/usr/local/share/ca-certificates}
export DOCKER_BUILDKIT=1 LC_ALL=C.UTF-8 npm_config_update_notifier=false
# shellcheck source=test/tools/image-build/roots.sh
. "$here/roots.sh"

# KIND PARENT ARGUMENTS of an image; KIND `alias`: PARENT stands for it
recipe() {
  case $1 in
    debian:*-slim) echo "debian - $(part "$1" 'debian:(.*)-slim')" ;;
    node:*-slim) node_recipe "$(part "$1" 'node:([0-9]+)[-.].*')" "$(part "$1" 'node:[0-9.]+-(.*)-slim')" ;;
    rust:*) rust_recipe "$1" ;;
    oven/bun:*) echo "bun debian:trixie-slim $(part "$1" 'oven/bun:([0-9.]+).*')" ;;
    gcr.io/distroless/static-debian13:nonroot) echo 'static debian:trixie-slim' ;;
    gcr.io/distroless/static-debian12:nonroot) echo 'static debian:bookworm-slim' ;;
    gcr.io/distroless/cc-debian1[23]:nonroot) echo "cc ${1/\/cc-//static-} $(suite_of "$1")" ;;
    gcr.io/distroless/nodejs*-debian13:nonroot) echo "nodejs gcr.io/distroless/cc-debian13:nonroot $(part "$1" '.*/nodejs([0-9]+)-.*')" ;;
    nginxinc/nginx-unprivileged:*) echo 'nginx debian:trixie-slim' ;;
    postgres:*) echo 'postgres debian:trixie-slim 17' ;;
    redis:*) echo 'redis debian:trixie-slim' ;;
    *) return 1 ;;
  esac
}
part() { sed -E "s|^$2\$|\\1|" <<<"$1"; }
suite_of() { case $1 in *13:*) echo trixie ;; *) echo bookworm ;; esac; }
node_recipe() { echo "node debian:$2-slim $1"; }
rust_recipe() {
  local suite=${1##*-} here_is
  here_is=$(rustc --version | cut -d ' ' -f 2)
  here_is=rust:${here_is%.*}-slim-$suite
  if [[ $1 == "$here_is" ]]; then echo "rust debian:$suite-slim"; else echo "alias $here_is"; fi
}

declare -A seen=()
make() { # IMAGE
  local image=$1 kind parent args key
  [[ -z ${seen[$image]:-} ]] || return 0
  seen[$image]=1
  read -r kind parent args < <(recipe "$image") || {
    echo "no stand-in is known for $image" >&2
    return 1
  }
  if [[ $parent != - ]]; then make "$parent"; fi
  if [[ $kind == alias ]]; then
    "$docker" tag "$parent" "$image"
    echo "alias $image = $parent"
    return
  fi
  key=$({ declare -f "root_$kind" from_npm node_of; cat "$here/bases/$kind"*; id_of "$parent"; echo "$args"; extra_ca | xargs -r cat; } 2>/dev/null | sha256sum | cut -c 1-32)
  if [[ $("$docker" image inspect --format '{{index .Config.Labels "stand-in"}}' "$image" 2>/dev/null) == "$key" ]]; then
    echo "have $image"
    return
  fi
  build "$image" "$kind" "$parent" "$key" "$args"
  echo "made $image"
}
id_of() { [[ $1 == - ]] || "$docker" image inspect --format '{{.Id}}' "$1"; }

build() { # IMAGE KIND PARENT KEY ARGUMENTS
  local context=$work/context-$2
  rm -rf "$context"
  mkdir -p "$context/root"
  # shellcheck disable=SC2086 # a list of words
  "root_$2" "$context/root" "$3" ${5:-}
  "$docker" build --quiet --tag "$1" --label "stand-in=$4" --build-arg "PARENT=$3" --build-arg "ARGUMENT=${5:-}" --build-arg "EXTRA_CA=${extra_ca_file:-}" \
    --file "$here/bases/$2.Dockerfile" "$context" >/dev/null
  rm -rf "$context"
}

for image; do make "$image"; done
