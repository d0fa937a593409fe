// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Abi.Plan;

/// <summary>What a plan leaves open until the brain knows it. Numbers are part of the format.</summary>
public enum LateSlot : uint
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Descriptors of the cgroups: cgroup.procs files on v1, the directory on v2.</summary>
    Cgroups = 1,

    /// <summary>Permission to go on: the brain has written down the pid.</summary>
    Go = 2,

    /// <summary>The home directory of the user, from the container's own passwd, as "HOME=/path".</summary>
    Home = 3,

    /// <summary>Permission to execute the program; the container is created.</summary>
    Start = 4,

    /// <summary>The brain has set the scheduling of the process, with the rights of the host.</summary>
    Scheduling = 5,
}
