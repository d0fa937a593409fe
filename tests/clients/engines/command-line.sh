# SPDX-License-Identifier: Apache-2.0
# The scenarios of podman and docker, whose command lines agree. The engine's file sets:
#   run     what makes a container ('podman run --network none')
#   client  the client ('podman')
#   image   the image's name
# shellcheck shell=bash disable=SC2154

# ready NAME: the service in the container has set its traps.
ready() {
  eventually sh -c "'$client' logs '$1' 2>&1 | grep -q ready"
}

# status NAME: the engine's word for the container's state.
status() {
  "$client" inspect --format '{{.State.Status}}' "$1"
}

# has_status NAME STATUS
has_status() {
  [[ $(status "$1") == "$2" ]]
}

scenario_run() {
  expect 0 $run --rm "$image" echo hello
  is hello
}

scenario_run_exit_code() {
  expect 7 $run --rm "$image" sh -c 'exit 7'
}

scenario_run_killed_by_signal() {
  expect 137 $run --rm "$image" sh -c 'kill -KILL $$ & sleep 0.2; (sleep 0.1; exit 3) & wait; kill -9 -1; exit 137'
}

scenario_run_standard_input() {
  output=$(seq 20000 | $run --rm -i "$image" sha256sum) || fail "exit code $?"
  [[ $output == "$(seq 20000 | sha256sum)" ]] || fail "input arrived as '$output'"
}

scenario_run_standard_error_apart() {
  expect 0 $run --rm "$image" sh -c 'echo out; echo err >&2'
  is out
  says err
}

scenario_run_large_output() {
  expect 0 $run --rm "$image" seq 200000
  [[ $(sha256sum <<<"$output") == "$(seq 200000 | sha256sum)" ]] || fail "output of ${#output} bytes differs"
}

scenario_run_terminal() {
  expect 0 on_terminal $run --rm -it "$image" sh -c 'tty; stty size >/dev/null && echo sized; test -t 0 && test -t 1 && test -t 2 && echo all'
  has /dev/
  has sized
  has all
}

scenario_run_terminal_exit_code() {
  expect 9 on_terminal $run --rm -it "$image" sh -c 'exit 9'
}

scenario_run_signal_forwarded() {
  $run --rm --name box "$image" service >/tmp/forwarded 2>&1 &
  local pid=$! got=0
  eventually grep -q ready /tmp/forwarded
  kill -TERM "$pid"
  wait "$pid" || got=$?
  [[ $got == 42 ]] || fail "exit code $got instead of 42: $(cat /tmp/forwarded)"
}

scenario_detached_logs_and_exit_code() {
  expect 0 $run -d --name box "$image" sh -c 'echo out; echo err >&2; exit 5'
  expect 0 "$client" wait box
  is 5
  expect 0 "$client" logs box
  is out
  says err
  expect 0 "$client" inspect --format '{{.State.ExitCode}} {{.State.Running}}' box
  is '5 false'
}

scenario_create_then_start() {
  expect 0 ${run/ run / create } --name box "$image" service
  expect 0 status box
  has created
  expect 0 "$client" start box
  ready box
  expect 0 status box
  is running
}

scenario_start_attached() {
  expect 0 ${run/ run / create } --name box "$image" sh -c 'echo attached; exit 3'
  expect 3 "$client" start --attach box
  is attached
}

scenario_exec() {
  expect 0 $run -d --name box "$image" service
  expect 0 "$client" exec box echo hello
  is hello
  expect 7 "$client" exec box sh -c 'exit 7'
  output=$(echo through | "$client" exec -i box cat) || fail "exit code $?"
  is through
}

scenario_exec_sees_the_container() {
  expect 0 $run -d --name box --hostname inside "$image" service
  expect 0 "$client" exec box sh -c 'hostname; cat /proc/1/cmdline | tr "\\0" " "'
  has inside
  has service
}

scenario_exec_terminal() {
  expect 0 $run -d --name box "$image" service
  expect 0 on_terminal "$client" exec -it box sh -c 'tty; test -t 0 && test -t 1 && echo both'
  has /dev/
  has both
  expect 6 on_terminal "$client" exec -it box sh -c 'exit 6'
}

scenario_exec_detached() {
  expect 0 $run -d --name box "$image" service
  expect 0 "$client" exec -d box sh -c 'echo done >/tmp/done'
  eventually "$client" exec box test -s /tmp/done
}

