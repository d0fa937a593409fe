// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Runtime;

/// <summary>Who makes the cgroup of a container.</summary>
public enum CgroupDriver
{
    /// <summary>ocirt itself, through the cgroup file systems.</summary>
    Cgroupfs,

    /// <summary>systemd, as a transient scope.</summary>
    Systemd,

    /// <summary>No one: the container stays in the cgroup of its caller.</summary>
    Disabled,
}
