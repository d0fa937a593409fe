// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Spec.Model;

/// <summary>The capability sets of a process, see capabilities(7); names as in CAP_NET_RAW.</summary>
public sealed class CapabilitySets : ConfigNode
{
    internal CapabilitySets(int offset)
        : base(offset)
    {
    }

    /// <summary>The bounding set.</summary>
    public string[] Bounding { get; internal set; } = [];

    /// <summary>The effective set.</summary>
    public string[] Effective { get; internal set; } = [];

    /// <summary>The inheritable set.</summary>
    public string[] Inheritable { get; internal set; } = [];

    /// <summary>The permitted set.</summary>
    public string[] Permitted { get; internal set; } = [];

    /// <summary>The ambient set.</summary>
    public string[] Ambient { get; internal set; } = [];
}
