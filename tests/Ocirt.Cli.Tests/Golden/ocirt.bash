# bash completion for ocirt
_ocirt()
{
    local word=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} command= i
    COMPREPLY=()
    for ((i = 1; i < COMP_CWORD; i++)); do
        case ${COMP_WORDS[i]} in
            run|create|start|exec|state|kill|delete|list|ps|pause|resume|update|events|spec|validate|plan|features|explain|doctor|completion|man|help) command=${COMP_WORDS[i]}; break;;
        esac
    done
    case $previous in
        --bundle|-b) COMPREPLY=($(compgen -d -- "$word")); return;;
        --config|-f) COMPREPLY=($(compgen -f -- "$word")); return;;
        --pid-file) COMPREPLY=($(compgen -f -- "$word")); return;;
        --preserve-fds) COMPREPLY=($(compgen -f -- "$word")); return;;
        --trace) COMPREPLY=($(compgen -f -- "$word")); return;;
        --console-socket) COMPREPLY=($(compgen -f -- "$word")); return;;
        --pidfd-socket) COMPREPLY=($(compgen -f -- "$word")); return;;
        --process|-p) COMPREPLY=($(compgen -f -- "$word")); return;;
        --user|-u) COMPREPLY=($(compgen -f -- "$word")); return;;
        --additional-gids|-g) COMPREPLY=($(compgen -f -- "$word")); return;;
        --cwd) COMPREPLY=($(compgen -d -- "$word")); return;;
        --env|-e) COMPREPLY=($(compgen -f -- "$word")); return;;
        --cap|-c) COMPREPLY=($(compgen -f -- "$word")); return;;
        --apparmor) COMPREPLY=($(compgen -f -- "$word")); return;;
        --process-label) COMPREPLY=($(compgen -f -- "$word")); return;;
        --cgroup) COMPREPLY=($(compgen -f -- "$word")); return;;
        --format|-f) COMPREPLY=($(compgen -W 'table json' -- "$word")); return;;
        --resources|-r) COMPREPLY=($(compgen -f -- "$word")); return;;
        --blkio-weight) COMPREPLY=($(compgen -f -- "$word")); return;;
        --cpu-period) COMPREPLY=($(compgen -f -- "$word")); return;;
        --cpu-quota) COMPREPLY=($(compgen -f -- "$word")); return;;
        --cpu-burst) COMPREPLY=($(compgen -f -- "$word")); return;;
        --cpu-share) COMPREPLY=($(compgen -f -- "$word")); return;;
        --cpu-rt-period) COMPREPLY=($(compgen -f -- "$word")); return;;
        --cpu-rt-runtime) COMPREPLY=($(compgen -f -- "$word")); return;;
        --cpu-idle) COMPREPLY=($(compgen -f -- "$word")); return;;
        --cpuset-cpus) COMPREPLY=($(compgen -f -- "$word")); return;;
        --cpuset-mems) COMPREPLY=($(compgen -f -- "$word")); return;;
        --memory) COMPREPLY=($(compgen -f -- "$word")); return;;
        --memory-reservation) COMPREPLY=($(compgen -f -- "$word")); return;;
        --memory-swap) COMPREPLY=($(compgen -f -- "$word")); return;;
        --pids-limit) COMPREPLY=($(compgen -f -- "$word")); return;;
        --kernel-memory) COMPREPLY=($(compgen -f -- "$word")); return;;
        --kernel-memory-tcp) COMPREPLY=($(compgen -f -- "$word")); return;;
        --l3-cache-schema) COMPREPLY=($(compgen -f -- "$word")); return;;
        --mem-bw-schema) COMPREPLY=($(compgen -f -- "$word")); return;;
        --interval) COMPREPLY=($(compgen -f -- "$word")); return;;
        --file|-f) COMPREPLY=($(compgen -f -- "$word")); return;;
        --root) COMPREPLY=($(compgen -d -- "$word")); return;;
        --log) COMPREPLY=($(compgen -f -- "$word")); return;;
        --log-format) COMPREPLY=($(compgen -W 'text json' -- "$word")); return;;
        --log-level) COMPREPLY=($(compgen -W 'error warning debug' -- "$word")); return;;
        --cgroup-manager) COMPREPLY=($(compgen -W 'cgroupfs systemd disabled' -- "$word")); return;;
        --rootless) COMPREPLY=($(compgen -W 'auto true false' -- "$word")); return;;
    esac
    case $command in
        run) COMPREPLY=($(compgen -W '--bundle --config --pid-file --no-pivot --no-new-keyring --preserve-fds --keep --no-subreaper --trace --detach --console-socket --pidfd-socket --help' -- "$word"));;
        create) COMPREPLY=($(compgen -W '--bundle --config --pid-file --no-pivot --no-new-keyring --preserve-fds --trace --console-socket --pidfd-socket --help' -- "$word"));;
        start) COMPREPLY=($(compgen -W '--help' -- "$word"));;
        exec) COMPREPLY=($(compgen -W '--process --tty --user --additional-gids --cwd --env --cap --no-new-privs --apparmor --process-label --cgroup --ignore-paused --detach --pid-file --console-socket --pidfd-socket --preserve-fds --help' -- "$word"));;
        state) COMPREPLY=($(compgen -W '--help' -- "$word"));;
        kill) COMPREPLY=($(compgen -W '--all --regex --help' -- "$word"));;
        delete) COMPREPLY=($(compgen -W '--force --regex --help' -- "$word"));;
        list) COMPREPLY=($(compgen -W '--format --quiet --help' -- "$word"));;
        ps) COMPREPLY=($(compgen -W '--format --help' -- "$word"));;
        pause) COMPREPLY=($(compgen -W '--help' -- "$word"));;
        resume) COMPREPLY=($(compgen -W '--help' -- "$word"));;
        update) COMPREPLY=($(compgen -W '--resources --devices --dry-run --blkio-weight --cpu-period --cpu-quota --cpu-burst --cpu-share --cpu-rt-period --cpu-rt-runtime --cpu-idle --cpuset-cpus --cpuset-mems --memory --memory-reservation --memory-swap --pids-limit --kernel-memory --kernel-memory-tcp --l3-cache-schema --mem-bw-schema --help' -- "$word"));;
        events) COMPREPLY=($(compgen -W '--interval --stats --help' -- "$word"));;
        spec) COMPREPLY=($(compgen -W '--bundle --file --rootless --help' -- "$word"));;
        validate) COMPREPLY=($(compgen -W '--bundle --config --strict --host --format --help' -- "$word"));;
        plan) COMPREPLY=($(compgen -W '--bundle --config --format --help' -- "$word"));;
        features) COMPREPLY=($(compgen -W '--help' -- "$word"));;
        explain) COMPREPLY=($(compgen -W '--help' -- "$word"));;
        doctor) COMPREPLY=($(compgen -W '--format --help' -- "$word"));;
        completion) COMPREPLY=($(compgen -W '--help' -- "$word"));;
        man) COMPREPLY=($(compgen -W '--help' -- "$word"));;
        help) COMPREPLY=($(compgen -W 'run create start exec state kill delete list ps pause resume update events spec validate plan features explain doctor completion man help' -- "$word"));;
        '') COMPREPLY=($(compgen -W 'run create start exec state kill delete list ps pause resume update events spec validate plan features explain doctor completion man help --root --log --log-format --log-level --debug --cgroup-manager --systemd-cgroup --rootless --version --help' -- "$word"));;
    esac
}
complete -o default -F _ocirt ocirt
