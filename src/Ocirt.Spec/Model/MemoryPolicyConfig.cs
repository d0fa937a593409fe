// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Spec.Model;

/// <summary>A NUMA memory policy, see set_mempolicy(2).</summary>
public sealed class MemoryPolicyConfig : ConfigNode
{
    internal MemoryPolicyConfig(int offset)
        : base(offset)
    {
    }

    /// <summary>The mode, as in MPOL_BIND.</summary>
    public string? Mode { get; internal set; }

    /// <summary>The nodes, as a list like 0-1,3.</summary>
    public string? Nodes { get; internal set; }

    /// <summary>Flags, as in MPOL_F_STATIC_NODES.</summary>
    public string[] Flags { get; internal set; } = [];
}
