// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Planning;

/// <summary>What a plan that joins a container depends on beside the process. The runtime looks it up; planning never does.</summary>
public sealed record JoinFacts
{
    /// <summary>
    /// The namespaces of the container's first process that are not the runtime's own, as CLONE_NEW* flags. Joining one's
    /// own user namespace is EINVAL, and without privileges joining any of one's own is EPERM.
    /// </summary>
    public required ulong Namespaces { get; init; }

    /// <summary>How the host arranges its control groups.</summary>
    public CgroupMode CgroupMode { get; init; }

    /// <summary>How many cgroup descriptors the runtime hands over; see <see cref="HostFacts.CgroupHandleCount"/>.</summary>
    public int CgroupHandleCount { get; init; }

    /// <summary>Whether the runtime has the process put into its cgroup while that waits, instead of handing descriptors over.</summary>
    public bool IsPlaced { get; init; }

    /// <summary>The security module of the host, for the labels of the process.</summary>
    public SecurityModule SecurityModule { get; init; }

    /// <summary>Whether the runtime has the rights of the host's root, with which it joins all but three namespaces first.</summary>
    public bool IsPrivileged { get; init; } = true;

    /// <summary>Whether setgroups(2) is denied in the container's user namespace; see <see cref="HostFacts.DeniesSetgroups"/>.</summary>
    public bool DeniesSetgroups { get; init; }
}
