// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Spec.Model;

/// <summary>A block I/O weight for one device.</summary>
public sealed class BlockIoWeight : ConfigNode
{
    internal BlockIoWeight(int offset)
        : base(offset)
    {
    }

    /// <summary>The major number.</summary>
    public long? Major { get; internal set; }

    /// <summary>The minor number.</summary>
    public long? Minor { get; internal set; }

    /// <summary>The weight, 10 to 1000.</summary>
    public ushort? Weight { get; internal set; }

    /// <summary>The weight against children (cgroup v1), 10 to 1000.</summary>
    public ushort? LeafWeight { get; internal set; }
}