scenario_exec_user_env_directory() {
  expect 0 $run -d --name box -e OUTER=1 "$image" service
  expect 0 "$client" exec -u tester -e INNER=2 -w /tmp box sh -c 'echo "$(id -u):$(id -g) $OUTER $INNER $FROM_IMAGE $(pwd) $HOME"'
  is '1000:1000 1 2 yes /tmp /home/tester'
}

scenario_exec_privileged() {
  expect 0 $run -d --name box "$image" service
  expect 0 "$client" exec --privileged box grep CapEff /proc/self/status
  has CapEff:
}

scenario_exec_missing_command() {
  expect 0 $run -d --name box "$image" service
  expect 127 "$client" exec box /bin/missing
  expect 127 "$client" exec box missing
}

scenario_exec_not_executable() {
  expect 0 $run -d --name box "$image" service
  expect 126 "$client" exec box /bin/not-executable
}

scenario_exec_of_stopped() {
  expect 0 $run --name box "$image" true
  local got=0
  "$client" exec box true 2>/tmp/errors || got=$?
  [[ $got != 0 ]] || fail "exec in a stopped container works"
}

scenario_exec_many_at_once() {
  expect 0 $run -d --name box "$image" service
  local i pids=() failed=0
  for i in 1 2 3 4 5 6 7 8; do
    "$client" exec box sh -c "echo $i; exit $i" >"/tmp/exec.$i" 2>&1 &
    pids+=($!)
  done
  for i in 1 2 3 4 5 6 7 8; do
    local got=0
    wait "${pids[i - 1]}" || got=$?
    [[ $got == "$i" && $(cat "/tmp/exec.$i") == "$i" ]] || failed="$i: $got $(cat "/tmp/exec.$i")"
  done
  [[ $failed == 0 ]] || fail "exec $failed"
}

scenario_stop() {
  expect 0 $run -d --name box "$image" service
  ready box
  expect 0 "$client" stop box
  expect 0 "$client" inspect --format '{{.State.ExitCode}}' box
  is 42
  expect 0 "$client" logs box
  has terminated
}

scenario_stop_after_timeout() {
  expect 0 $run -d --name box "$image" stubborn
  ready box
  expect 0 "$client" stop -t 1 box
  expect 0 "$client" inspect --format '{{.State.ExitCode}}' box
  is 137
}

scenario_kill() {
  expect 0 $run -d --name box "$image" service
  ready box
  expect 0 "$client" kill box
  expect 0 "$client" wait box
  is 137
}

scenario_kill_with_signal() {
  expect 0 $run -d --name box "$image" service
  ready box
  expect 0 "$client" kill --signal USR1 box
  eventually sh -c "'$client' logs box | grep -q 'user signal'"
  expect 0 "$client" kill --signal 1 box
  eventually sh -c "'$client' logs box | grep -q 'hung up'"
  expect 0 status box
  is running
}

scenario_pause() {
  expect 0 $run -d --name box "$image" sh -c 'while :; do echo tick; sleep 0.05; done'
  expect 0 "$client" pause box
  expect 0 status box
  is paused
  local before
  before=$("$client" logs box | wc -l)
  sleep 0.5
  [[ $("$client" logs box | wc -l) -le $((before + 1)) ]] || fail "a paused container goes on"
  expect 0 "$client" unpause box
  expect 0 status box
  is running
  eventually sh -c "[ \$('$client' logs box | wc -l) -gt $((before + 2)) ]"
}

scenario_remove_paused_by_force() {
  expect 0 $run -d --name box "$image" service
  expect 0 "$client" pause box
  expect 0 "$client" rm -f box
}

scenario_stop_paused() {
  expect 0 $run -d --name box "$image" service
  ready box
  expect 0 "$client" pause box
  local got=0
  "$client" stop -t 1 box >/tmp/errors 2>&1 || got=$?
  # podman refuses, docker stops it: either is fine, a hang is not.
  expect 0 "$client" rm -f box
}

scenario_remove_by_force() {
  expect 0 $run -d --name box "$image" sh -c 'sleep 1000 & sleep 1000 & exec stubborn'
  expect 0 "$client" rm -f box
}

scenario_remove_created() {
  expect 0 ${run/ run / create } --name box "$image" service
  expect 0 "$client" rm box
}

scenario_restart() {
  expect 0 $run -d --name box "$image" service
  ready box
  expect 0 "$client" restart -t 2 box
  expect 0 status box
  is running
  eventually sh -c "[ \$('$client' logs box 2>&1 | grep -c ready) -ge 2 ]"
  expect 0 "$client" stop box
  expect 0 "$client" start box
  eventually sh -c "[ \$('$client' logs box 2>&1 | grep -c ready) -ge 3 ]"
}

