# SPDX-License-Identifier: Apache-2.0
# podman with conmon.
# shellcheck shell=bash disable=SC2034
client=podman image=docker.io/library/tester:1 run='podman run --network none'
STATE_ROOT=
export PODMAN_IGNORE_CGROUPSV1_WARNING=1
# shellcheck source=tests/clients/engines/command-line.sh
. /tests/engines/command-line.sh

engine_start() {
  local default_limit='' manager=cgroupfs
  [[ $LAYOUT != systemd ]] || manager=systemd
  mkdir -p /etc/containers
  # podman asks for a limit of 2048 processes by itself.
  [[ $LAYOUT == v1 ]] || grep -qw pids /sys/fs/cgroup/cgroup.controllers || default_limit='pids_limit = 0'
  cat >/etc/containers/containers.conf <<CONF
[engine]
runtime = "$RUNTIME"
cgroup_manager = "$manager"
events_logger = "file"
runtime_supports_json = ["crun", "runc", "ocirt"]
runtime_supports_nocgroup = ["crun", "ocirt"]
[engine.runtimes]
$RUNTIME = ["$RUNTIME_PATH"]
[containers]
log_driver = "k8s-file"
$default_limit
CONF
  printf '[storage]\ndriver = "overlay"\nrunroot = "/run/containers/storage"\ngraphroot = "/var/lib/containers/storage"\n' \
    >/etc/containers/storage.conf
  podman --version
  podman load -i /tmp/image.tar
  # Makes what podman keeps between containers: its mounts and directories.
  podman run --rm --network none "$image" true
}

engine_stop() {
  podman rm -f -a -t 0
}

engine_clean() {
  podman rm -f -a -t 0
  podman volume prune -f
}

engine_state() {
  find /run/"$RUNTIME" -mindepth 1 -maxdepth 1 -type d -regex '.*/[0-9a-f]*' -printf 'state %p\n' 2>/dev/null
}

scenario_user_namespace() {
  expect 0 $run --rm --uidmap 0:100000:65536 --gidmap 0:100000:65536 "$image" sh -c 'id -u; cat /proc/self/uid_map'
  has 100000
}

scenario_user_namespace_exec() {
  expect 0 $run -d --name box --uidmap 0:100000:65536 --gidmap 0:100000:65536 "$image" service
  expect 0 podman exec box sh -c 'id -u; cat /proc/self/uid_map'
  has 100000
}

scenario_preserved_descriptors() {
  echo from-descriptor >/tmp/descriptor
  exec 3</tmp/descriptor
  expect 0 $run --rm --preserve-fds 1 "$image" sh -c 'cat <&3'
  exec 3<&-
  is from-descriptor
}

scenario_only_three_descriptors() {
  expect 0 $run --rm "$image" sh -c 'ls /proc/self/fd | wc -l; ls -l /proc/self/fd'
  # 0, 1, 2 and that of ls itself.
  [[ ${output%%$'\n'*} == 4 ]] || fail "open: $output"
}

scenario_timezone_and_umask() {
  expect 0 $run --rm --umask 0077 "$image" sh -c umask
  is 0077
}

scenario_init_process() {
  install -m 755 /usr/bin/docker-init /usr/libexec/podman/catatonit 2>/dev/null || skip 'no init program'
  expect 0 $run --rm --init "$image" sh -c 'cat /proc/1/comm'
}

scenario_health_check() {
  expect 0 $run -d --name box --health-cmd 'test -e /bin/sh' --health-interval disable "$image" service
  expect 0 podman healthcheck run box
}

scenario_notify_ready() {
  expect 0 $run -d --name box --sdnotify container "$image" service
  expect 0 status box
  is running
}

scenario_cgroups_disabled() {
  expect 0 $run --rm --cgroups disabled "$image" echo free
  is free
}

scenario_pod() {
  expect 0 podman pod create --infra=false --name group
  expect 0 $run -d --pod group --name box "$image" service
  expect 0 podman pod kill group
  expect 0 podman pod rm -f group
}

scenario_tmpcopyup() {
  expect 0 $run --rm --mount type=tmpfs,destination=/etc,tmpcopyup "$image" cat /etc/passwd
  has tester
}

scenario_overlay_volume() {
  mkdir -p /tmp/lower
  echo lower >/tmp/lower/file
  expect 0 $run --rm -v /tmp/lower:/data:O "$image" sh -c 'cat /data/file; echo changed >/data/file; cat /data/file'
  is $'lower\nchanged'
  [[ $(cat /tmp/lower/file) == lower ]] || fail "the lower layer changed"
}

scenario_image_volume() {
  expect 0 $run --rm --mount "type=image,source=$image,destination=/img" "$image" cat /img/etc/passwd
  has tester
}

scenario_rootfs_directory() {
  mkdir -p /tmp/plain/{bin,proc,sys,dev,etc,run,tmp}
  cp /bin/busybox /tmp/plain/bin/
  ln -sf busybox /tmp/plain/bin/echo
  expect 0 $run --rm --rootfs /tmp/plain /bin/echo plain
  is plain
}

scenario_runtime_by_path() {
  # A runtime given by its path gets no JSON log: its message comes through standard error.
  expect 126 ${run/podman/podman --runtime $RUNTIME_PATH} --rm "$image" /bin/not-executable
  says denied
  expect 0 ${run/podman/podman --runtime $RUNTIME_PATH} --rm "$image" echo hello
  is hello
}

scenario_message_is_no_raw_json() {
  expect 126 $run --rm "$image" /bin/not-executable
  [[ $errors != *'{"level'* && $errors != *'"msg"'* ]] || fail "the message is raw JSON: $errors"
}
