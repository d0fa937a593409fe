// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Spec.Model;

/// <summary>An I/O priority, see ioprio_set(2).</summary>
public sealed class IoPriorityConfig : ConfigNode
{
    internal IoPriorityConfig(int offset)
        : base(offset)
    {
    }

    /// <summary>The class, as in IOPRIO_CLASS_BE.</summary>
    public string? Class { get; internal set; }

    /// <summary>The level inside the class, 0 (first) to 7.</summary>
    public int? Priority { get; internal set; }
}
