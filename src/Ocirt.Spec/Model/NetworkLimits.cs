// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Spec.Model;

/// <summary>Network class and priorities (cgroup v1).</summary>
public sealed class NetworkLimits : ConfigNode
{
    internal NetworkLimits(int offset)
        : base(offset)
    {
    }

    /// <summary>The class id for packets.</summary>
    public uint? ClassId { get; internal set; }

    /// <summary>Priorities for single interfaces.</summary>
    public InterfacePriority[] Priorities { get; internal set; } = [];
}
