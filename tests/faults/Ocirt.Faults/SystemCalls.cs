// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace Ocirt.Faults;

/// <summary>The names of system calls, and which of them change something outside of the memory of their caller.</summary>
internal static class SystemCalls
{
    private const string Header = "/usr/include/x86_64-linux-gnu/asm/unistd_64.h";

    /// <summary>Calls that only look, wait or change the caller's own memory and signal handling.</summary>
    private static readonly HashSet<string> Harmless =
    [
        "read", "pread64", "readv", "preadv", "stat", "fstat", "lstat", "newfstatat", "statx", "statfs", "fstatfs", "access", "faccessat",
        "faccessat2", "readlink", "readlinkat", "getdents", "getdents64", "getcwd", "lseek", "poll", "ppoll", "select", "pselect6",
        "epoll_wait", "epoll_pwait", "close", "recvfrom", "recvmsg", "getsockname", "getpeername", "getsockopt", "mmap", "mprotect",
        "munmap", "brk", "mremap", "msync", "mincore", "madvise", "membarrier", "futex", "rseq", "set_robust_list", "set_tid_address",
        "arch_prctl", "rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "rt_sigpending", "rt_sigtimedwait", "sigaltstack", "sched_yield",
        "nanosleep", "clock_nanosleep", "clock_gettime", "clock_getres", "gettimeofday", "time", "getpid", "gettid", "getppid", "getuid",
        "geteuid", "getgid", "getegid", "getresuid", "getresgid", "getgroups", "getpgid", "getpgrp", "getsid", "capget", "getrlimit",
        "getrusage", "getpriority", "sched_getaffinity", "sched_getparam", "sched_getscheduler", "sched_getattr", "sysinfo", "times",
        "uname", "getrandom", "getcpu", "get_mempolicy", "fadvise64", "readahead", "getxattr", "lgetxattr", "fgetxattr", "restart_syscall",
    ];

    private static readonly Dictionary<int, string> Names = ReadNames();

    /// <summary>The name of a call; its number where this host's headers do not know it.</summary>
    internal static string Name(int number) => Names.GetValueOrDefault(number, number.ToString(CultureInfo.InvariantCulture));

    /// <summary>Whether a call changes something, by its number and its arguments.</summary>
    internal static bool Changes(int number, ReadOnlySpan<ulong> arguments) => Name(number) switch
    {
        // O_WRONLY, O_RDWR, O_CREAT and O_TRUNC.
        "open" => (arguments[1] & 0x243) != 0,
        "openat" => (arguments[2] & 0x243) != 0,

        // F_DUPFD, F_GETFD and F_GETFL, F_GET_SEALS, F_DUPFD_CLOEXEC.
        "fcntl" => arguments[1] is not (0 or 1 or 3 or 1034 or 1030),
        "prlimit64" => arguments[2] != 0,
        "prctl" => arguments[0] is not (3 or 7 or 16 or 23 or 30 or 39),
        string name => !Harmless.Contains(name),
    };

    /// <summary>Whether a call can be made to fail: one that never returns cannot.</summary>
    internal static bool CanFail(int number) => Name(number) is not ("exit" or "exit_group");

    private static Dictionary<int, string> ReadNames() =>
        (from line in File.ReadLines(Header)
         where line.StartsWith("#define __NR_", StringComparison.Ordinal)
         let words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
         select (Number: int.Parse(words[2], CultureInfo.InvariantCulture), Name: words[1]["__NR_".Length..]))
        .ToDictionary(pair => pair.Number, pair => pair.Name);
}
