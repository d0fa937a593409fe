// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Abi.Linux;

/// <summary>Constants of <c>linux/sched.h</c>; see clone(2), unshare(2), setns(2).</summary>
public static class Sched
{
    /// <summary>The child gets the caller's parent.</summary>
    public const ulong CLONE_PARENT = 0x8000;

    /// <summary>A new time namespace.</summary>
    public const ulong CLONE_NEWTIME = 0x80;

    /// <summary>A new mount namespace.</summary>
    public const ulong CLONE_NEWNS = 0x20000;

    /// <summary>A new cgroup namespace.</summary>
    public const ulong CLONE_NEWCGROUP = 0x2000000;

    /// <summary>A new UTS namespace.</summary>
    public const ulong CLONE_NEWUTS = 0x4000000;

    /// <summary>A new IPC namespace.</summary>
    public const ulong CLONE_NEWIPC = 0x8000000;

    /// <summary>A new user namespace.</summary>
    public const ulong CLONE_NEWUSER = 0x10000000;

    /// <summary>A new pid namespace.</summary>
    public const ulong CLONE_NEWPID = 0x20000000;

    /// <summary>A new network namespace.</summary>
    public const ulong CLONE_NEWNET = 0x40000000;

    /// <summary>A pidfd of the child is returned.</summary>
    public const ulong CLONE_PIDFD = 0x1000;

    /// <summary>The usual policy.</summary>
    public const uint SCHED_OTHER = 0;

    /// <summary>Real-time, first in first out.</summary>
    public const uint SCHED_FIFO = 1;

    /// <summary>Real-time, in turn.</summary>
    public const uint SCHED_RR = 2;

    /// <summary>For work without a user in front of it.</summary>
    public const uint SCHED_BATCH = 3;

    /// <summary>Only what nobody else wants.</summary>
    public const uint SCHED_IDLE = 5;

    /// <summary>A share of each period, promised.</summary>
    public const uint SCHED_DEADLINE = 6;

    /// <summary>Children get the usual policy.</summary>
    public const ulong SCHED_FLAG_RESET_ON_FORK = 1;

    /// <summary>Unused bandwidth of others may be used.</summary>
    public const ulong SCHED_FLAG_RECLAIM = 2;

    /// <summary>SIGXCPU when a budget is overrun.</summary>
    public const ulong SCHED_FLAG_DL_OVERRUN = 4;

    /// <summary>The policy stays.</summary>
    public const ulong SCHED_FLAG_KEEP_POLICY = 8;

    /// <summary>The parameters stay.</summary>
    public const ulong SCHED_FLAG_KEEP_PARAMS = 0x10;

    /// <summary>A least utilisation is given.</summary>
    public const ulong SCHED_FLAG_UTIL_CLAMP_MIN = 0x20;

    /// <summary>A greatest utilisation is given.</summary>
    public const ulong SCHED_FLAG_UTIL_CLAMP_MAX = 0x40;

    /// <summary>The child starts in the given cgroup (5.7).</summary>
    public const ulong CLONE_INTO_CGROUP = 0x200000000;
}