scenario_restart_policy() {
  expect 0 $run -d --name box --restart on-failure:2 "$image" sh -c 'echo once; exit 1'
  eventually sh -c "[ \$('$client' logs box 2>&1 | grep -c once) -ge 3 ]"
}

scenario_missing_command() {
  expect 127 $run --rm "$image" /bin/missing
  expect 127 $run --rm "$image" missing
  says 'missing'
}

scenario_not_executable() {
  expect 126 $run --rm "$image" /bin/not-executable
  says 'permission denied'
}

scenario_command_is_a_directory() {
  expect 126 $run --rm "$image" /bin
}

scenario_no_program_in_the_file() {
  local file got
  # Which code an engine makes of it differs with the runtime.
  for file in no-format no-interpreter; do
    got=0
    $run --rm "$image" "/bin/$file" >/tmp/errors 2>&1 || got=$?
    [[ $got != 0 ]] || fail "'$file' runs"
  done
}

scenario_user() {
  expect 0 $run --rm -u 1000:1000 "$image" sh -c 'id -u; id -g'
  is $'1000\n1000'
  expect 0 $run --rm -u tester "$image" sh -c 'id; echo $HOME'
  has 'uid=1000(tester) gid=1000(tester)'
  has 50
  has /home/tester
}

scenario_user_group_add() {
  expect 0 $run --rm -u 1000:1000 --group-add 4444 "$image" id
  has 4444
}

scenario_user_has_no_capabilities() {
  expect 0 $run --rm -u 1000:1000 "$image" grep CapEff /proc/self/status
  has 0000000000000000
}

scenario_volume() {
  mkdir -p /tmp/volume
  echo from-the-host >/tmp/volume/file
  expect 0 $run --rm -v /tmp/volume:/data "$image" sh -c 'cat /data/file; echo from-inside >/data/answer'
  is from-the-host
  [[ $(cat /tmp/volume/answer) == from-inside ]] || fail "the host does not see the answer"
}

scenario_volume_read_only() {
  mkdir -p /tmp/volume
  echo from-the-host >/tmp/volume/file
  expect 1 $run --rm -v /tmp/volume:/data:ro "$image" touch /data/x
  says 'Read-only file system'
}

scenario_volume_of_a_file() {
  echo one >/tmp/single
  expect 0 $run --rm -v /tmp/single:/etc/single "$image" cat /etc/single
  is one
}

scenario_volume_gets_later_mounts() {
  mkdir -p /tmp/shared
  mountpoint -q /tmp/shared || mount -t tmpfs shared /tmp/shared
  mount --make-rshared /tmp/shared
  mkdir -p /tmp/shared/sub
  expect 0 $run -d --name box -v /tmp/shared:/data:rslave "$image" service
  mount -t tmpfs later /tmp/shared/sub
  touch /tmp/shared/sub/arrived
  local got=0
  "$client" exec box test -e /data/sub/arrived || got=$?
  umount /tmp/shared/sub
  umount /tmp/shared
  [[ $got == 0 ]] || fail "the later mount did not arrive"
}

scenario_volume_shares_inner_mounts() {
  mkdir -p /tmp/shared
  mount -t tmpfs shared /tmp/shared
  mount --make-rshared /tmp/shared
  mkdir -p /tmp/shared/sub
  expect 0 $run --rm --privileged -v /tmp/shared:/data:rshared "$image" mount -t tmpfs inner /data/sub
  local got=0
  mountpoint -q /tmp/shared/sub || got=1
  umount -R /tmp/shared
  [[ $got == 0 ]] || fail "the inner mount did not reach the host"
}

scenario_named_volume() {
  expect 0 "$client" volume create store
  expect 0 $run --rm -v store:/store "$image" sh -c 'echo kept >/store/file'
  expect 0 $run --rm -v store:/store "$image" cat /store/file
  is kept
  expect 0 "$client" volume rm store
}

scenario_read_only() {
  expect 1 $run --rm --read-only "$image" touch /x
  says 'Read-only file system'
  expect 0 $run --rm --read-only --tmpfs /scratch "$image" touch /scratch/x
}

scenario_tmpfs() {
  expect 0 $run --rm --tmpfs /scratch:size=1m,mode=1770,noexec "$image" sh -c 'grep " /scratch " /proc/mounts; stat -c %a /scratch'
  has size=1024k
  has noexec
  has 1770
}

scenario_tmpfs_is_limited() {
  expect 1 $run --rm --tmpfs /scratch:size=1m "$image" dd if=/dev/zero of=/scratch/x bs=1024 count=2048
  says 'No space left'
}

