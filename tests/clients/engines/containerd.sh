# SPDX-License-Identifier: Apache-2.0
# containerd with ctr and the runc-v2 shim, which is told the runtime's path (BinaryName).
# shellcheck shell=bash disable=SC2034
image=docker.io/library/tester:1
STATE_ROOT=/run/containerd/runc/default
run="ctr run --runtime io.containerd.runc.v2 --runc-binary ${RUNTIME_PATH-}"
# ctr asks for 1024 shares by itself, which is an error where there is no such controller.
[[ ${LAYOUT-} != v2 ]] || grep -qw cpu /sys/fs/cgroup/cgroup.controllers || run+=' --cpu-shares 0'

engine_start() {
  mkdir -p /etc/containerd
  cat >/etc/containerd/config.toml <<'CONF'
version = 3
disabled_plugins = ["io.containerd.grpc.v1.cri", "io.containerd.cri.v1.images", "io.containerd.cri.v1.runtime"]
CONF
  ctr --version
  containerd >/out/containerd.log 2>&1 &
  eventually ctr version
  ctr images import /tmp/image.tar
  ctr images list
  $run --rm "$image" first true
}

engine_stop() {
  engine_clean
}

engine_clean() {
  local id
  for id in $(ctr tasks list -q); do
    ctr tasks resume "$id"
    ctr tasks kill -s KILL "$id"
    ctr tasks delete -f "$id"
  done
  for id in $(ctr containers list -q); do ctr containers delete "$id"; done
}

engine_state() {
  find /run/containerd/runc/default /run/containerd/io.containerd.runtime.v2.task/default -mindepth 1 -maxdepth 1 -type d ! -name '.*' \
    -printf 'state %p\n' 2>/dev/null
}

# task_status ID
task_status() {
  ctr tasks list | awk -v id="$1" '$1 == id { print $3 }'
}

# has_status ID STATUS
has_status() {
  [[ $(task_status "$1") == "$2" ]]
}

# started ID ARGUMENT...: a detached container whose output goes to /tmp/ID.log, when it has said 'ready'.
started() {
  local id=$1
  shift
  rm -f "/tmp/$id.log"
  expect 0 $run -d --log-uri "file:///tmp/$id.log" "$@"
  eventually grep -q ready "/tmp/$id.log"
}

# service ID: a detached container that runs the service.
service() {
  started "$1" "$image" "$1" service
}

# ended ID CODE: takes away the task, which has ended with the code.
ended() {
  eventually has_status "$1" STOPPED
  expect 0 ctr tasks delete "$1"
  says "exit code $2"
}

scenario_run() {
  expect 0 $run --rm "$image" box echo hello
  is hello
}

scenario_run_exit_code() {
  expect 7 $run --rm "$image" box sh -c 'exit 7'
}

scenario_run_standard_input() {
  # ctr does not hand on the end of its input.
  output=$(seq 20000 | $run --rm "$image" box sh -c 'head -c 100000 | sha256sum') || fail "exit code $?"
  [[ $output == "$(seq 20000 | head -c 100000 | sha256sum)" ]] || fail "input arrived as '$output'"
}

scenario_run_standard_error_apart() {
  expect 0 $run --rm "$image" box sh -c 'echo out; echo err >&2'
  is out
  says err
}

scenario_run_large_output() {
  # ctr itself may end before it has copied everything: the shim writes to a file here.
  expect 0 $run -d --log-uri file:///tmp/box.large "$image" box seq 200000
  eventually has_status box STOPPED
  [[ $(sha256sum </tmp/box.large) == "$(seq 200000 | sha256sum)" ]] || fail "output of $(wc -c </tmp/box.large) bytes differs"
}

scenario_run_terminal() {
  # ctr loses now and then what a terminal says last.
  expect 0 on_terminal $run --rm -t "$image" box sh -c 'tty; test -t 0 && test -t 1 && test -t 2 && echo all; sleep 0.2'
  has /dev/
  has all
  expect 9 on_terminal $run --rm -t "$image" box sh -c 'exit 9'
}

