// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Abi.Linux;

/// <summary>System call numbers of arm64, from <c>asm/unistd.h</c>; see syscalls(2).</summary>
public enum SyscallNumber
{
    /// <summary>getcwd(2).</summary>
    getcwd = 17,

    /// <summary>eventfd2(2).</summary>
    eventfd2 = 19,

    /// <summary>dup(2).</summary>
    dup = 23,

    /// <summary>dup3(2).</summary>
    dup3 = 24,

    /// <summary>fcntl(2).</summary>
    fcntl = 25,

    /// <summary>ioctl(2).</summary>
    ioctl = 29,

    /// <summary>ioprio_set(2).</summary>
    ioprio_set = 30,

    /// <summary>ioprio_get(2).</summary>
    ioprio_get = 31,

    /// <summary>mknodat(2).</summary>
    mknodat = 33,

    /// <summary>mkdirat(2).</summary>
    mkdirat = 34,

    /// <summary>unlinkat(2).</summary>
    unlinkat = 35,

    /// <summary>symlinkat(2).</summary>
    symlinkat = 36,

    /// <summary>umount2(2).</summary>
    umount2 = 39,

    /// <summary>mount(2).</summary>
    mount = 40,

    /// <summary>pivot_root(2).</summary>
    pivot_root = 41,

    /// <summary>statfs(2).</summary>
    statfs = 43,

    /// <summary>fstatfs(2).</summary>
    fstatfs = 44,

    /// <summary>chdir(2).</summary>
    chdir = 49,

    /// <summary>fchdir(2).</summary>
    fchdir = 50,

    /// <summary>chroot(2).</summary>
    chroot = 51,

    /// <summary>fchmod(2).</summary>
    fchmod = 52,

    /// <summary>fchmodat(2).</summary>
    fchmodat = 53,

    /// <summary>fchownat(2).</summary>
    fchownat = 54,

    /// <summary>fchown(2).</summary>
    fchown = 55,

    /// <summary>openat(2).</summary>
    openat = 56,

    /// <summary>close(2).</summary>
    close = 57,

    /// <summary>pipe2(2).</summary>
    pipe2 = 59,

    /// <summary>getdents64(2).</summary>
    getdents64 = 61,

    /// <summary>lseek(2).</summary>
    lseek = 62,

    /// <summary>read(2).</summary>
    read = 63,

    /// <summary>write(2).</summary>
    write = 64,

    /// <summary>ppoll(2).</summary>
    ppoll = 73,

    /// <summary>signalfd4(2).</summary>
    signalfd4 = 74,

    /// <summary>readlinkat(2).</summary>
    readlinkat = 78,

    /// <summary>fstat(2).</summary>
    fstat = 80,

    /// <summary>capget(2).</summary>
    capget = 90,

    /// <summary>capset(2).</summary>
    capset = 91,

    /// <summary>personality(2).</summary>
    personality = 92,

    /// <summary>exit_group(2).</summary>
    exit_group = 94,

    /// <summary>unshare(2).</summary>
    unshare = 97,

    /// <summary>nanosleep(2).</summary>
    nanosleep = 101,

    /// <summary>clock_gettime(2).</summary>
    clock_gettime = 113,

    /// <summary>ptrace(2).</summary>
    ptrace = 117,

    /// <summary>sched_getscheduler(2).</summary>
    sched_getscheduler = 120,

    /// <summary>sched_getparam(2).</summary>
    sched_getparam = 121,

    /// <summary>sched_setaffinity(2).</summary>
    sched_setaffinity = 122,

    /// <summary>sched_getaffinity(2).</summary>
    sched_getaffinity = 123,

    /// <summary>sched_yield(2).</summary>
    sched_yield = 124,

    /// <summary>kill(2).</summary>
    kill = 129,

    /// <summary>rt_sigaction(2).</summary>
    rt_sigaction = 134,

    /// <summary>rt_sigprocmask(2).</summary>
    rt_sigprocmask = 135,

    /// <summary>setpriority(2).</summary>
    setpriority = 140,

    /// <summary>getpriority(2).</summary>
    getpriority = 141,

    /// <summary>reboot(2).</summary>
    reboot = 142,

    /// <summary>setresuid(2).</summary>
    setresuid = 147,

    /// <summary>getresuid(2).</summary>
    getresuid = 148,

    /// <summary>setresgid(2).</summary>
    setresgid = 149,

    /// <summary>getresgid(2).</summary>
    getresgid = 150,

