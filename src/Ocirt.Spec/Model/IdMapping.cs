// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Spec.Model;

/// <summary>A range of ids of a user namespace, see user_namespaces(7).</summary>
public sealed class IdMapping : ConfigNode
{
    internal IdMapping(int offset)
        : base(offset)
    {
    }

    /// <summary>The first id inside.</summary>
    public uint? ContainerId { get; internal set; }

    /// <summary>The first id outside.</summary>
    public uint? HostId { get; internal set; }

    /// <summary>How many ids follow one another.</summary>
    public uint? Size { get; internal set; }
}
