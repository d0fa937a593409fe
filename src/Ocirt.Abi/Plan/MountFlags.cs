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

    /// <summary>A symbolic link as the source is bound itself.</summary>
    SourceNoFollow = 64,

    /// <summary>A symbolic link as the source is made again at the target, anything else is bound.</summary>
    CopySymlink = 128,

    /// <summary>A symbolic link as the target is covered itself.</summary>
    TargetNoFollow = 256,

    /// <summary>A new file system begins with a copy of the directory that it covers.</summary>
    CopyUp = 512,

    /// <summary>A new tmpfs gets the mode of the directory that it covers.</summary>
    ModeOfTarget = 1024,

    /// <summary>The top of a bind mount gets the attributes of the step and loses those of its source, except locked ones.</summary>
    Exact = 2048,

    /// <summary>The parameters end with the label of linux.mountLabel; for messages alone.</summary>
    MountLabel = 4096,

    /// <summary>The brain maps the ids of the copy, which it is sent: init has no rights over the file system.</summary>
    MappedByBrain = 8192,
}