scenario_run_signal_forwarded() {
  $run --rm "$image" box service >/tmp/forwarded 2>&1 &
  local pid=$! got=0
  eventually grep -q ready /tmp/forwarded
  # The client forwards signals from a little later on.
  sleep 0.5
  kill -TERM "$pid"
  wait "$pid" || got=$?
  [[ $got == 42 ]] || fail "exit code $got instead of 42: $(cat /tmp/forwarded)"
}

scenario_detached_logs_and_exit_code() {
  started box "$image" box sh -c 'echo ready; echo err >&2; exit 5'
  ended box 5
  grep -q err /tmp/box.log || fail "no standard error in the log"
}

scenario_create_then_start() {
  expect 0 ctr containers create --runtime io.containerd.runc.v2 --runc-binary "$RUNTIME_PATH" "$image" box service
  rm -f /tmp/box.log
  expect 0 ctr tasks start -d --log-uri file:///tmp/box.log box
  eventually grep -q ready /tmp/box.log
  expect 0 task_status box
  is RUNNING
}

scenario_exec() {
  service box
  expect 0 ctr tasks exec --exec-id one box echo hello
  is hello
  expect 7 ctr tasks exec --exec-id two box sh -c 'exit 7'
  output=$(echo through | ctr tasks exec --exec-id three box cat) || fail "exit code $?"
  is through
}

scenario_exec_terminal() {
  service box
  expect 0 on_terminal ctr tasks exec -t --exec-id one box sh -c 'tty; test -t 0 && test -t 1 && echo both; sleep 0.2'
  has /dev/
  has both
  expect 6 on_terminal ctr tasks exec -t --exec-id two box sh -c 'exit 6'
}

scenario_exec_detached() {
  service box
  expect 0 ctr tasks exec -d --exec-id one box sh -c 'echo done >/tmp/done'
  eventually ctr tasks exec --exec-id look box test -s /tmp/done
}

scenario_exec_user_directory() {
  service box
  expect 0 ctr tasks exec --exec-id one --user 1000:1000 --cwd /tmp box sh -c 'echo "$(id -u):$(id -g) $FROM_IMAGE $(pwd)"'
  is '1000:1000 yes /tmp'
}

scenario_exec_missing_command() {
  service box
  expect 1 ctr tasks exec --exec-id one box /bin/missing
  says 'no such file or directory'
  expect 1 ctr tasks exec --exec-id two box missing
  says 'executable file not found in $PATH'
}

scenario_exec_not_executable() {
  service box
  expect 1 ctr tasks exec --exec-id one box /bin/not-executable
  says 'permission denied'
}

scenario_exec_killed() {
  service box
  ctr tasks exec --exec-id one box sleep 1000 &
  local pid=$! got=0
  eventually sh -c "ctr tasks kill -s KILL --exec-id one box"
  wait "$pid" || got=$?
  [[ $got == 137 ]] || fail "exit code $got instead of 137"
}

scenario_exec_outlives_nothing() {
  service box
  expect 0 ctr tasks exec -d --exec-id one box sleep 1000
  expect 0 ctr tasks kill -s KILL box
  ended box 137
}

scenario_exec_many_at_once() {
  service box
  local i pids=() got
  for i in 1 2 3 4 5 6 7 8; do
    ctr tasks exec --exec-id "e$i" box sh -c "echo $i; exit $i" >"/tmp/exec.$i" 2>&1 &
    pids+=($!)
  done
  for i in 1 2 3 4 5 6 7 8; do
    got=0
    wait "${pids[i - 1]}" || got=$?
    [[ $got == "$i" && $(cat "/tmp/exec.$i") == "$i" ]] || fail "exec $i: exit code $got: $(cat "/tmp/exec.$i")"
  done
}

scenario_stop() {
  service box
  expect 0 ctr tasks kill -s TERM box
  ended box 42
  grep -q terminated /tmp/box.log || fail "the service was not asked to end"
}

