// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Spec.Model;

/// <summary>One device node (config-linux.md, Devices).</summary>
public sealed class DeviceConfig : ConfigNode
{
    internal DeviceConfig(int offset)
        : base(offset)
    {
    }

    /// <summary>Where the node is made inside the container.</summary>
    public string? Path { get; internal set; }

    /// <summary>c or u (character), b (block) or p (fifo).</summary>
    public string? Type { get; internal set; }

    /// <summary>The major number; required unless the type is p.</summary>
    public long? Major { get; internal set; }

    /// <summary>The minor number; required unless the type is p.</summary>
    public long? Minor { get; internal set; }

    /// <summary>The permission bits; null means 0666.</summary>
    public uint? FileMode { get; internal set; }

    /// <summary>The owner inside the container; null means 0.</summary>
    public uint? Uid { get; internal set; }

    /// <summary>The group inside the container; null means 0.</summary>
    public uint? Gid { get; internal set; }
}
