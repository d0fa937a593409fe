// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Spec.Model;

/// <summary>The priority of packets of one interface.</summary>
public sealed class InterfacePriority : ConfigNode
{
    internal InterfacePriority(int offset)
        : base(offset)
    {
    }

    /// <summary>The interface.</summary>
    public string? Name { get; internal set; }

    /// <summary>The priority.</summary>
    public uint? Priority { get; internal set; }
}
