// SPDX-License-Identifier: Apache-2.0

using Ocirt.Cli.Parsing;

namespace Ocirt.Cli.Commands;

/// <summary>Who makes the cgroups of a container.</summary>
internal enum CgroupDriver
{
    /// <summary>ocirt itself, through the cgroup file systems.</summary>
    Cgroupfs,

    /// <summary>The service manager, as transient units.</summary>
    [Unsupported]
    Systemd,

    /// <summary>No one: the container stays in the cgroup of its caller.</summary>
    Disabled,
}
