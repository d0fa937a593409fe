# SPDX-License-Identifier: Apache-2.0
# dockerd with its own containerd.
# shellcheck shell=bash disable=SC2034
client=docker image=tester:1 run='docker run --network none'
STATE_ROOT=/run/docker/runtime-runc/moby
# shellcheck source=tests/clients/engines/command-line.sh
. /tests/engines/command-line.sh

engine_start() {
  mkdir -p /etc/docker
  jq -n --arg runtime "$RUNTIME" --arg path "$RUNTIME_PATH" '{ iptables: false, ip6tables: false, bridge: "none",
    "exec-opts": ["native.cgroupdriver=cgroupfs"], "shutdown-timeout": 3, "storage-driver": "overlay2",
    "default-runtime": (if $runtime == "runc" then "runc" else $runtime end) }
    + (if $runtime == "runc" then {} else { runtimes: { ($runtime): { path: $path } } } end)' >/etc/docker/daemon.json
  docker --version
  dockerd >/out/dockerd.log 2>&1 &
  echo $! >/run/dockerd.pid.of-session
  eventually docker info
  docker load -i /tmp/image.tar
  docker images
  docker run --rm --network none "$image" true
  docker run --rm --network host "$image" true
}

engine_stop() {
  engine_clean
  kill "$(cat /run/dockerd.pid.of-session)"
}

engine_clean() {
  docker ps -aq | xargs -r docker rm -f
  docker volume prune -f
}

engine_state() {
  find /run/docker/runtime-* /run/docker/containerd/daemon/io.containerd.runtime.v2.task -mindepth 2 -maxdepth 2 -type d \
    -printf 'state %p\n' 2>/dev/null
}

scenario_missing_working_directory_is_made() {
  expect 0 $run --rm -w /made/for/me "$image" pwd
  is /made/for/me
}

scenario_init_process() {
  expect 0 $run --rm --init "$image" sh -c 'cat /proc/1/comm'
  has init
}

scenario_build() {
  mkdir -p /tmp/build
  printf 'FROM %s\nRUN echo built >/built && test "$(id -u)" = 0\nUSER tester\nRUN id -u >/tmp/uid\nCMD cat /built /tmp/uid\n' "$image" >/tmp/build/Dockerfile
  DOCKER_BUILDKIT=0 expect 0 docker build --network none -t built /tmp/build
  expect 0 $run --rm built
  is $'built\n1000'
  docker rmi -f built
}

scenario_live_restore_after_daemon_death() {
  expect 0 $run -d --name box --restart no "$image" service
  ready box
  kill -KILL "$(cat /run/dockerd.pid.of-session)"
  rm -f /run/docker.pid
  sleep 0.5
  dockerd --live-restore >>/out/dockerd.log 2>&1 &
  echo $! >/run/dockerd.pid.of-session
  eventually docker info
  # A daemon without live-restore ends its containers at its next start.
  eventually docker rm -f box
}
