#!/usr/bin/env bash
# A Docker Engine of its own for the tests, as root, without systemd: Debian's package docker.io is enough.
# usage: engine.sh up STATE      starts it, or finds it running; prints the value for DOCKER_HOST
#        engine.sh down STATE    ends the one that `up` started
set -euo pipefail

docker=${DOCKER:-/usr/bin/docker}
dockerd=${DOCKERD:-/usr/sbin/dockerd}
action=${1:?up or down}
mkdir -p "${2:?folder for its state}"
state=$(cd "$2" && pwd)
export DOCKER_HOST=unix://$state/docker.sock

running() {
  "$docker" version >/dev/null 2>&1
}

up() {
  local limit
  # where a process may not raise its limits, those of the containers must not exceed the shell's own
  limit=$(ulimit -Hn)
  setsid nohup "$dockerd" --data-root "$state/data" --exec-root "$state/exec" --pidfile "$state/dockerd.pid" --host "$DOCKER_HOST" \
    --default-ulimit "nofile=$limit:$limit" --default-ulimit nproc=20000:20000 >"$state/dockerd.log" 2>&1 </dev/null &
  for _ in $(seq 120); do
    if running; then return; fi
    sleep 0.5
  done
  tail -n 5 "$state/dockerd.log" >&2
  echo "the Docker Engine does not answer ($state/dockerd.log)" >&2
  exit 1
}

case $action in
  up)
    running || up
    echo "$DOCKER_HOST"
    ;;
  down)
    if [[ -f $state/dockerd.pid ]]; then kill "$(cat "$state/dockerd.pid")"; fi
    ;;
  *)
    sed -n '2,4s/^# //p' "$0" >&2
    exit 2
    ;;
esac
