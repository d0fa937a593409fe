# SPDX-License-Identifier: Apache-2.0
# Cgroups of their own for tests that compare the machine before and after, in the layout that they ask for. Sourced
# by other scripts.
# shellcheck shell=bash

# enter_own_cgroup NAME: makes a cgroup in every hierarchy of the host and goes into it. With 'unshare --cgroup' behind
# it, that is the root of what is seen.
enter_own_cgroup() {
  local hierarchy type
  while read -r _ hierarchy type _; do
    [[ $type == cgroup || $type == cgroup2 ]] || continue
    mkdir -p "$hierarchy/$1"
    # A new cpuset of version 1 has no CPUs and takes no process.
    if [[ $type == cgroup && -e $hierarchy/$1/cpuset.cpus ]]; then
      cat "$hierarchy/cpuset.cpus" >"$hierarchy/$1/cpuset.cpus"
      cat "$hierarchy/cpuset.mems" >"$hierarchy/$1/cpuset.mems"
    fi
    echo $$ >"$hierarchy/$1/cgroup.procs"
  done </proc/self/mounts
}

# mount_cgroups v1|v2 DIRECTORY: mounts the hierarchies that the cgroup namespace shows, all of version 1 or the one
# of version 2.
mount_cgroups() {
  local controllers none
  if [[ $1 == v2 ]]; then
    mount -t cgroup2 -o nosuid,nodev,noexec cgroup2 "$2"
    return
  fi
  mount -t tmpfs -o mode=755 tmpfs "$2"
  while IFS=: read -r _ controllers _; do
    [[ $controllers ]] || continue
    mkdir "$2/${controllers#name=}"
    [[ $controllers == name=* ]] && none=none, || none=
    mount -t cgroup -o "nosuid,nodev,noexec,$none$controllers" cgroup "$2/${controllers#name=}"
  done </proc/self/cgroup
}

# leave_cgroup_root DIRECTORY NAME: moves this process out of the root of version 2, which cannot hand controllers down
# while it has processes, and hands down all that there are.
leave_cgroup_root() {
  local controller
  mkdir "$1/$2"
  echo $$ >"$1/$2/cgroup.procs"
  for controller in $(cat "$1/cgroup.controllers"); do
    echo "+$controller" >"$1/cgroup.subtree_control"
  done
}

# remove_own_cgroup NAME: ends what is left in the cgroups that enter_own_cgroup made, and removes them.
remove_own_cgroup() {
  local hierarchy pid i
  for hierarchy in $(awk '$3 == "cgroup" || $3 == "cgroup2" { print $2 }' /proc/self/mounts); do
    [[ -d $hierarchy/$1 ]] || continue
    for ((i = 0; i < 100; i++)); do
      # A process in the freezer of version 1 dies only when it thaws.
      find "$hierarchy/$1" -name freezer.state -exec sh -c 'echo THAWED >"$1"' sh {} \; 2>/dev/null || true
      find "$hierarchy/$1" -name cgroup.procs -exec cat {} + 2>/dev/null | while read -r pid; do
        kill -KILL "$pid" 2>/dev/null || true
      done
      find "$hierarchy/$1" -depth -type d -exec rmdir {} + 2>/dev/null || true
      [[ -d $hierarchy/$1 ]] || break
      sleep 0.1
    done
    [[ ! -d $hierarchy/$1 ]] || printf "cgroup '%s' could not be removed\n" "$hierarchy/$1" >&2
  done
}
