// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Spec.Model;

/// <summary>The limits of one RDMA device.</summary>
public sealed class RdmaLimit : ConfigNode
{
    internal RdmaLimit(int offset)
        : base(offset)
    {
    }

    /// <summary>The device, as in mlx5_1.</summary>
    public string Device { get; internal set; } = "";

    /// <summary>How many handles may be open.</summary>
    public uint? HcaHandles { get; internal set; }

    /// <summary>How many objects there may be.</summary>
    public uint? HcaObjects { get; internal set; }
}
