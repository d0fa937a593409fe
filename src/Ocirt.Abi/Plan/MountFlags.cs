// SPDX-License-Identifier: Apache-2.0

using System;

namespace Ocirt.Abi.Plan;

/// <summary>How a mount step works.</summary>
[Flags]
public enum MountFlags : uint
{
    /// <summary>Nothing special.</summary>
    None = 0,

    /// <summary>The whole tree below the source, or of the mount that is changed.</summary>
    Recursive = 1,

    /// <summary>No component of the target may be a symbolic link (CVE-2019-19921).</summary>
    RealDirectory = 2,

    /// <summary>mount(2) is used at once, because a parameter is longer than fsconfig(2) takes.</summary>
    Classic = 4,

    /// <summary>The mount takes its id mappings from the user namespace in <see cref="Register.IdMap"/>.</summary>
    IdMapped = 8,

    /// <summary>With <see cref="IdMapped"/>: the whole tree does.</summary>
    IdMappedTree = 16,

    /// <summary>The register of the source holds a detached tree, not a descriptor to copy.</summary>
    Detached = 32,
}
