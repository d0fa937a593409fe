// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Spec.Model;

/// <summary>The offset of one clock of a time namespace, see time_namespaces(7).</summary>
public sealed class TimeOffset : ConfigNode
{
    internal TimeOffset(int offset)
        : base(offset)
    {
    }

    /// <summary>The clock: monotonic or boottime.</summary>
    public string Clock { get; internal set; } = "";

    /// <summary>Seconds.</summary>
    public long? Seconds { get; internal set; }

    /// <summary>Nanoseconds, 0 to 999999999.</summary>
    public uint? Nanoseconds { get; internal set; }
}
