// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Abi.Linux;

/// <summary>System call numbers of x64, from <c>asm/unistd.h</c>; see syscalls(2).</summary>
public enum SyscallNumber
{
    /// <summary>read(2).</summary>
    read = 0,

    /// <summary>write(2).</summary>
    write = 1,

    /// <summary>close(2).</summary>
    close = 3,

    /// <summary>fstat(2).</summary>
    fstat = 5,

    /// <summary>lseek(2).</summary>
    lseek = 8,

    /// <summary>mmap(2).</summary>
    mmap = 9,

    /// <summary>munmap(2).</summary>
    munmap = 11,

    /// <summary>rt_sigaction(2).</summary>
    rt_sigaction = 13,

    /// <summary>rt_sigprocmask(2).</summary>
    rt_sigprocmask = 14,

    /// <summary>ioctl(2).</summary>
    ioctl = 16,

    /// <summary>sched_yield(2).</summary>
    sched_yield = 24,

    /// <summary>mincore(2).</summary>
    mincore = 27,

    /// <summary>dup(2).</summary>
    dup = 32,

    /// <summary>nanosleep(2).</summary>
    nanosleep = 35,

    /// <summary>getpid(2).</summary>
    getpid = 39,

    /// <summary>socket(2).</summary>
    socket = 41,

    /// <summary>connect(2).</summary>
    connect = 42,

    /// <summary>recvfrom(2).</summary>
    recvfrom = 45,

    /// <summary>sendmsg(2).</summary>
    sendmsg = 46,

    /// <summary>recvmsg(2).</summary>
    recvmsg = 47,

    /// <summary>bind(2).</summary>
    bind = 49,

    /// <summary>socketpair(2).</summary>
    socketpair = 53,

    /// <summary>getsockopt(2).</summary>
    getsockopt = 55,

    /// <summary>clone(2).</summary>
    clone = 56,

    /// <summary>execve(2).</summary>
    execve = 59,

    /// <summary>wait4(2).</summary>
    wait4 = 61,

    /// <summary>kill(2).</summary>
    kill = 62,

    /// <summary>uname(2).</summary>
    uname = 63,

    /// <summary>fcntl(2).</summary>
    fcntl = 72,

    /// <summary>getcwd(2).</summary>
    getcwd = 79,

    /// <summary>chdir(2).</summary>
    chdir = 80,

    /// <summary>fchdir(2).</summary>
    fchdir = 81,

    /// <summary>fchmod(2).</summary>
    fchmod = 91,

    /// <summary>fchown(2).</summary>
    fchown = 93,

    /// <summary>umask(2).</summary>
    umask = 95,

    /// <summary>getrlimit(2).</summary>
    getrlimit = 97,

    /// <summary>ptrace(2).</summary>
    ptrace = 101,

    /// <summary>getuid(2).</summary>
    getuid = 102,

    /// <summary>getgid(2).</summary>
    getgid = 104,

    /// <summary>geteuid(2).</summary>
    geteuid = 107,

    /// <summary>getegid(2).</summary>
    getegid = 108,

    /// <summary>setpgid(2).</summary>
    setpgid = 109,

    /// <summary>getppid(2).</summary>
    getppid = 110,

    /// <summary>setsid(2).</summary>
    setsid = 112,

    /// <summary>getgroups(2).</summary>
    getgroups = 115,

    /// <summary>setgroups(2).</summary>
    setgroups = 116,

    /// <summary>setresuid(2).</summary>
    setresuid = 117,

    /// <summary>getresuid(2).</summary>
    getresuid = 118,

    /// <summary>setresgid(2).</summary>
    setresgid = 119,

    /// <summary>getresgid(2).</summary>
    getresgid = 120,

    /// <summary>getpgid(2).</summary>
    getpgid = 121,

    /// <summary>getsid(2).</summary>
    getsid = 124,

    /// <summary>capget(2).</summary>
    capget = 125,

    /// <summary>capset(2).</summary>
    capset = 126,

