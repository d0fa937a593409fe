// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Spec.Model;

/// <summary>A block I/O limit for one device.</summary>
public sealed class BlockIoThrottle : ConfigNode
{
    internal BlockIoThrottle(int offset)
        : base(offset)
    {
    }

    /// <summary>The major number.</summary>
    public long? Major { get; internal set; }

    /// <summary>The minor number.</summary>
    public long? Minor { get; internal set; }

    /// <summary>Bytes or operations in a second.</summary>
    public ulong? Rate { get; internal set; }
}
