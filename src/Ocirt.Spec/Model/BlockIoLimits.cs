// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Spec.Model;

/// <summary>Block I/O weights and limits.</summary>
public sealed class BlockIoLimits : ConfigNode
{
    internal BlockIoLimits(int offset)
        : base(offset)
    {
    }

    /// <summary>The weight, 10 to 1000.</summary>
    public ushort? Weight { get; internal set; }

    /// <summary>The weight against children (cgroup v1), 10 to 1000.</summary>
    public ushort? LeafWeight { get; internal set; }

    /// <summary>Weights for single devices.</summary>
    public BlockIoWeight[] WeightDevice { get; internal set; } = [];

    /// <summary>Bytes read in a second, for single devices.</summary>
    public BlockIoThrottle[] ThrottleReadBpsDevice { get; internal set; } = [];

    /// <summary>Bytes written in a second, for single devices.</summary>
    public BlockIoThrottle[] ThrottleWriteBpsDevice { get; internal set; } = [];

    /// <summary>Reads in a second, for single devices.</summary>
    public BlockIoThrottle[] ThrottleReadIopsDevice { get; internal set; } = [];

    /// <summary>Writes in a second, for single devices.</summary>
    public BlockIoThrottle[] ThrottleWriteIopsDevice { get; internal set; } = [];
}
