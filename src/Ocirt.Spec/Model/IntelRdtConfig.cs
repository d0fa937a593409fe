// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Spec.Model;

/// <summary>Resource allocation by resctrl (config-linux.md, IntelRdt).</summary>
public sealed class IntelRdtConfig : ConfigNode
{
    internal IntelRdtConfig(int offset)
        : base(offset)
    {
    }

    /// <summary>The class of service: the name of the resctrl directory.</summary>
    public string? ClosId { get; internal set; }

    /// <summary>Lines for the schemata file.</summary>
    public string[] Schemata { get; internal set; } = [];

    /// <summary>The line for the L3 cache.</summary>
    public string? L3CacheSchema { get; internal set; }

    /// <summary>The line for the memory bandwidth.</summary>
    public string? MemBwSchema { get; internal set; }

    /// <summary>Whether a monitoring group is made.</summary>
    public bool? EnableMonitoring { get; internal set; }
}
