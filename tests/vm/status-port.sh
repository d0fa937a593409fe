# SPDX-License-Identifier: Apache-2.0
# Reads what the guest says on its status port. Sourced by other scripts.
# shellcheck shell=bash

# next_status FD DEADLINE PID: reads one line from FD, which somebody holds open
# for writing, into 'line'. Fails when the process PID ends or the deadline (in
# the script's seconds) passes before the line is whole.
next_status() {
  local piece ended=
  line=
  while ! IFS= read -r -t 1 -u "$1" piece; do
    # The guest's bytes may come one by one: what came before the second was
    # over is the beginning of the line.
    line+=$piece
    [[ -z $ended ]] || return 1
    ((SECONDS < $2)) || return 1
    # One more read: the line may have come just before the end.
    kill -0 "$3" 2>/dev/null || ended=1
  done
  line+=$piece
}
