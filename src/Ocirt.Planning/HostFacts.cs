// SPDX-License-Identifier: Apache-2.0

using System.Collections.Generic;

namespace Ocirt.Planning;

/// <summary>What a plan depends on beside the configuration. The runtime looks it up; planning never does.</summary>
public sealed record HostFacts
{
    /// <summary>The bundle, absolute; sources of bind mounts are relative to it.</summary>
    public required string BundlePath { get; init; }

    /// <summary>The rootfs, absolute.</summary>
    public required string RootfsPath { get; init; }

    /// <summary>How the host arranges its control groups.</summary>
    public CgroupMode CgroupMode { get; init; }

    /// <summary>Where the host has the version 2 hierarchy.</summary>
    public string CgroupMountPoint { get; init; } = "/sys/fs/cgroup";

    /// <summary>The container's cgroup in the version 2 hierarchy, from its root.</summary>
    public string CgroupPath { get; init; } = "";

    /// <summary>The hierarchies of a host with version 1 or both versions.</summary>
    public IReadOnlyList<CgroupHierarchy> CgroupHierarchies { get; init; } = [];

    /// <summary>
    /// How many cgroup descriptors the runtime hands over: cgroup.procs files on version 1 and hybrid, one directory
    /// on version 2, 0 when the runtime itself moves the container. At most <see cref="Abi.Plan.Register.MaxCgroups"/>.
    /// </summary>
    public int CgroupHandleCount { get; init; }

    /// <summary>Whether the runtime has the rights of the host's root, with which it opens what a user namespace cannot.</summary>
    public bool IsPrivileged { get; init; } = true;

    /// <summary>
    /// Whether setgroups(2) is denied in the container's user namespace, as the kernel wants it of a caller without
    /// privileges who maps no group but his own.
    /// </summary>
    public bool DeniesSetgroups { get; init; }

    /// <summary>Whether the mount namespace that is joined by path is the one that the runtime is in.</summary>
    public bool JoinsOwnMounts { get; init; }

    /// <summary>Whether /proc/kcore exists, which /dev/core then points at.</summary>
    public bool HasKcore { get; init; }

    /// <summary>The security module that is in force.</summary>
    public SecurityModule SecurityModule { get; init; }
}