    /// <summary>personality(2).</summary>
    personality = 135,

    /// <summary>statfs(2).</summary>
    statfs = 137,

    /// <summary>fstatfs(2).</summary>
    fstatfs = 138,

    /// <summary>getpriority(2).</summary>
    getpriority = 140,

    /// <summary>setpriority(2).</summary>
    setpriority = 141,

    /// <summary>sched_getparam(2).</summary>
    sched_getparam = 143,

    /// <summary>sched_getscheduler(2).</summary>
    sched_getscheduler = 145,

    /// <summary>pivot_root(2).</summary>
    pivot_root = 155,

    /// <summary>prctl(2).</summary>
    prctl = 157,

    /// <summary>setrlimit(2).</summary>
    setrlimit = 160,

    /// <summary>chroot(2).</summary>
    chroot = 161,

    /// <summary>mount(2).</summary>
    mount = 165,

    /// <summary>umount2(2).</summary>
    umount2 = 166,

    /// <summary>reboot(2).</summary>
    reboot = 169,

    /// <summary>sethostname(2).</summary>
    sethostname = 170,

    /// <summary>setdomainname(2).</summary>
    setdomainname = 171,

    /// <summary>sched_setaffinity(2).</summary>
    sched_setaffinity = 203,

    /// <summary>sched_getaffinity(2).</summary>
    sched_getaffinity = 204,

    /// <summary>getdents64(2).</summary>
    getdents64 = 217,

    /// <summary>clock_gettime(2).</summary>
    clock_gettime = 228,

    /// <summary>exit_group(2).</summary>
    exit_group = 231,

    /// <summary>set_mempolicy(2).</summary>
    set_mempolicy = 238,

    /// <summary>get_mempolicy(2).</summary>
    get_mempolicy = 239,

    /// <summary>add_key(2).</summary>
    add_key = 248,

    /// <summary>request_key(2).</summary>
    request_key = 249,

    /// <summary>keyctl(2).</summary>
    keyctl = 250,

    /// <summary>ioprio_set(2).</summary>
    ioprio_set = 251,

    /// <summary>ioprio_get(2).</summary>
    ioprio_get = 252,

    /// <summary>openat(2).</summary>
    openat = 257,

    /// <summary>mkdirat(2).</summary>
    mkdirat = 258,

    /// <summary>mknodat(2).</summary>
    mknodat = 259,

    /// <summary>fchownat(2).</summary>
    fchownat = 260,

    /// <summary>unlinkat(2).</summary>
    unlinkat = 263,

    /// <summary>symlinkat(2).</summary>
    symlinkat = 266,

    /// <summary>readlinkat(2).</summary>
    readlinkat = 267,

    /// <summary>fchmodat(2).</summary>
    fchmodat = 268,

    /// <summary>ppoll(2).</summary>
    ppoll = 271,

    /// <summary>unshare(2).</summary>
    unshare = 272,

    /// <summary>accept4(2).</summary>
    accept4 = 288,

    /// <summary>signalfd4(2).</summary>
    signalfd4 = 289,

    /// <summary>eventfd2(2).</summary>
    eventfd2 = 290,

    /// <summary>dup3(2).</summary>
    dup3 = 292,

    /// <summary>pipe2(2).</summary>
    pipe2 = 293,

    /// <summary>prlimit64(2).</summary>
    prlimit64 = 302,

    /// <summary>setns(2).</summary>
    setns = 308,

    /// <summary>sched_setattr(2).</summary>
    sched_setattr = 314,

    /// <summary>sched_getattr(2).</summary>
    sched_getattr = 315,

    /// <summary>seccomp(2).</summary>
    seccomp = 317,

    /// <summary>getrandom(2).</summary>
    getrandom = 318,

    /// <summary>memfd_create(2).</summary>
    memfd_create = 319,

    /// <summary>bpf(2).</summary>
    bpf = 321,

    /// <summary>execveat(2).</summary>
    execveat = 322,

    /// <summary>statx(2).</summary>
    statx = 332,

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
