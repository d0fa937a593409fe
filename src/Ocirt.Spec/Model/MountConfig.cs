// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Spec.Model;

/// <summary>One mount (config.md, Mounts).</summary>
public sealed class MountConfig : ConfigNode
{
    internal MountConfig(int offset)
        : base(offset)
    {
    }

    /// <summary>Where to mount, a path inside the container.</summary>
    public string? Destination { get; internal set; }

    /// <summary>The filesystem type; null or none for a bind mount.</summary>
    public string? Type { get; internal set; }

    /// <summary>A device, a directory or file to bind (relative to the bundle), or a name without meaning.</summary>
    public string? Source { get; internal set; }

    /// <summary>Mount options; what is no known flag is handed to the filesystem.</summary>
    public string[] Options { get; internal set; } = [];

    /// <summary>How user ids of the filesystem are shown, for an id-mapped mount.</summary>
    public IdMapping[] UidMappings { get; internal set; } = [];

    /// <summary>How group ids of the filesystem are shown, for an id-mapped mount.</summary>
    public IdMapping[] GidMappings { get; internal set; } = [];
}
