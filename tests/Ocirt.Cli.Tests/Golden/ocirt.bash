# bash completion for ocirt
_ocirt()
{
    local word=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} command= i
    COMPREPLY=()
    for ((i = 1; i < COMP_CWORD; i++)); do
        case ${COMP_WORDS[i]} in
            run|create|start|exec|state|kill|delete|list|ps|pause|resume|spec|validate|plan|features|explain|doctor|completion|man|help) command=${COMP_WORDS[i]}; break;;
        esac
    done
    case $previous in
        --bundle|-b) COMPREPLY=($(compgen -d -- "$word")); return;;
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
        --root) COMPREPLY=($(compgen -d -- "$word")); return;;
        --log) COMPREPLY=($(compgen -f -- "$word")); return;;
        --log-format) COMPREPLY=($(compgen -W 'text json' -- "$word")); return;;
        --log-level) COMPREPLY=($(compgen -W 'error warning debug' -- "$word")); return;;
        --cgroup-manager) COMPREPLY=($(compgen -W 'cgroupfs disabled' -- "$word")); return;;
        --rootless) COMPREPLY=($(compgen -W 'auto false' -- "$word")); return;;
    esac
    case $command in
        run) COMPREPLY=($(compgen -W '--bundle --pid-file --no-pivot --no-new-keyring --preserve-fds --keep --no-subreaper --trace --detach --console-socket --pidfd-socket --help' -- "$word"));;
        create) COMPREPLY=($(compgen -W '--bundle --pid-file --no-pivot --no-new-keyring --preserve-fds --trace --console-socket --pidfd-socket --help' -- "$word"));;
        start) COMPREPLY=($(compgen -W '--help' -- "$word"));;
        exec) COMPREPLY=($(compgen -W '--process --tty --user --additional-gids --cwd --env --cap --no-new-privs --apparmor --process-label --cgroup --ignore-paused --detach --pid-file --console-socket --pidfd-socket --preserve-fds --help' -- "$word"));;
        state) COMPREPLY=($(compgen -W '--help' -- "$word"));;
        kill) COMPREPLY=($(compgen -W '--all --regex --help' -- "$word"));;
        delete) COMPREPLY=($(compgen -W '--force --regex --help' -- "$word"));;
        list) COMPREPLY=($(compgen -W '--format --quiet --help' -- "$word"));;
        ps) COMPREPLY=($(compgen -W '--format --help' -- "$word"));;
        pause) COMPREPLY=($(compgen -W '--help' -- "$word"));;
        resume) COMPREPLY=($(compgen -W '--help' -- "$word"));;
        spec) COMPREPLY=($(compgen -W '--bundle --rootless --help' -- "$word"));;
        validate) COMPREPLY=($(compgen -W '--bundle --strict --host --format --help' -- "$word"));;
        plan) COMPREPLY=($(compgen -W '--bundle --format --help' -- "$word"));;
        features) COMPREPLY=($(compgen -W '--help' -- "$word"));;
        explain) COMPREPLY=($(compgen -W '--help' -- "$word"));;
        doctor) COMPREPLY=($(compgen -W '--format --help' -- "$word"));;
        completion) COMPREPLY=($(compgen -W '--help' -- "$word"));;
        man) COMPREPLY=($(compgen -W '--help' -- "$word"));;
        help) COMPREPLY=($(compgen -W 'run create start exec state kill delete list ps pause resume spec validate plan features explain doctor completion man help' -- "$word"));;
        '') COMPREPLY=($(compgen -W 'run create start exec state kill delete list ps pause resume spec validate plan features explain doctor completion man help --root --log --log-format --log-level --debug --cgroup-manager --rootless --version --help' -- "$word"));;
    esac
}
complete -o default -F _ocirt ocirt
