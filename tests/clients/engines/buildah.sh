# SPDX-License-Identifier: Apache-2.0
# buildah, which calls the runtime without conmon or a shim.
# shellcheck shell=bash disable=SC2034
image=docker.io/library/tester:1
STATE_ROOT=
# By itself buildah asks for more open files than some machines allow.
from='buildah from --pull-never --ulimit nofile=1024:4096 --ulimit nproc=4096:8192' build="buildah build --isolation oci --runtime ${RUNTIME_PATH-} --network none --ulimit nofile=1024:4096 --ulimit nproc=4096:8192"
run="buildah run --isolation oci --runtime ${RUNTIME_PATH-} --network none"

engine_start() {
  mkdir -p /etc/containers
  printf '[storage]\ndriver = "overlay"\nrunroot = "/run/containers/storage"\ngraphroot = "/var/lib/containers/storage"\n' \
    >/etc/containers/storage.conf
  buildah --version
  buildah pull oci-archive:/tmp/image.tar
  buildah images
  local id
  id=$($from --name first "$image")
  $run first true
  buildah rm "$id"
}

engine_stop() {
  engine_clean
}

engine_clean() {
  buildah rm --all
}

engine_state() {
  find /run/"$RUNTIME" /var/tmp -mindepth 1 -maxdepth 1 -type d -name '*buildah*' -printf 'state %p\n' 2>/dev/null
}

# box: a working container named 'box'.
box() {
  expect 0 $from --name box "$image"
}

scenario_run() {
  box
  expect 0 $run box echo hello
  is hello
}

scenario_run_exit_code() {
  box
  expect 7 $run box sh -c 'exit 7'
}

scenario_run_standard_input() {
  box
  output=$(seq 20000 | $run box sha256sum) || fail "exit code $?"
  [[ $output == "$(seq 20000 | sha256sum)" ]] || fail "input arrived as '$output'"
}

scenario_run_large_output() {
  box
  expect 0 $run box seq 200000
  [[ $(sha256sum <<<"$output") == "$(seq 200000 | sha256sum)" ]] || fail "output of ${#output} bytes differs"
}

scenario_run_terminal() {
  box
  expect 0 on_terminal $run -t box sh -c 'tty; test -t 0 && test -t 1 && test -t 2 && echo all'
  has /dev/
  has all
  expect 9 on_terminal $run -t box sh -c 'exit 9'
}

scenario_run_twice_keeps_files() {
  box
  expect 0 $run box sh -c 'echo kept >/kept'
  expect 0 $run box cat /kept
  is kept
}

scenario_missing_command() {
  box
  expect "${missing_code:-1}" $run box /bin/missing
  says missing
}

scenario_not_executable() {
  box
  expect 1 $run box /bin/not-executable
  says denied
}

scenario_user() {
  box
  expect 0 $run --user tester box sh -c 'id -u; echo $HOME'
  is $'1000\n/home/tester'
}

scenario_volume() {
  box
  mkdir -p /tmp/volume
  echo from-the-host >/tmp/volume/file
  expect 0 $run -v /tmp/volume:/data box sh -c 'cat /data/file; echo from-inside >/data/answer'
  is from-the-host
  [[ $(cat /tmp/volume/answer) == from-inside ]] || fail "the host does not see the answer"
  expect 1 $run -v /tmp/volume:/data:ro box touch /data/x
  says 'Read-only file system'
}

scenario_tmpfs() {
  box
  expect 0 $run --mount type=tmpfs,dst=/scratch,tmpfs-size=1m box grep ' /scratch ' /proc/mounts
  has size=1024k
}

scenario_environment_and_directory() {
  box
  expect 0 $run --env 'SPACES=a b' --workingdir /tmp box sh -c 'echo "$SPACES $FROM_IMAGE $(pwd)"'
  is 'a b yes /tmp'
}

scenario_capabilities() {
  box
  expect 0 $run --cap-drop CAP_CHOWN box grep CapEff /proc/self/status
  has 00000000800405fa
}

scenario_user_namespace() {
  expect 0 $from --name box --userns-uid-map 0:100000:65536 --userns-gid-map 0:100000:65536 "$image"
  expect 0 $run box cat /proc/self/uid_map
  has 100000
}

scenario_network_of_the_host() {
  box
  expect 0 ${run/--network none/--network host} box readlink /proc/self/ns/net
  is "$(readlink /proc/self/ns/net)"
}

scenario_interrupted() {
  box
  $run box service >/tmp/interrupted 2>&1 &
  local pid=$!
  eventually grep -q ready /tmp/interrupted
  kill -TERM "$pid"
  wait "$pid" || true
}

scenario_build() {
  mkdir -p /tmp/build
  printf 'FROM %s\nRUN echo built >/built && test "$(id -u)" = 0\nWORKDIR /made/for/me\nRUN pwd >/where\nUSER tester\nRUN id -u >/tmp/uid\n' "$image" >/tmp/build/Containerfile
  expect 0 $build -t built /tmp/build
  expect 0 $from --name box localhost/built
  expect 0 $run box cat /built /where /tmp/uid
  is $'built\n/made/for/me\n1000'
  buildah rm --all
  expect 0 buildah rmi localhost/built
}

scenario_build_fails() {
  mkdir -p /tmp/build
  printf 'FROM %s\nRUN exit 3\n' "$image" >/tmp/build/Containerfile
  expect 3 $build -t built /tmp/build
}

scenario_build_mounts() {
  mkdir -p /tmp/build
  echo word >/tmp/build/secret
  printf 'FROM %s\nRUN --mount=type=secret,id=word cat /run/secrets/word >/copied\nRUN --mount=type=tmpfs,dst=/scratch touch /scratch/x\nRUN --mount=type=bind,src=secret,dst=/bound cat /bound\n' \
    "$image" >/tmp/build/Containerfile
  expect 0 $build --secret id=word,src=/tmp/build/secret -t built /tmp/build
  expect 0 buildah rmi localhost/built
}