scenario_kill() {
  service box
  expect 0 ctr tasks kill -s KILL box
  ended box 137
}

scenario_kill_all() {
  started box "$image" box sh -c 'sleep 1000 & sleep 1000 & echo ready; exec stubborn'
  expect 0 ctr tasks kill --all -s KILL box
  ended box 137
}

scenario_kill_with_signal() {
  service box
  expect 0 ctr tasks kill -s USR1 box
  eventually grep -q 'user signal' /tmp/box.log
  expect 0 ctr tasks kill -s 1 box
  eventually grep -q 'hung up' /tmp/box.log
  expect 0 task_status box
  is RUNNING
}

scenario_kill_of_stopped() {
  expect 0 $run -d "$image" box true
  eventually has_status box STOPPED
  local got=0
  ctr tasks kill box 2>/tmp/errors || got=$?
  [[ $got == 0 ]] || grep -Eq 'not found|already finished' /tmp/errors || fail "$(cat /tmp/errors)"
}

scenario_pause() {
  started box "$image" box sh -c 'echo ready; while :; do echo tick; sleep 0.05; done'
  expect 0 ctr tasks pause box
  expect 0 task_status box
  is PAUSED
  local before
  before=$(wc -l </tmp/box.log)
  sleep 0.5
  [[ $(wc -l </tmp/box.log) -le $((before + 1)) ]] || fail "a paused container goes on"
  expect 0 ctr tasks resume box
  expect 0 task_status box
  is RUNNING
  eventually sh -c "[ \$(wc -l </tmp/box.log) -gt $((before + 2)) ]"
}

scenario_remove_paused_by_force() {
  service box
  expect 0 ctr tasks pause box
  ctr tasks delete -f box || true
  eventually sh -c '! ctr tasks list -q | grep -q box || ctr tasks delete -f box'
}

scenario_remove_by_force() {
  started box "$image" box sh -c 'sleep 1000 & sleep 1000 & echo ready; exec stubborn'
  ctr tasks delete -f box || true
  [[ ! $(ctr tasks list -q) ]] || fail "the task is still there"
}

scenario_restart() {
  service box
  expect 0 ctr tasks kill -s KILL box
  ended box 137
  rm -f /tmp/box.log
  expect 0 ctr tasks start -d --log-uri file:///tmp/box.log box
  eventually grep -q ready /tmp/box.log
}

scenario_missing_command() {
  expect 1 $run --rm "$image" box /bin/missing
  says 'no such file or directory'
  expect 1 $run --rm "$image" box2 missing
  says 'executable file not found in $PATH'
}

scenario_not_executable() {
  expect 1 $run --rm "$image" box /bin/not-executable
  says 'permission denied'
}

scenario_exec_format_error() {
  local got=0
  $run --rm "$image" box /bin/no-format 2>/tmp/errors || got=$?
  [[ $got != 0 ]] || fail "an odd file runs"
}

scenario_user() {
  expect 0 $run --rm --user 1000:1000 "$image" box sh -c 'id -u; id -g; grep CapEff /proc/self/status'
  has $'1000\n1000'
  has 0000000000000000
}

scenario_volume() {
  mkdir -p /tmp/volume
  echo from-the-host >/tmp/volume/file
  expect 0 $run --rm --mount type=bind,src=/tmp/volume,dst=/data,options=rbind:rw "$image" box sh -c 'cat /data/file; echo from-inside >/data/answer'
  is from-the-host
  [[ $(cat /tmp/volume/answer) == from-inside ]] || fail "the host does not see the answer"
  expect 1 $run --rm --mount type=bind,src=/tmp/volume,dst=/data,options=rbind:ro "$image" box2 touch /data/x
  says 'Read-only file system'
}

scenario_tmpfs() {
  expect 0 $run --rm --mount type=tmpfs,src=tmpfs,dst=/scratch,options=size=1m:noexec "$image" box grep ' /scratch ' /proc/mounts
  has size=1024k
  has noexec
}

