// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Cgroups;

/// <summary>How the host mounts its cgroups; see cgroups(7).</summary>
public enum CgroupLayout
{
    /// <summary>One cgroup v2 tree.</summary>
    Unified,

    /// <summary>cgroup v1 hierarchies only.</summary>
    Legacy,

    /// <summary>cgroup v1 hierarchies with the controllers, and a cgroup v2 tree without any.</summary>
    Hybrid,
}