scenario_environment() {
  expect 0 $run --rm -e ONE=1 -e 'SPACES=a b' -e EMPTY= "$image" env
  has ONE=1
  has 'SPACES=a b'
  has EMPTY=
  has FROM_IMAGE=yes
  [[ $output != *NOTIFY_SOCKET* && $output != *_OCI* ]] || fail "the engine's environment leaks: $output"
}

scenario_hostname_and_dns_files() {
  expect 0 $run --rm --hostname inside "$image" sh -c 'hostname; cat /etc/hostname'
  is $'inside\ninside'
}

scenario_memory_limit() {
  need_controller memory
  expect 0 $run --rm -m 64m "$image" sh -c 'cat /sys/fs/cgroup/memory.max /sys/fs/cgroup/memory/memory.limit_in_bytes 2>/dev/null; true'
  is 67108864
}

scenario_out_of_memory() {
  need_controller memory
  expect 137 $run --name box -m 16m --memory-swap 16m "$image" sh -c 'exec tail /dev/zero'
  expect 0 "$client" inspect --format '{{.State.ExitCode}}' box
  is 137
}

scenario_pids_limit() {
  need_controller pids
  expect 0 $run --rm --pids-limit 21 "$image" sh -c 'cat /sys/fs/cgroup/pids.max /sys/fs/cgroup/pids/pids.max 2>/dev/null; true'
  is 21
}

scenario_cpu_limits() {
  need_controller cpu
  expect 0 $run --rm --cpus 0.5 --cpu-shares 512 "$image" sh -c 'cat /sys/fs/cgroup/cpu.max /sys/fs/cgroup/cpu/cpu.cfs_quota_us /sys/fs/cgroup/cpu/cpu.shares 2>/dev/null; true'
  has 50000
}

scenario_cpuset() {
  need_controller cpuset
  expect 0 $run --rm --cpuset-cpus 0 "$image" grep Cpus_allowed_list /proc/self/status
  has $'\t0'
}

scenario_update() {
  need_controller memory
  expect 0 $run -d --name box -m 64m --memory-swap 64m "$image" service
  expect 0 "$client" update -m 96m --memory-swap 96m box
  expect 0 "$client" exec box sh -c 'cat /sys/fs/cgroup/memory.max /sys/fs/cgroup/memory/memory.limit_in_bytes 2>/dev/null; true'
  is 100663296
  expect 0 "$client" exec box sh -c 'echo >/dev/null'
}

scenario_update_pids() {
  need_controller pids
  expect 0 $run -d --name box --pids-limit 100 "$image" service
  expect 0 "$client" update --pids-limit 77 box
  expect 0 "$client" exec box sh -c 'cat /sys/fs/cgroup/pids.max /sys/fs/cgroup/pids/pids.max 2>/dev/null; true'
  is 77
}

scenario_ulimit() {
  expect 0 $run --rm --ulimit nofile=321:432 "$image" sh -c 'ulimit -Sn; ulimit -Hn'
  is $'321\n432'
}

scenario_sysctl() {
  expect 0 $run --rm --sysctl net.ipv4.ip_unprivileged_port_start=99 "$image" cat /proc/sys/net/ipv4/ip_unprivileged_port_start
  is 99
}

scenario_capabilities() {
  expect 0 $run --rm --cap-drop ALL "$image" grep CapBnd /proc/self/status
  has 0000000000000000
  expect 0 $run --rm --cap-drop ALL --cap-add NET_ADMIN "$image" grep CapEff /proc/self/status
  has 0000000000001000
}

scenario_no_new_privileges() {
  expect 0 $run --rm --security-opt no-new-privileges "$image" grep NoNewPrivs /proc/self/status
  has 1
}

scenario_seccomp() {
  expect 0 $run --rm "$image" grep Seccomp: /proc/self/status
  has 2
  expect 0 $run --rm --security-opt seccomp=unconfined "$image" grep Seccomp: /proc/self/status
  has 0
  printf '{"defaultAction":"SCMP_ACT_ALLOW","syscalls":[{"names":["mkdir","mkdirat"],"action":"SCMP_ACT_ERRNO","errnoRet":95}]}' >/tmp/profile.json
  expect 1 $run --rm --security-opt seccomp=/tmp/profile.json "$image" mkdir /x
  says 'Operation not supported'
}

scenario_privileged() {
  expect 0 $run --rm --privileged "$image" sh -c 'grep CapEff /proc/self/status; test -e /dev/kmsg && mkdir /m && mount -t tmpfs x /m && echo mounted'
  has mounted
}