scenario_read_only() {
  expect 1 $run --rm --read-only "$image" box touch /x
  says 'Read-only file system'
}

scenario_environment_and_directory() {
  expect 0 $run --rm --env 'SPACES=a b' --cwd /tmp "$image" box sh -c 'echo "$SPACES $FROM_IMAGE $(pwd)"; env'
  has 'a b yes /tmp'
  [[ $output != *NOTIFY_SOCKET* && $output != *GRPC* ]] || fail "the engine's environment leaks: $output"
}

scenario_missing_working_directory_is_made() {
  expect 0 $run --rm --cwd /made/for/me "$image" box pwd
  is /made/for/me
}

scenario_only_three_descriptors() {
  expect 0 $run --rm "$image" box sh -c 'ls /proc/self/fd | wc -l; ls -l /proc/self/fd'
  [[ ${output%%$'\n'*} == 4 ]] || fail "open: $output"
}

# limit FILE-OF-V2 FILE-OF-V1: what the container's cgroup says. ctr mounts no cgroups of version 1 inside.
limit() {
  if [[ $LAYOUT == v2 ]]; then cat "/sys/fs/cgroup/default/box/$1"; else cat "/sys/fs/cgroup/${2%%.*}/default/box/$2"; fi
}

scenario_memory_limit() {
  need_controller memory
  started box --memory-limit 67108864 "$image" box service
  expect 0 limit memory.max memory.limit_in_bytes
  is 67108864
}

scenario_out_of_memory() {
  need_controller memory
  expect 137 $run --rm --memory-limit 16777216 "$image" box sh -c 'exec tail /dev/zero'
}

scenario_cpu_limits() {
  need_controller cpu
  started box --cpus 0.5 "$image" box service
  expect 0 limit cpu.max cpu.cfs_quota_us
  has 50000
}

scenario_metrics() {
  service box
  expect 0 ctr tasks metrics box
  has box
}

scenario_processes() {
  service box
  expect 0 ctr tasks exec -d --exec-id one box sleep 1000
  expect 0 ctr tasks ps box
  [[ $(wc -l <<<"$output") -ge 3 ]] || fail "too few: $output"
}

scenario_network_of_the_host() {
  expect 0 $run --rm --net-host "$image" box readlink /proc/self/ns/net
  is "$(readlink /proc/self/ns/net)"
}

scenario_privileged() {
  expect 0 $run --rm --privileged "$image" box sh -c 'mkdir /m && mount -t tmpfs x /m && echo mounted'
  is mounted
}

scenario_seccomp() {
  expect 0 $run --rm --seccomp "$image" box grep Seccomp: /proc/self/status
  has 2
}

scenario_no_pivot() {
  expect 0 $run --rm --no-pivot "$image" box echo moved
  is moved
}

scenario_cgroup_path() {
  expect 0 $run --rm --cgroup /chosen-box "$image" box cat /proc/self/cgroup
}

scenario_user_namespace() {
  expect 0 $run --rm --uidmap 0:100000:65536 --gidmap 0:100000:65536 "$image" box sh -c 'id -u; cat /proc/self/uid_map'
  has 100000
}

scenario_shim_dies() {
  service box
  pkill -KILL -f containerd-shim-runc-v2
  eventually sh -c '! ctr tasks list -q | grep -q box || ! ctr tasks list | grep -q RUNNING'
  ctr tasks delete -f box || true
}

scenario_ten_at_once() {
  local i pids=()
  for i in 0 1 2 3 4 5 6 7 8 9; do
    $run --rm "$image" "many$i" sh -c "echo $i" >"/tmp/many.$i" 2>&1 &
    pids+=($!)
  done
  for i in 0 1 2 3 4 5 6 7 8 9; do
    wait "${pids[i]}" || fail "container $i: exit code $?: $(cat "/tmp/many.$i")"
    [[ $(cat "/tmp/many.$i") == "$i" ]] || fail "container $i printed '$(cat "/tmp/many.$i")'"
  done
}
