// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Planning;

/// <summary>How the host arranges its control groups; see cgroups(7).</summary>
public enum CgroupMode
{
    /// <summary>There are none that a container could use.</summary>
    None,

    /// <summary>Version 1: a hierarchy for each set of controllers.</summary>
    V1,

    /// <summary>Version 2: one hierarchy.</summary>
    V2,

    /// <summary>Version 1 with a version 2 hierarchy without controllers beside it.</summary>
    Hybrid,
}