    /// <summary>setpgid(2).</summary>
    setpgid = 154,

    /// <summary>getpgid(2).</summary>
    getpgid = 155,

    /// <summary>getsid(2).</summary>
    getsid = 156,

    /// <summary>setsid(2).</summary>
    setsid = 157,

    /// <summary>getgroups(2).</summary>
    getgroups = 158,

    /// <summary>setgroups(2).</summary>
    setgroups = 159,

    /// <summary>uname(2).</summary>
    uname = 160,

    /// <summary>sethostname(2).</summary>
    sethostname = 161,

    /// <summary>setdomainname(2).</summary>
    setdomainname = 162,

    /// <summary>getrlimit(2).</summary>
    getrlimit = 163,

    /// <summary>setrlimit(2).</summary>
    setrlimit = 164,

    /// <summary>umask(2).</summary>
    umask = 166,

    /// <summary>prctl(2).</summary>
    prctl = 167,

    /// <summary>getpid(2).</summary>
    getpid = 172,

    /// <summary>getppid(2).</summary>
    getppid = 173,

    /// <summary>getuid(2).</summary>
    getuid = 174,

    /// <summary>geteuid(2).</summary>
    geteuid = 175,

    /// <summary>getgid(2).</summary>
    getgid = 176,

    /// <summary>getegid(2).</summary>
    getegid = 177,

    /// <summary>socket(2).</summary>
    socket = 198,

    /// <summary>socketpair(2).</summary>
    socketpair = 199,

    /// <summary>bind(2).</summary>
    bind = 200,

    /// <summary>connect(2).</summary>
    connect = 203,

    /// <summary>getsockopt(2).</summary>
    getsockopt = 209,

    /// <summary>sendmsg(2).</summary>
    sendmsg = 211,

    /// <summary>recvfrom(2).</summary>
    recvfrom = 207,

    /// <summary>recvmsg(2).</summary>
    recvmsg = 212,

    /// <summary>munmap(2).</summary>
    munmap = 215,

    /// <summary>add_key(2).</summary>
    add_key = 217,

    /// <summary>request_key(2).</summary>
    request_key = 218,

    /// <summary>keyctl(2).</summary>
    keyctl = 219,

    /// <summary>clone(2).</summary>
    clone = 220,

    /// <summary>execve(2).</summary>
    execve = 221,

    /// <summary>mmap(2).</summary>
    mmap = 222,

    /// <summary>mincore(2).</summary>
    mincore = 232,

    /// <summary>get_mempolicy(2).</summary>
    get_mempolicy = 236,

    /// <summary>set_mempolicy(2).</summary>
    set_mempolicy = 237,

    /// <summary>accept4(2).</summary>
    accept4 = 242,

    /// <summary>wait4(2).</summary>
    wait4 = 260,

    /// <summary>prlimit64(2).</summary>
    prlimit64 = 261,

    /// <summary>setns(2).</summary>
    setns = 268,

    /// <summary>sched_setattr(2).</summary>
    sched_setattr = 274,

    /// <summary>sched_getattr(2).</summary>
    sched_getattr = 275,

    /// <summary>seccomp(2).</summary>
    seccomp = 277,

    /// <summary>getrandom(2).</summary>
    getrandom = 278,

    /// <summary>memfd_create(2).</summary>
    memfd_create = 279,

    /// <summary>bpf(2).</summary>
    bpf = 280,

    /// <summary>execveat(2).</summary>
    execveat = 281,

    /// <summary>statx(2).</summary>
    statx = 291,

    /// <summary>pidfd_send_signal(2).</summary>
    pidfd_send_signal = 424,

    /// <summary>open_tree(2).</summary>
    open_tree = 428,

    /// <summary>move_mount(2).</summary>
    move_mount = 429,

    /// <summary>fsopen(2).</summary>
    fsopen = 430,

    /// <summary>fsconfig(2).</summary>
    fsconfig = 431,

    /// <summary>fsmount(2).</summary>
    fsmount = 432,

    /// <summary>pidfd_open(2).</summary>
    pidfd_open = 434,

    /// <summary>clone3(2).</summary>
    clone3 = 435,

    /// <summary>close_range(2).</summary>
    close_range = 436,

    /// <summary>openat2(2).</summary>
    openat2 = 437,

    /// <summary>faccessat2(2).</summary>
    faccessat2 = 439,

    /// <summary>mount_setattr(2).</summary>
    mount_setattr = 442,
}
