// SPDX-License-Identifier: Apache-2.0

using System;

using Ocirt.Planning;

namespace Ocirt.Fuzz;

/// <summary>The hosts that plans are made for.</summary>
internal static class Hosts
{
    private static readonly HostFacts s_unified = new()
    {
        BundlePath = "/bundle",
        RootfsPath = "/bundle/rootfs",
        CgroupMode = CgroupMode.V2,
        CgroupPath = "/ocirt/c1",
        CgroupHandleCount = 1,
    };

    private static readonly HostFacts s_legacy = s_unified with
    {
        CgroupMode = CgroupMode.V1,
        CgroupPath = "",
        CgroupHandleCount = 2,
        CgroupHierarchies =
        [
            new CgroupHierarchy("cpu,cpuacct", "/sys/fs/cgroup/cpu,cpuacct", "/ocirt/c1"),
            new CgroupHierarchy("name=systemd", "/sys/fs/cgroup/systemd", "/ocirt/c1"),
        ],
    };

    private static readonly HostFacts s_none = s_unified with { CgroupMode = CgroupMode.None, CgroupPath = "", CgroupHandleCount = 0 };

    internal static HostFacts Pick(Random random) => random.Next(4) switch
    {
        0 => s_legacy,
        1 => s_none,
        _ => s_unified,
    };
}
