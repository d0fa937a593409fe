# SPDX-License-Identifier: Apache-2.0
# What scenarios and sessions of test-clients are written with. Sourced by session and scenario.
# shellcheck shell=bash

# fail TEXT: ends the scenario; the text becomes its detail in the results.
fail() {
  printf '%s\n' "$*" >/tmp/detail
  printf 'failed: %s\n' "$*"
  exit 1
}

# skip TEXT: ends the scenario: this machine cannot show it.
skip() {
  printf '%s\n' "$*" >/tmp/detail
  exit 77
}

# expect CODE COMMAND...: runs the command; its output in $output, its standard error in $errors.
expect() {
  local want=$1 got=0
  shift
  output=$("$@" 2>/tmp/errors) || got=$?
  errors=$(cat /tmp/errors)
  [[ $got == "$want" ]] || fail "$(printf '%q ' "$@"): exit code $got instead of $want: ${output:0:200} $(ending)"
}

# is TEXT: the whole output of the last command.
is() {
  [[ $output == "$1" ]] || fail "output is '${output:0:300}' instead of '$1'; $(ending)"
}

# has TEXT: a part of the output of the last command.
has() {
  [[ $output == *"$1"* ]] || fail "output '${output:0:300}' lacks '$1'; $(ending)"
}

# ending: the last of the standard error of the last command.
ending() {
  tail -c 400 <<<"$errors"
}

# says TEXT: a part of the standard error of the last command, in capital or small letters.
says() {
  [[ ${errors,,} == *"${1,,}"* ]] || fail "standard error '$(ending)' lacks '$1'"
}

# eventually COMMAND...: waits until the command succeeds.
eventually() {
  local i
  for ((i = 0; i < 200; i++)); do
    ! "$@" >/dev/null 2>&1 || return 0
    sleep 0.1
  done
  fail "never came true: $*"
}

# on_terminal COMMAND...: runs the command on a terminal of its own. Its output loses the carriage returns.
on_terminal() {
  local line status=0 log
  log=$(mktemp)
  printf -v line '%q ' "$@"
  script --quiet --return --command "$line" /dev/null </dev/null >"$log" || status=$?
  tr -d '\r' <"$log"
  rm -f "$log"
  return "$status"
}

# need_controller NAME: skips the scenario where the layout has no such cgroup controller.
need_controller() {
  if [[ $LAYOUT != v1 ]]; then
    grep -qw "$1" /sys/fs/cgroup/cgroup.controllers || skip "no controller '$1' in this layout"
  else
    [[ -d /sys/fs/cgroup/$1 ]] || skip "no controller '$1' in this layout"
  fi
}

# snapshot: what must be the same before and after a scenario. Things that end while they are listed do not matter.
snapshot() {
  {
    # In the VM the kernel's threads, children of the second process, are seen and come and go.
    if [[ $LAYOUT == systemd ]]; then ps --deselect --ppid 2 -o stat=,comm=; else ps -e -o stat=,comm=; fi |
      grep -Ev ' (ps|grep|sed|sort|bash|timeout|tail|sleep|awk|find)$' | awk '$1 !~ /^Z/ { print "process " $2 }'
    awk '{ print "mount " $5 " " $(NF - 2) }' /proc/self/mountinfo
    # The common parents, which the first container makes and the last need not take away.
    find /sys/fs/cgroup -mindepth 1 -type d -printf 'cgroup %p\n' | grep -Ev '/(default|docker|libpod_parent)$'
    engine_state
  } 2>/dev/null | sort || true
}

# settle: waits until nothing changes any more, and takes that as what every scenario must leave.
settle() {
  local i
  snapshot >/tmp/before
  for ((i = 0; i < 50; i++)); do
    sleep 0.3
    snapshot >/tmp/after
    ! diff -q /tmp/before /tmp/after >/dev/null || return 0
    cp /tmp/after /tmp/before
  done
}

# nothing_left: waits a little for what ends by itself, then compares with the snapshot that was settled on.
nothing_left() {
  local i
  for ((i = 0; i < 50; i++)); do
    snapshot >/tmp/after
    [[ $(comm -13 /tmp/before /tmp/after) ]] || return 0
    sleep 0.1
  done
  return 1
}

# sweep: takes away what a failed scenario left, so that the next one starts clean.
sweep() {
  pkill -KILL -f 'conmon|containerd-shim' || true
  find /sys/fs/cgroup -name cgroup.kill -path '*/*/*/*/*/*' -exec sh -c 'case $1 in */engine/*) ;; *) echo 1 >"$1" ;; esac' sh {} \; 2>/dev/null || true
  for container in $(engine_state | sed -n 's|^state .*/||p'); do
    "$RUNTIME" ${STATE_ROOT:+--root "$STATE_ROOT"} delete --force "$container" || true
  done
  engine_clean || true
}
