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

    /// <summary>The child starts in the given cgroup (5.7).</summary>
    public const ulong CLONE_INTO_CGROUP = 0x200000000;
}