scenario_device() {
  expect 0 $run --rm --device /dev/fuse:/dev/other:r "$image" sh -c 'stat -c "%t %T" /dev/other; head -c 0 /dev/other'
  has 'a e5'
}

scenario_device_is_denied() {
  expect 0 $run --rm --cap-add MKNOD "$image" sh -c 'mknod /tmp/kmsg c 1 11 && ! head -c 1 /tmp/kmsg 2>/dev/null && echo denied'
  is denied
}

scenario_masked_paths() {
  expect 0 $run --rm "$image" sh -c 'cat /proc/kcore | wc -c; ls /proc/acpi /sys/firmware 2>/dev/null | grep -cv :; touch /proc/sys/kernel/hostname 2>&1 | grep -c Read-only'
  [[ ${output:0:1} == 0 ]] || fail "/proc/kcore is not masked: $output"
}

scenario_network_of_the_host() {
  expect 0 ${run/--network none/--network host} --rm "$image" readlink /proc/self/ns/net
  is "$(readlink /proc/self/ns/net)"
}

scenario_network_of_a_container() {
  expect 0 $run -d --name box "$image" service
  expect 0 "$client" exec box readlink /proc/self/ns/net
  local theirs=$output
  expect 0 ${run/--network none/--network container:box} --rm "$image" readlink /proc/self/ns/net
  is "$theirs"
}

scenario_pid_of_the_host() {
  expect 0 $run --rm --pid host "$image" readlink /proc/self/ns/pid
  is "$(readlink /proc/self/ns/pid)"
}

scenario_pid_of_the_host_killed() {
  # Without a pid namespace the children do not die with the first process.
  expect 0 $run -d --name box --pid host "$image" sh -c 'sleep 1234 & exec service'
  ready box
  expect 0 "$client" rm -f box
  ! pgrep -f 'sleep 1234' || fail "a child outlives its container"
}

scenario_pid_of_a_container() {
  expect 0 $run -d --name box "$image" service
  expect 0 $run --rm --pid container:box "$image" sh -c 'cat /proc/1/cmdline | tr "\\0" " "'
  has service
}

scenario_ipc_of_a_container() {
  expect 0 $run -d --name box --ipc shareable "$image" service
  expect 0 "$client" exec box readlink /proc/self/ns/ipc
  local theirs=$output
  expect 0 $run --rm --ipc container:box "$image" readlink /proc/self/ns/ipc
  is "$theirs"
}

scenario_shm_size() {
  expect 0 $run --rm --shm-size 3m "$image" grep ' /dev/shm ' /proc/mounts
  has size=3072k
}

scenario_top() {
  expect 0 $run -d --name box "$image" service
  expect 0 "$client" top box
  has service
}

scenario_attach() {
  expect 0 $run -d -i --name box "$image" sh -c 'read line; echo "got $line"'
  echo words | timeout 20 "$client" attach box >/tmp/attached || fail "exit code $?"
  eventually sh -c "'$client' logs box | grep -q 'got words'"
}

scenario_copy() {
  expect 0 $run -d --name box "$image" service
  echo copied >/tmp/to-copy
  expect 0 "$client" cp /tmp/to-copy box:/tmp/arrived
  expect 0 "$client" exec box cat /tmp/arrived
  is copied
}

scenario_commit() {
  expect 0 $run --name box "$image" sh -c 'echo layer >/new'
  expect 0 "$client" commit box committed
  expect 0 $run --rm committed cat /new
  is layer
  "$client" rm -f box
  expect 0 "$client" rmi committed
}

scenario_statistics() {
  need_controller memory
  expect 0 $run -d --name box "$image" service
  expect 0 "$client" stats --no-stream --format '{{.Name}} {{.MemUsage}}' box
  has box
}

scenario_ten_at_once() {
  local i pids=()
  for i in 0 1 2 3 4 5 6 7 8 9; do
    $run --rm "$image" sh -c "echo $i" >"/tmp/many.$i" 2>&1 &
    pids+=($!)
  done
  for i in 0 1 2 3 4 5 6 7 8 9; do
    wait "${pids[i]}" || fail "container $i: exit code $?: $(cat "/tmp/many.$i")"
    [[ $(cat "/tmp/many.$i") == "$i" ]] || fail "container $i printed '$(cat "/tmp/many.$i")'"
  done
}

scenario_orphans_are_killed() {
  expect 0 $run -d --name box "$image" sh -c '(setsid sleep 4321 &) ; sleep 0.3; exit 0'
  expect 0 "$client" wait box
  ! pgrep -f 'sleep 4321' || fail "an orphan outlives its container"
}
